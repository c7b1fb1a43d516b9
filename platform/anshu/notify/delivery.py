"""Deliveries: made with a message each, tried under a lease, settled by how the try ended.

A row is the truth and a message a hint. What may be sent twice (a worker that dies between
sending and settling) carries the row's id, so that the other side can tell.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.notify import queries, writes
from anshu.notify.channel import Channel
from anshu.notify.messages import DELIVER, Deliver
from anshu.notify.outcome import Outcome
from anshu.outbox.message import Signer
from anshu.outbox.send import send
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

ChannelName = Literal["mail", "webhook", "connector"]
State = Literal["waiting", "held", "sent", "failed", "dropped"]
# Waits after the first, second … failed try; after the last one a person decides.
WAITS: dict[str, tuple[timedelta, ...]] = {
    "mail": tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360)),
    "webhook": tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21600, 43200)),
    # A system that must hear of every change: hourly for three days.
    "connector": tuple(timedelta(seconds=s) for s in (10, 60, 300, 900, *(3600,) * 72)),
}
PAGE = 50


class NewDelivery(Struct, frozen=True, kw_only=True):
    """Something to be sent; a second one of the same id is the first one."""

    id: UUID
    channel: ChannelName
    kind: str
    due_at: datetime
    person: UUID | None = None
    webhook: UUID | None = None
    notices: tuple[UUID, ...] = ()
    payload: str | None = None
    state: State = "waiting"
    address: str = ""


class ChangeSent(Struct, frozen=True):
    """A record's change for another system; `lane` is the record in whose order it goes."""

    connector: UUID
    type: str
    record: UUID
    version: int
    lane: UUID
    place: int


class Leased(Struct, frozen=True):
    """A delivery that this worker, and no other, tries now; `attempts` counts this try."""

    id: UUID
    channel: ChannelName
    kind: str
    person: UUID | None
    webhook: UUID | None
    notices: tuple[UUID, ...]
    payload: str | None
    attempts: int
    created_at: datetime
    change: ChangeSent | None = None


class Busy(RuntimeError):
    """Another worker holds the delivery until the moment given."""

    def __init__(self, until: datetime) -> None:
        super().__init__("another worker tries this delivery")
        self.until = until


class Logged(Struct, frozen=True, kw_only=True):
    """A line of the log; addresses are masked, payloads are not in it."""

    id: UUID
    channel: ChannelName
    kind: str
    state: State
    address: str
    attempts: int
    due_at: datetime
    created_at: datetime
    person: UUID | None
    person_name: str | None
    webhook: UUID | None
    webhook_title: str | None
    connector: UUID | None
    connector_title: str | None
    record: UUID | None
    record_type: str | None
    record_number: str | None
    code: int | None
    reason: str | None
    response: str | None
    ended_at: datetime | None


class Wanted(Struct, frozen=True, kw_only=True):
    """Which lines of the log; `before` is the last line of the page before."""

    channel: str = ""
    state: str = ""
    webhook: UUID | None = None
    before: tuple[datetime, UUID] | None = None


async def add(channel: Channel, tx: Transaction, tenant: Tenant, new: Sequence[NewDelivery]) -> int:
    """Adds deliveries with their messages; answers how many were new. Ring after the commit."""
    if not new:
        return 0
    rows = msgspec.json.encode(new).decode()
    made = await tx.fetch(writes.INSERT_DELIVERIES, rows, channel.clock.now())
    await wake(channel, tx, tenant, [(row["id"], row["due_at"]) for row in made])
    return len(made)


async def wake(
    channel: Channel, tx: Transaction, tenant: Tenant, due: Sequence[tuple[UUID, datetime]]
) -> None:
    """A message per delivery, for the moment it is due."""
    signer = Signer(channel.settings.secret, tenant.role)
    await send(
        tx,
        [
            signer.message(Deliver(identity), to=DELIVER, id=new_id(), not_before=at)
            for identity, at in due
        ],
    )


