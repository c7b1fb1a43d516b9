"""What webhooks are told of a record's events: who it is and where it stands, no personal field."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from asyncpg import Record
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.state import RecordState
from anshu.notify import queries
from anshu.notify.delivery import NewDelivery, add
from anshu.notify.events import OF_LEDGER, body_of
from anshu.records.messages import Step
from anshu.records.notifying.dispatching import channel_of
from anshu.records.notifying.links import record_link
from anshu.records.services import Services
from anshu.store.principal import Tenant


class Told(Struct, frozen=True):
    """A record as it stands after its events."""

    kind: CompiledType
    state: RecordState
    record: UUID


async def tell_webhooks(
    services: Services, tenant: Tenant, followed: Sequence[tuple[Told, Sequence[Step]]]
) -> int:
    """A delivery per event and endpoint that wants it; running twice makes no second one.

    Of a type that stays inside nothing is told, whatever an endpoint asks for.
    """
    outside = [(told, steps) for told, steps in followed if told.kind.item.told_outside]
    kinds: dict[str, set[str]] = {}
    for told, steps in outside:
        kinds.setdefault(told.kind.key, set()).update(_events(steps).values())
    kinds = {kind: events for kind, events in kinds.items() if events}
    if not kinds:
        return 0
    async with services.store.begin(tenant, purpose="webhooks.tell") as tx:
        wanting = {
            kind: await tx.fetch(queries.WANTING, sorted(events), kind)
            for kind, events in kinds.items()
        }
        new = [
            delivery
            for told, steps in outside
            for row in wanting.get(told.kind.key, [])
            for delivery in _deliveries(services, told, steps, row)
        ]
        made = await add(channel_of(services), tx, tenant, new)
    if made:
        services.doorbell.ring()
    return made


def _events(steps: Sequence[Step]) -> dict[int, str]:
    return {step.version: OF_LEDGER[step.kind] for step in steps if step.kind in OF_LEDGER}


def _deliveries(
    services: Services, told: Told, steps: Sequence[Step], row: Record
) -> Iterator[NewDelivery]:
    """To one endpoint, the events that it wants."""
    events, now = _events(steps), services.clock.now()
    for step in steps:
        if events.get(step.version) in row["events"]:
            yield NewDelivery(
                id=uuid5(row["id"], f"{told.record}/{step.version}"),
                channel="webhook",
                kind=events[step.version],
                state="waiting" if row["active"] else "held",
                due_at=max(now, row["not_before"] or now),
                webhook=row["id"],
                payload=_payload(services, told, step, events[step.version]),
            )


def _payload(services: Services, told: Told, step: Step, event: str) -> str:
    kind, state = told.kind, told.state
    record: dict[str, object] = {
        "type": kind.key, "id": told.record, "number": state.number, "state": state.state,
        "org_path": state.org_path, "version": step.version,
    }  # fmt: skip
    for column in ("title", "level"):
        key = kind.promoted.get(column, "")
        # Only what everybody who reads the record may see leaves the house.
        if key in kind.fields and kind.fields[key].classed == "normal" and state.data.get(key):
            record[column] = str(state.data[key])
    link = record_link(services.settings.public_url, kind.key, told.record)
    if link:
        record["link"] = link
    data: dict[str, object] = {"record": record}
    task = state.task(step.task) if step.task is not None else None
    at: datetime | None = None
    if task is not None:
        data["task"] = {"id": task.id, "node": task.node, "due": task.due}
        at = task.opened_at if event == "task.opened" else task.closed_at
    return body_of(event, at=at or state.updated_at or services.clock.now(), data=data)
