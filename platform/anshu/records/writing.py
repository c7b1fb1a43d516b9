"""Writes a prepared command in one statement: events, claims, row, tasks, deadlines, messages."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from anshu.flow.commands import Create, Fire
from anshu.flow.state import Happened
from anshu.ledger.append import event_columns
from anshu.outbox.message import Message, Signer, outbox_columns
from anshu.records import writes
from anshu.records.books import stream_of
from anshu.records.firing import WATCH, looks_again, superseded, watch_rows
from anshu.records.messages import Follow, RaiseAlarms, Step, messages_of, raising
from anshu.records.preparing import Prepared
from anshu.records.projection import DeadlineRow, deadline_rows, record_row, task_row
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

# The sweeper looks at a tenant as often, if nothing comes sooner.
SOON = timedelta(seconds=10)
# Changing one of these changes what somebody may do.
POLICY_TYPES = ("person", "delegation")


async def write(services: Services, tx: Transaction, principal: Tenant, prepared: Prepared) -> None:
    """Everything that follows from the decision, in one round trip."""
    now = services.clock.now()
    kind, after = prepared.kind, prepared.after
    touched = [task for task in after.tasks if task not in prepared.before.tasks]
    deadlines = list(deadlines_after(prepared, now))
    signer = Signer(services.settings.secret, principal.role)
    messages = _messages(signer, prepared, deadlines, now)
    changed = bool(prepared.happened) or isinstance(prepared.command, Create)
    rows = [record_row(kind, after, prepared.record, prepared.definition)] if changed else []
    ended = [task.id for task in touched if task.closed_at is not None]
    await tx.execute(
        writes.CHANGE if prepared.before.version else writes.CREATE,
        *event_columns(prepared.events),
        _json(rows),
        _json([task_row(kind, task, prepared.record) for task in touched]),
        _json(deadlines),
        now,
        ended,
        stream_of(kind.key, prepared.record),
        [claim.key for claim in prepared.claims],
        prepared.command.id if isinstance(prepared.command, Fire) else None,
        *outbox_columns(messages),
        kind.key in POLICY_TYPES,
        [claim.generation for claim in prepared.claims],
        kind.key == "calendar",
        [claim.held for claim in prepared.claims],
        [task.id for task in after.open_tasks()],
        list(superseded(kind, prepared.before, after)),
    )


def step_of(event: Happened) -> Step:
    """What follows up on an event needs to know of it."""
    task = event.payload.get("@task")
    told = event.payload if event.kind == "RuleRaised" else {}
    named = event.payload.get("@people") if event.kind in ("CopySent", "RuleRaised") else None
    one = event.payload.get("@person")
    if event.kind == "EntryAdded":
        named = _joined(event)
    return Step(
        kind=event.kind, version=event.version, task=UUID(str(task)) if task else None,
        roles=msgspec.convert(told.get("@roles", []), tuple[str, ...]),
        said=msgspec.convert(told.get("@said", []), tuple[str, ...]),
        people=msgspec.convert(named or ([one] if one else []), tuple[UUID, ...]),
        table=str(event.payload.get("@table", "")),
        rows=msgspec.convert(event.payload.get("@rows", []), tuple[int, ...]),
    )  # fmt: skip


def _joined(event: Happened) -> list[str]:
    """Whoever may act on a task because of an entry: a guardian who was added."""
    moves = msgspec.convert(event.payload.get("@moved", {}), dict[str, dict[str, list[str]]])
    return [person for move in moves.values() for person in move["joined"]]


def deadlines_after(prepared: Prepared, now: datetime) -> Iterator[DeadlineRow]:
    """The deadlines that the command brings: of new tasks, of watches that count anew."""
    kind, before, after = prepared.kind, prepared.before, prepared.after
    known = {task.id for task in before.tasks}
    for task in after.tasks:
        if task.id not in known:
            yield from deadline_rows(kind, task, prepared.record, now)
    yield from watch_rows(kind, before, after, prepared.record)
    if isinstance(prepared.command, Fire):
        yield from looks_again(kind, after, prepared.command, now)


def _messages(
    signer: Signer, prepared: Prepared, deadlines: list[DeadlineRow], now: datetime
) -> tuple[Message, ...]:
    messages = messages_of(signer, follow_of(prepared), waking(deadlines, now), now)
    if not prepared.alarms:
        return messages
    asked = RaiseAlarms(prepared.record, prepared.kind.key, prepared.alarms, now)
    return (*messages, raising(signer, asked, now))


def follow_of(prepared: Prepared) -> Follow:
    """What is to be followed up of the command's events."""
    steps = tuple(step_of(event) for event in prepared.happened)
    return Follow(record=prepared.record, type=prepared.kind.key, steps=steps)


def waking(deadlines: Sequence[DeadlineRow], now: datetime) -> list[DeadlineRow]:
    """The deadlines that get a message of their own.

    Most watches are put off before they come and their messages would stay behind: they come by
    the sweeper. One that comes before it would look gets its message.
    """
    return [row for row in deadlines if not row.kind.startswith(WATCH) or row.due_at <= now + SOON]


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()
