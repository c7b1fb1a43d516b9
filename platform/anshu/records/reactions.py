"""What follows an event: people are told, pictures get their watermark, the ledger its seal."""

from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Create, Fire
from anshu.flow.state import RecordState, TaskState
from anshu.flow.task import open_seats
from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu.outbox.reaction import ReactionContext, reaction
from anshu.records import queries, writes
from anshu.records.alarms import ALARMS_ACTOR, raise_alarms
from anshu.records.books import stream_of
from anshu.records.firing import fire_command
from anshu.records.merging import follow_merging
from anshu.records.messages import (
    FIRE,
    FOLLOW,
    RAISE,
    FireDeadline,
    Follow,
    RaiseAlarms,
    Step,
)
from anshu.records.notifying.dispatching import dispatch
from anshu.records.notifying.outgoing import Told, tell_webhooks
from anshu.records.opening import opened
from anshu.records.outbound.queueing import queue_changes
from anshu.records.permission import owner_of
from anshu.records.projection import escalation_id
from anshu.records.repetition import follow_repetition
from anshu.records.run import run_as_system
from anshu.records.services import Services, services_of
from anshu.records.telling import NAMED, TAKEN_BACK, told_of_withdrawal, turns_after
from anshu.records.watermarking import mark_pictures
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

TOLD = {
    "TaskOpened": "opened", "TaskEscalated": "escalated", "TaskReminded": "reminded",
    "TaskUrged": "urged", "TaskSigned": "turn",
}  # fmt: skip


class Telling(Struct, frozen=True):
    """A record's state and definition, for telling people about it."""

    kind: CompiledType
    state: RecordState
    record: UUID


@reaction(FOLLOW.actor)
async def follow(context: ReactionContext, payload: Follow) -> None:
    """Tells people, marks pictures, seals; each part may safely run twice."""
    services = services_of(context.settings, context.store)
    telling = await load_telling(services, context.tenant, payload)
    async with context.begin() as tx:
        if await context.first_time(tx):
            await _tell(services, tx, telling, payload.steps)
    await _escalate_vacant(services, context.tenant, telling, payload.steps)
    await follow_repetition(
        services, context.tenant, telling.kind, record=telling.record, state=telling.state,
        steps=payload.steps,
    )  # fmt: skip
    await follow_merging(
        services, context.tenant, telling.kind, record=telling.record, state=telling.state,
        steps=payload.steps,
    )  # fmt: skip
    await mark_pictures(services, context.tenant, telling.kind, telling.state, payload.steps)
    key = signing_key(services.settings.secret)
    tenant = context.tenant
    await seal_tenant(services.store, tenant.schema, tenant.node, key=key, now=services.clock.now())
    told = Told(telling.kind, telling.state, telling.record)
    await tell_webhooks(services, tenant, told, payload.steps)
    await queue_changes(services, tenant, payload.type, payload.record)
    await dispatch(services, tenant)


@reaction(FIRE.actor)
async def fire(context: ReactionContext, payload: FireDeadline) -> None:
    """A wake-up: fires the deadline if it has come; the sweeper finds what a lost one missed."""
    services = services_of(context.settings, context.store)
    command = fire_command(
        payload.deadline, record=payload.record, type=payload.type, task=payload.task,
        kind=payload.kind,
    )  # fmt: skip
    await run_as_system(services, context.tenant, command, actor="system:clock")


@reaction(RAISE.actor)
async def raise_found(context: ReactionContext, payload: RaiseAlarms) -> None:
    """Alarms that a command or a watch found; one that is open already is not made again."""
    services = services_of(context.settings, context.store)

    async def carry_out(command: Create) -> object:
        return await run_as_system(services, context.tenant, command, actor=ALARMS_ACTOR)

    await raise_alarms(services, context.tenant, payload, carry_out)


REACTIONS = (follow, fire, raise_found)


async def load_telling(services: Services, tenant: Tenant, payload: Follow) -> Telling:
    stream = stream_of(payload.type, payload.record)
    book, loaded = await opened(services, tenant, stream, classes=("normal",))
    kind = services.books.pinned(book, loaded.definition or book.compiled.hash, payload.type)
    return Telling(kind=kind, state=loaded.state, record=payload.record)


async def _tell(
    services: Services, tx: Transaction, telling: Telling, steps: tuple[Step, ...]
) -> None:
    now = services.clock.now()
    told: dict[UUID, tuple[UUID, str, str]] = {}
    for step in steps:
        for person, kind, text in await _whom(services, tx, telling, step):
            identity = uuid5(telling.record, f"{step.version}/{person}/{kind}")
            told[identity] = (person, kind, text)
    if told:
        count = len(told)
        await tx.execute(
            writes.INSERT_NOTICES, list(told), [p for p, _, _ in told.values()],
            [k for _, k, _ in told.values()], [telling.record] * count,
            [telling.kind.key] * count, [t for _, _, t in told.values()], [now] * count,
        )  # fmt: skip


