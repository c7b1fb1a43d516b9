"""How long hazards took from discovery to archive, as a mean over a period.

Counted is what was archived (closed, not voided) in the period; imported history does not count,
because nobody knows its times of discovery, and is reported beside.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from msgspec import UNSET, Struct, UnsetType, field

from anshu.boards.period import period_errors, period_statement
from anshu.boards.queries import ELAPSED
from anshu.kernel.refusal import Refusal
from anshu.records.reading import malformed, read
from anshu.records.services import Services
from anshu.records.subject import Subject

SECONDS_OF_HOUR = 3600


class MeanElapsed(Struct, frozen=True, kw_only=True):
    """The mean from discovery to archive in hours with one digit; none where nothing was archived.

    The period is of days in the tenant's zone, the last day included.
    """

    first: date = field(name="from")
    last: date = field(name="to")
    data_time: datetime
    archived: int
    excluded_import: int
    mean_hours: str | UnsetType = UNSET


async def mean_elapsed(
    services: Services, subject: Subject, *, first: date, last: date, kind: str = "hazard"
) -> MeanElapsed | Refusal:
    """The mean over the records that the indicator permission reaches; one SELECT.

    Refuses a missing permission, an unknown type, and a period that ends before it begins or
    leaves 2000 to 2200.
    """
    wrong = period_errors(first, last)
    if wrong:
        return malformed(*wrong)
    found = await read(
        services,
        subject,
        lambda reader: period_statement(reader, kind, ELAPSED, first=first, last=last),
        purpose="indicator.elapsed",
    )
    if isinstance(found, Refusal):
        return found
    counts = found.rows[0][0]
    archived = counts["archived"]
    return MeanElapsed(
        first=first,
        last=last,
        data_time=found.reader.now,
        archived=archived,
        excluded_import=counts["imported"],
        mean_hours=hours(counts["mean_seconds"]) if archived else UNSET,
    )


def hours(seconds: Decimal) -> str:
    """Hours with one digit, half up (`42.6`)."""
    whole = Decimal(seconds) / SECONDS_OF_HOUR
    return str(whole.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
