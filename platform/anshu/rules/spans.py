"""Amounts in sentences: spans of time in whole minutes, hours and days; else figure and unit.

What is above a limit is never rounded down to it, and what is below one never up.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP

from anshu.definitions.rule_language import RuleRow
from anshu.definitions.words import Text
from anshu.kernel.quantity import UnitError, decimal_of, written

MINUTES = {"min": 1, "h": 60, "d": 1440}
HOUR, DAY = 60, 1440
LONG = 2 * DAY
ROUNDING = {"at_most": ROUND_CEILING, "at_least": ROUND_FLOOR}


def spoken(figure: str, unit: str, row: RuleRow) -> Text:
    """The amount in a sentence of this row, in both languages."""
    minutes = _minutes(figure, unit, row)
    if minutes is None:
        plain = f"{figure} {written(unit)}".strip()
        return Text(plain, plain)
    if unit == "d" or (unit == "min" and minutes >= LONG):
        days, rest = divmod(minutes, DAY)
        return _joined((days, "天", "d"), (rest // HOUR, "小时", "h"))
    if unit == "h" or minutes > HOUR:
        hours, rest = divmod(minutes, HOUR)
        return _joined((hours, "小时", "h"), (rest, "分" if hours else "分钟", "min"))
    return Text(f"{minutes} 分钟", f"{minutes} min")


def whole(figure: str, unit: str, row: RuleRow | None) -> str:
    """The figure of a fact: minutes without a fraction, anything else as it is."""
    minutes = _minutes(figure, unit, row) if unit == "min" else None
    return figure if minutes is None else str(minutes)


def _minutes(figure: str, unit: str, row: RuleRow | None) -> int | None:
    """Whole minutes; None for what is no span of time, or lies in the past of its own start."""
    if unit not in MINUTES:
        return None
    try:
        exact = decimal_of(figure) * MINUTES[unit]
    except UnitError:
        return None
    rounding = ROUNDING.get(row.limit_kind, ROUND_HALF_UP) if row is not None else ROUND_HALF_UP
    return int(exact.to_integral_value(rounding)) if exact >= 0 else None


def _joined(larger: tuple[int, str, str], smaller: tuple[int, str, str]) -> Text:
    """Both parts without one that is zero; the smaller one if both are."""
    parts = [part for part in (larger, smaller) if part[0]] or [smaller]
    return Text(
        " ".join(f"{count} {zh}" for count, zh, _ in parts),
        " ".join(f"{count} {en}" for count, _, en in parts),
    )
