"""What follows the events of one record or of several: each step is done for all of them at once.

People are told, what nobody can do is escalated, pictures get their watermark, the ledger its
seal, and other systems their change. Every part may safely run twice.
"""

from collections.abc import Sequence
from uuid import UUID, uuid5

from anshu.flow.commands import Fire
from anshu.flow.state import TaskState
from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu.records import writes
from anshu.records.books import stream_of
from anshu.records.merging import follow_merging
from anshu.records.messages import Follow, Step
from anshu.records.notifying.dispatching import dispatch
from anshu.records.notifying.outgoing import Told, tell_webhooks
from anshu.records.opening import opened_all
from anshu.records.outbound.queueing import queue_all
from anshu.records.projection import escalation_id
from anshu.records.repetition import follow_repetition
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu.records.watermarking import mark_pictures
from anshu.records.whom import People, Telling, notices_of
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

Followed = tuple[Telling, tuple[Step, ...]]


async def load_tellings(
    services: Services, tenant: Tenant, follows: Sequence[Follow]
) -> list[Telling]:
    """The records as they stand, each under the definitions that it is pinned to."""
    streams = [stream_of(each.type, each.record) for each in follows]
    book, loaded = await opened_all(services, tenant, streams, classes=("normal",))
    return [
        Telling(
            services.books.pinned(book, one.definition or book.compiled.hash, follow.type),
            one.state,
            follow.record,
        )
        for follow, one in zip(follows, loaded, strict=True)
    ]


async def tell(services: Services, tx: Transaction, followed: Sequence[Followed]) -> None:
    """Writes the notices; one that is there already is not written again."""
    now = services.clock.now()
    people = People(tx, now)
    rows: dict[UUID, tuple[object, ...]] = {}
    for telling, steps in followed:
        for step in steps:
            for person, kind, text in await notices_of(people, telling, step):
                identity = uuid5(telling.record, f"{step.version}/{person}/{kind}")
                rows[identity] = (person, kind, telling.record, telling.kind.key, text, now)
    if rows:
        columns = [list(column) for column in zip(*rows.values(), strict=True)]
        await tx.execute(writes.INSERT_NOTICES, list(rows), *columns)


async def follow_up(services: Services, tenant: Tenant, followed: Sequence[Followed]) -> None:
    """Everything that follows besides telling."""
    await _escalate_vacant(services, tenant, followed)
    for telling, steps in followed:
        kind, state, record = telling.kind, telling.state, telling.record
        await follow_repetition(services, tenant, kind, record=record, state=state, steps=steps)
        await follow_merging(services, tenant, kind, record=record, state=state, steps=steps)
        await mark_pictures(services, tenant, kind, state, steps)
    key = signing_key(services.settings.secret)
    await seal_tenant(services.store, tenant.schema, tenant.node, key=key, now=services.clock.now())
    told = [(Told(one.kind, one.state, one.record), steps) for one, steps in followed]
    await tell_webhooks(services, tenant, told)
    await queue_all(services, tenant, [(one.kind.key, one.record) for one, _ in followed])
    await dispatch(services, tenant)


async def _escalate_vacant(
    services: Services, tenant: Tenant, followed: Sequence[Followed]
) -> None:
    """A task whose roles nobody holds goes to the next one up at once, not at its limit."""
    opened = [(each, task) for each, steps in followed for task in _opened(each, steps)]
    seats = await _vacant(services, tenant, [task for _, task in opened])
    for telling, task in opened:
        identity = escalation_id(task)
        if task.id not in seats or identity is None:
            continue
        if len(task.seats) > 1:
            # The deadline itself still has to come: the other seats may be late by then.
            identity = uuid5(task.id, "vacant")
        command = Fire(
            id=identity, record=telling.record, type=telling.kind.key, task=task.id,
            kind="vacant", seats=seats[task.id],
        )  # fmt: skip
        await run_as_system(services, tenant, command, actor="system:clock")


def _opened(telling: Telling, steps: tuple[Step, ...]) -> list[TaskState]:
    """The tasks that opened and still wait, and that somebody else gets at their limit."""
    found = []
    for step in steps:
        task = telling.state.task(step.task) if step.task is not None else None
        if step.kind != "TaskOpened" or task is None or task.closed_at is not None:
            continue
        timer = telling.kind.nodes[task.node].timer
        if timer is not None and timer.escalate_to and task.due is not None:
            found.append(task)
    return found


async def _vacant(
    services: Services, tenant: Tenant, tasks: Sequence[TaskState]
) -> dict[UUID, tuple[int, ...]]:
    """The seats that wait for roles which nobody holds over their task's unit."""
    waiting = [
        (task, seat)
        for task in tasks
        for seat in task.seats
        if seat.signed_at is None and not seat.people
    ]
    found: dict[UUID, tuple[int, ...]] = {}
    if not waiting:
        return found
    async with services.store.begin(tenant, purpose="reaction.holders") as tx:
        people = People(tx, services.clock.now())
        for task, seat in waiting:
            if not await people.holding(seat.roles, task.org_path):
                found[task.id] = (*found.get(task.id, ()), seat.no)
    return found
