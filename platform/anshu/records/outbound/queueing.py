"""Changes of a record queued for the connectors that want to hear of its type.

All changes that a connector was not given yet are queued at once, so that their order does not
hang on the order in which workers follow events.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.notify.delivery import wake
from anshu.records.books import stream_of
from anshu.records.connectors.room import installed_drivers
from anshu.records.loading import Loaded
from anshu.records.notifying.dispatching import channel_of
from anshu.records.opening import opened
from anshu.records.outbound import queries, writes
from anshu.records.outbound.changes import Change, changes_of
from anshu.records.services import Services
from anshu.sdk.outbound import Outbound
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction


class Waiting(Struct, frozen=True, kw_only=True):
    """A change that waits to be sent."""

    id: UUID
    kind: str
    state: str
    connector: UUID
    type: str
    record: UUID
    version: int
    lane: UUID
    place: int


def wanted(type: str) -> Mapping[str, Outbound]:
    """The installed drivers that want records of the type, with what they want."""
    return {
        key: each
        for key, loaded in installed_drivers().items()
        for each in loaded.value.outbound
        if each.type == type
    }


async def queue_all(
    services: Services, tenant: Tenant, records: Sequence[tuple[str, UUID]]
) -> None:
    """The same for several records (type and id); of types that nobody hears of only one look."""
    types = {type for type, _ in records}
    alone = len(records) == 1
    heard = {type for type in types if alone or await _is_heard(services, tenant, type)}
    for type, record in records:
        if type in heard:
            await queue_changes(services, tenant, type, record)


async def _is_heard(services: Services, tenant: Tenant, type: str) -> bool:
    hearing = wanted(type)
    if not hearing:
        return False
    async with services.store.begin(tenant, purpose="outbound.heard") as tx:
        return bool(await tx.fetch(queries.HEARING, sorted(hearing), None))


async def queue_changes(services: Services, tenant: Tenant, type: str, record: UUID) -> int:
    """Queues what no connector was given yet; answers how much. Running twice adds nothing."""
    hearing = wanted(type)
    if not hearing:
        return 0
    async with services.store.begin(tenant, purpose="outbound.look") as tx:
        rows = await tx.fetch(queries.HEARING, sorted(hearing), record)
    if not rows:
        return 0
    stream = stream_of(type, record)
    book, loaded = await opened(services, tenant, stream, classes=("normal",))
    kind = book.kind(type)
    if kind is None or not kind.item.told_outside:
        return 0
    lanes = {key: _lane(each, loaded, record) for key, each in hearing.items()}
    for key in {row["driver"] for row in rows}:
        about = kind.fields.get(hearing[key].about)
        if about is not None and lanes[key] != record:
            # What this one is about is told first, also when it is older than the connector.
            await queue_changes(services, tenant, about.of, lanes[key])
    new = [
        _waiting(row, hearing[row["driver"]], record, change, lane=lanes[row["driver"]])
        for row in rows
        for change in _not_given(row, loaded)
    ]
    return await _add(services, tenant, new)


async def _add(services: Services, tenant: Tenant, new: list[Waiting]) -> int:
    if not new:
        return 0
    body = msgspec.json.encode(new).decode()
    async with services.store.begin(tenant, purpose="outbound.queue") as tx:
        made = await tx.fetch(writes.INSERT, body, services.clock.now())
        await _wake(services, tx, tenant, [(row["id"], row["due_at"]) for row in made])
    if made:
        services.doorbell.ring()
    return len(made)


async def _wake(
    services: Services, tx: Transaction, tenant: Tenant, due: list[tuple[UUID, datetime]]
) -> None:
    if due:
        await wake(channel_of(services), tx, tenant, due)


def _not_given(row: Record, loaded: Loaded) -> tuple[Change, ...]:
    """Of a record that is older than the connector the first thing told is where it stands."""
    found = changes_of(loaded.history, loaded.numbers)
    if row["known"] is not None:
        return tuple(change for change in found if change.version > row["known"])
    began = loaded.history[0].received_at if loaded.history else row["created_at"]
    return found if began >= row["created_at"] else found[-1:]


def _lane(each: Outbound, loaded: Loaded, record: UUID) -> UUID:
    about = loaded.state.data.get(each.about) if each.about else None
    return UUID(str(about)) if about else record


def _waiting(row: Record, each: Outbound, record: UUID, change: Change, *, lane: UUID) -> Waiting:
    return Waiting(
        id=uuid5(row["id"], f"{each.kind}/{record}/{change.version}"),
        kind=each.kind,
        state="held" if row["state"] == "stopped" else "waiting",
        connector=row["id"],
        type=each.type,
        record=record,
        version=change.version,
        lane=lane,
        place=change.place,
    )
