"""Signs of presence: a guardian's phone says every few minutes that somebody is still there."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.observing import writes
from anshu.records.observing.about import unknown
from anshu.records.observing.receiving import (
    PERSON,
    PRESENCE,
    Received,
    Sent,
    Spot,
    columns,
    sent_errors,
)
from anshu.records.services import Services
from anshu.records.subject import Subject


class Here(Struct, frozen=True, forbid_unknown_fields=True):
    """The phone's own word: at this moment it was at this place."""

    id: UUID
    at: datetime
    position: Spot


async def be_present(
    services: Services, subject: Subject, record: UUID, here: Here
) -> Received | Refusal:
    """Keeps that the person is at the record's place; whether it is near enough, tables judge.

    404 for a record that the person cannot read. The person is the source: nobody can be present
    for another.
    """
    now = services.clock.now()
    sent = Sent(
        id=here.id, quantity=PRESENCE, source=f"{PERSON}{subject.person}", at=here.at, value="1",
        unit="", subject=record, position=here.position,
    )  # fmt: skip
    errors: tuple[FieldError, ...] = tuple(sent_errors(sent, now, None))
    if errors:
        return Refusal("form_incomplete", kind="malformed", fields=errors)
    async with services.store.begin(subject.principal, purpose="observations.presence") as tx:
        refusal = await unknown(services, subject, tx, record)
        if refusal is not None:
            return refusal
        await tx.execute(writes.OBSERVE, *columns((sent,), now))
    return Received(1, now, sent.source)
