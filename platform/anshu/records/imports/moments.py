"""Understands dates and times as ledgers write them: `2026/3/5`, `2026年3月5日 下午3时`, 46086."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from anshu.records.imports.wording import half_width

_DATE: Final = re.compile(
    r"^(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?(?P<rest>.*)$", re.S
)
_COMPACT: Final = re.compile(r"^(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?P<rest>)$")
_TIME: Final = re.compile(
    r"^[\sT]*(?:星期.|周.)?\s*(?P<half>上午|下午|晚上|中午|凌晨|早上|AM|PM)?\s*"
    r"(?P<h>\d{1,2})\s*[:时点]\s*(?:(?P<min>\d{1,2})\s*(?:[:分]\s*(?:(?P<s>\d{1,2})(?:\.\d+)?秒?)?)?)?"
    r"\s*(?P<after>AM|PM)?(?P<zone>Z|[+-]\d{2}:?\d{2})?$",
    re.I,
)
_AFTERNOON: Final = frozenset(("下午", "晚上", "中午", "pm"))
# Excel counts days from here (its invented 29 February 1900 taken into account).
_SERIAL_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
_SERIALS: Final = (Decimal(20_000), Decimal(80_000))


def read_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment in UTC; a time without a zone is the plant's, a date is its midnight.

    None for anything else, also for a date without a year or with a two-digit one: guessing
    a year would put history where it never was.
    """
    plain = half_width(text)
    match = _DATE.match(plain) or _COMPACT.match(plain)
    if match is None:
        return _from_serial(plain, zone)
    rest = match["rest"].strip()
    clock = _clock(rest) if rest else (0, 0, 0, None)
    if clock is None:
        return None
    hour, minute, second, offset = clock
    try:
        wall = datetime(
            int(match["y"]), int(match["m"]), int(match["d"]), hour, minute, second, tzinfo=zone
        )
    except ValueError:
        return None
    if offset is not None:
        return wall.replace(tzinfo=UTC) - offset
    return wall.astimezone(UTC)


def _clock(text: str) -> tuple[int, int, int, timedelta | None] | None:
    if re.fullmatch(r"(?:星期|周).", text):
        return 0, 0, 0, None
    match = _TIME.match(text)
    if match is None:
        return None
    hour, half = int(match["h"]), (match["half"] or match["after"] or "").lower()
    if half == "晚上" and hour == 12:
        # Midnight of this day or of the next: people mean both.
        return None
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    elif half in ("am", "上午", "凌晨") and hour == 12:
        hour = 0
    return hour, int(match["min"] or 0), int(match["s"] or 0), _offset(match["zone"])


def _offset(zone: str | None) -> timedelta | None:
    if zone is None:
        return None
    if zone in "Zz":
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -span if zone[0] == "-" else span


def _from_serial(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        serial = Decimal(text)
    except InvalidOperation:
        return None
    if not serial.is_finite() or not _SERIALS[0] <= serial <= _SERIALS[1]:
        return None
    seconds = int((serial * 86_400).to_integral_value())
    wall = _SERIAL_ZERO + timedelta(seconds=seconds)
    return wall.replace(tzinfo=zone).astimezone(UTC)
