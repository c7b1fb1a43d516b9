"""What the runner tells the outbox: follow up on events, and wake up for a deadline."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Raised
from anshu.outbox.message import Address, Message, Signer
from anshu.records.projection import DeadlineRow

FOLLOW = Address(actor="records.events.follow")
FOLLOW_ALL = Address(actor="records.events.follow_all")
FIRE = Address(actor="records.deadline.fire")
RAISE = Address(actor="records.alarms.raise")


class Step(Struct, frozen=True):
    """One event to follow up: its kind, the task it is about, roles and people that it names.

    Of an entry the numbers of the `rows` that it wrote in the `table`.
    """

    kind: str
    version: int
    task: UUID | None = None
    roles: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    people: tuple[UUID, ...] = ()
    table: str = ""
    rows: tuple[int, ...] = ()


class Follow(Struct, frozen=True):
    """Events were appended to a record: tell the people concerned, seal the ledger."""

    record: UUID
    type: str
    steps: tuple[Step, ...]


class FollowAll(Struct, frozen=True):
    """What was appended to several records at once."""

    each: tuple[Follow, ...]


class FireDeadline(Struct, frozen=True):
    """A hint that a deadline may have come; the row in the tenant's schema decides."""

    deadline: UUID
    record: UUID
    type: str
    task: UUID
    kind: str


class RaiseAlarms(Struct, frozen=True):
    """Alarms of a record, found at this moment."""

    record: UUID
    type: str
    alarms: tuple[Raised, ...]
    at: datetime


def raising(signer: Signer, asked: RaiseAlarms, now: datetime) -> Message:
    """The message that has the alarms raised."""
    return signer.message(asked, to=RAISE, id=new_id(), not_before=now)


def following(signer: Signer, follow: FollowAll, now: datetime) -> Message:
    """The message that has events of several records followed up."""
    return signer.message(follow, to=FOLLOW_ALL, id=new_id(), not_before=now)


def messages_of(
    signer: Signer, follow: Follow, deadlines: Iterable[DeadlineRow], now: datetime
) -> tuple[Message, ...]:
    """One message to follow the events, if there are any, and one wake-up per deadline."""
    messages = []
    if follow.steps:
        messages.append(signer.message(follow, to=FOLLOW, id=new_id(), not_before=now))
    for row in deadlines:
        payload = FireDeadline(
            deadline=row.id, record=row.record, type=follow.type, task=row.task, kind=row.kind
        )
        messages.append(signer.message(payload, to=FIRE, id=new_id(), not_before=row.due_at))
    return tuple(messages)
