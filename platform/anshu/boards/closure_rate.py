"""The closure rate (隐患整改按时闭环率), by the literal formula and by deadlines fallen due.

Counted as good is what was rectified within its limit with valid evidence: done by the deadline,
and closed with all evidence verified. Voided reports do not count; imported history does not
count and is reported beside. The two formulas are never mixed.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType, field

from anshu.boards.period import period_errors, period_statement
from anshu.boards.queries import CLOSURE_RATE
from anshu.kernel.refusal import Refusal
from anshu.records.reading import malformed, read
from anshu.records.services import Services
from anshu.records.subject import Subject


class Ratio(Struct, frozen=True):
    """Counts and their quotient in percent with one digit; no rate over an empty denominator."""

    numerator: int
    denominator: int
    rate: str | UnsetType = UNSET


class ClosureRate(Struct, frozen=True, kw_only=True):
    """Both formulas for a period of days in the tenant's zone, the last day included.

    `literal`: of the hazards registered in the period. `due_only`: of those whose deadline falls
    in it. `excluded_import`: imported ones that either denominator would have had.
    """

    first: date = field(name="from")
    last: date = field(name="to")
    data_time: datetime
    literal: Ratio
    due_only: Ratio
    excluded_import: int


async def closure_rate(
    services: Services, subject: Subject, *, first: date, last: date, kind: str = "hazard"
) -> ClosureRate | Refusal:
    """The closure rate over the records that the indicator permission reaches.

    Three round trips; both formulas come from the same moment. Refuses a missing permission, an
    unknown type, and a period that ends before it begins or leaves 2000 to 2200.
    """
    wrong = period_errors(first, last)
    if wrong:
        return malformed(*wrong)
    found = await read(
        services,
        subject,
        lambda reader: period_statement(reader, kind, CLOSURE_RATE, first=first, last=last),
        purpose="indicator.closure_rate",
    )
    if isinstance(found, Refusal):
        return found
    counts = found.rows[0][0]
    return ClosureRate(
        first=first,
        last=last,
        data_time=found.reader.now,
        literal=_ratio(counts, "registered"),
        due_only=_ratio(counts, "due"),
        excluded_import=counts["imported"],
    )


def percent(numerator: int, denominator: int) -> str:
    """The quotient in percent with one digit, half up (`92.9`)."""
    quotient = Decimal(100 * numerator) / Decimal(denominator)
    return str(quotient.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def _ratio(counts: Record, name: str) -> Ratio:
    good, all_of_them = counts[f"{name}_good"], counts[name]
    rate = percent(good, all_of_them) if all_of_them else UNSET
    return Ratio(good, all_of_them, rate)