async def take(channel: Channel, tx: Transaction, delivery: UUID) -> Leased | None:
    """The delivery for a try, or None when it is not due any more; Busy when another has it."""
    now = channel.clock.now()
    row = await tx.fetchrow(writes.LEASE, delivery, now)
    if row is not None:
        return _leased(row)
    held = await tx.fetchrow(queries.LEASED, delivery, now)
    if held is not None:
        raise Busy(held["leased_until"])
    return None


async def settle(
    channel: Channel, tx: Transaction, tenant: Tenant, leased: Leased, outcome: Outcome,
    *, address: str = "",
) -> State:  # fmt: skip
    """Writes down how the try ended; a retry's message is written with it."""
    now = channel.clock.now()
    state, due = _next(leased, outcome, now)
    final = state != "waiting"
    await tx.execute(
        writes.SETTLE, leased.id, state, outcome.reason or None, outcome.code,
        outcome.response or None, now if final else None, due, address,
    )  # fmt: skip
    if not final:
        await wake(channel, tx, tenant, [(leased.id, due)])
    return state


async def drop(channel: Channel, tx: Transaction, leased: Leased, reason: str) -> None:
    """The delivery has become needless: read meanwhile, its person gone, its task done."""
    now = channel.clock.now()
    await tx.execute(writes.SETTLE, leased.id, "dropped", reason, None, None, now, now, "")


async def hold(tx: Transaction, leased: Leased) -> None:
    """It waits for its channel, not for a time; the try is given back."""
    await tx.execute(writes.HOLD_BACK, leased.id)


async def postpone(
    channel: Channel, tx: Transaction, tenant: Tenant, leased: Leased, *, until: datetime
) -> None:
    """Nothing was tried: the other side is known to be away until then."""
    await tx.execute(writes.POSTPONE, leased.id, until, "waiting_for_channel")
    await wake(channel, tx, tenant, [(leased.id, until)])


async def retry(channel: Channel, tenant: Tenant, delivery: UUID) -> Refusal | None:
    """Tries a failed delivery again from the start, on a person's word."""
    now = channel.clock.now()
    async with channel.store.begin(tenant, purpose="notify.retry") as tx:
        row = await tx.fetchrow(writes.RETRY, delivery, now)
        if row is not None:
            await wake(channel, tx, tenant, [(delivery, now)])
            return None
        known = await tx.fetchrow(queries.DELIVERY, delivery)
    if known is None:
        return Refusal("delivery_unknown", kind="unknown")
    return Refusal("delivery_not_dead")


async def log(channel: Channel, tenant: Tenant, wanted: Wanted) -> tuple[Logged, ...]:
    """A page of the tenant's log, newest first."""
    at, after = wanted.before or (None, None)
    async with channel.store.begin(tenant, purpose="notify.log") as tx:
        rows = await tx.fetch(
            queries.LOG, wanted.channel, wanted.state, wanted.webhook, at, after, PAGE
        )
    return tuple(_logged(row) for row in rows)


async def recover(channel: Channel, tx: Transaction, tenant: Tenant) -> int:
    """Wakes what should have been tried long ago; answers how many."""
    now = channel.clock.now()
    rows = await tx.fetch(queries.FORGOTTEN, now)
    if rows:
        # Moved to now, or the next round would wake them once more.
        await tx.execute(writes.TOUCH, [row["id"] for row in rows], now)
        await wake(channel, tx, tenant, [(row["id"], now) for row in rows])
    return len(rows)


def _next(leased: Leased, outcome: Outcome, now: datetime) -> tuple[State, datetime]:
    if outcome.verdict == "sent":
        return "sent", now
    waits = WAITS[leased.channel]
    if outcome.verdict == "never" or leased.attempts > len(waits):
        return "failed", now
    wait = waits[leased.attempts - 1]
    return "waiting", now + max(wait, outcome.after or wait)


def _leased(row: Record) -> Leased:
    known = dict(row) | {"notices": tuple(row["notices"])}
    if known["connector"] is not None:
        known["change"] = msgspec.convert(
            {key: known[key] for key in ChangeSent.__struct_fields__}, ChangeSent
        )
    return msgspec.convert(known, Leased)


def _logged(row: Record) -> Logged:
    return msgspec.convert(dict(row), Logged)