async def _escalate_vacant(
    services: Services, tenant: Tenant, telling: Telling, steps: tuple[Step, ...]
) -> None:
    """A task whose roles nobody holds goes to the next one up at once, not at its limit."""
    for step in steps:
        task = telling.state.task(step.task) if step.task is not None else None
        if step.kind != "TaskOpened" or task is None or task.closed_at is not None:
            continue
        timer = telling.kind.nodes[task.node].timer
        identity = escalation_id(task)
        if timer is None or not timer.escalate_to or identity is None:
            continue
        if len(task.seats) > 1:
            # The deadline itself still has to come: the other seats may be late by then.
            identity = uuid5(task.id, "vacant")
        vacant = await _vacant(services, tenant, task)
        if vacant:
            command = Fire(
                id=identity, record=telling.record, type=telling.kind.key, task=task.id,
                kind="vacant", seats=vacant,
            )  # fmt: skip
            await run_as_system(services, tenant, command, actor="system:clock")


async def _vacant(services: Services, tenant: Tenant, task: TaskState) -> tuple[int, ...]:
    """The seats that wait for roles which nobody holds over the task's unit."""
    roles = [seat for seat in task.seats if seat.signed_at is None and not seat.people]
    if not roles:
        return ()
    now = services.clock.now()
    async with services.store.begin(tenant, purpose="reaction.holders") as tx:
        held = [
            await tx.fetch(queries.HOLDERS, list(seat.roles), task.org_path, now) for seat in roles
        ]
    return tuple(seat.no for seat, rows in zip(roles, held, strict=True) if not rows)


async def _whom(
    services: Services, tx: Transaction, telling: Telling, step: Step
) -> list[tuple[UUID, str, str]]:
    state = telling.state
    if step.kind == "RecordClosed":
        closing = {person for person in (state.reporter,) if person is not None}
        said: dict[str, object] = {"state": state.state}
        if state.same_as is not None:
            said = {"linked": [state.same_as.number]}
        data = msgspec.json.encode(said).decode()
        kind = "closed" if state.same_as is None else "merged"
        return [(person, kind, data) for person in closing]
    if step.kind in ("EffectivenessReopened", "RepetitionWarned"):
        return await _whom_of_repetition(services, tx, telling, step)
    if step.kind == "RuleRaised":
        people = await _told_by_rule(services, tx, telling, step)
        text = msgspec.json.encode({"linked": step.said}).decode()
        return [(person, "rule_raised", text) for person in sorted(people)]
    if step.kind in TAKEN_BACK:
        gone = told_of_withdrawal(state, step)
        lost = [await _concerned(services, tx, telling, task) for task in gone]
        return [(person, "withdrawn", "{}") for people in lost for person in sorted(people)]
    task = state.task(step.task) if step.task is not None else None
    said = {"node": task.node, "task": str(task.id)} if task is not None else {}
    text = msgspec.json.encode(said).decode()
    if step.kind in NAMED:
        return [(person, NAMED[step.kind], text) for person in step.people]
    if step.kind not in TOLD or task is None:
        return []
    if step.kind == "TaskSigned":
        task = msgspec.structs.replace(task, seats=turns_after(task))
    people = await _concerned(services, tx, telling, task)
    if step.kind == "TaskEscalated" and state.reporter is not None:
        people.add(state.reporter)
    return [(person, TOLD[step.kind], text) for person in sorted(people)]


async def _told_by_rule(
    services: Services, tx: Transaction, telling: Telling, step: Step
) -> set[UUID]:
    """The holders of the roles that a row names; by a watch, whom the task waits for by name."""
    now = services.clock.now()
    people = set(step.people)
    rows = await tx.fetch(queries.HOLDERS, list(step.roles), telling.state.org_path, now)
    people.update(row["id"] for row in rows)
    if step.people:
        named = sorted(step.people)
        stood = await tx.fetch(queries.STAND_INS, named, now, telling.kind.key)
        people.update(row["id"] for row in stood)
    return people


async def _concerned(
    services: Services, tx: Transaction, telling: Telling, task: TaskState
) -> set[UUID]:
    """Whoever can act in the task's open seats: by name, by role, and who stands in for them."""
    now = services.clock.now()
    seats = open_seats(task) if task.closed_at is None else task.seats
    people = {person for seat in seats for person in seat.people}
    roles = {role for seat in seats for role in seat.roles}
    if roles:
        rows = await tx.fetch(queries.HOLDERS, sorted(roles), task.org_path, now)
        people.update(row["id"] for row in rows)
    if people:
        stood = await tx.fetch(queries.STAND_INS, sorted(people), now, telling.kind.key)
        people.update(row["id"] for row in stood)
    return people


async def _whom_of_repetition(
    services: Services, tx: Transaction, telling: Telling, step: Step
) -> list[tuple[UUID, str, str]]:
    """Of a recurrence the responsible person and who looks after cures; of a warning its roles."""
    state, rule = telling.state, telling.kind.item.recurrence
    if rule is None:
        return []
    reopened = step.kind == "EffectivenessReopened"
    roles = rule.reopening_tells if reopened else rule.warning_tells
    links = state.recurred if reopened else state.repeated
    rows = await tx.fetch(queries.HOLDERS, list(roles), state.org_path, services.clock.now())
    people = {row["id"] for row in rows}
    owner = owner_of(telling.kind, state)
    if reopened and owner is not None:
        people.add(owner)
    linked = [link.number for link in links if link.number != state.number]
    text = msgspec.json.encode({"linked": linked}).decode()
    return [(person, "reopened" if reopened else "repeated", text) for person in sorted(people)]
