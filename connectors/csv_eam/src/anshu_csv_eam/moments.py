"""Reads the times that exports write, in the exports' zone, into UTC."""

import re
import unicodedata
from datetime import UTC, datetime, tzinfo

_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?|分)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")


def read_moment(text: str, zone: tzinfo) -> datetime:
    """The moment in UTC; a date alone is its first minute in `zone`.

    Raises ValueError for anything else than year first, then month and day: 03/04/2026 could
    be either of two days.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.search(r"(Z|[+-]\d{2}:?\d{2})$", plain) and ":" in plain:
        moment = datetime.fromisoformat(plain)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    match = _DATE.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match is None:
        raise ValueError("no time that can be read in one way only")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def written(moment: datetime) -> str:
    """The moment as RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
