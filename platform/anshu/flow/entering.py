"""Who may record what, and where: the entries that are open to somebody at a moment."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import LogEntry
from anshu.flow.asking import applying, people_in
from anshu.flow.commands import Actor
from anshu.flow.standing import is_of
from anshu.flow.state import RecordState
from anshu.flow.task import Seat, TaskState
from anshu.kernel.refusal import Fact, Refusal


class Entering(Struct, frozen=True):
    """The task beside which an entry is made, and by which delegation for whom."""

    task: TaskState
    on_behalf: UUID | None = None
    delegation: UUID | None = None


def entering(
    kind: CompiledType,
    state: RecordState,
    entry: LogEntry,
    actor: Actor,
    now: datetime,
    *,
    task: UUID | None = None,
) -> Entering | Refusal:
    """Where the actor makes the entry; a refusal when it is not open here or not to them."""
    if task is not None and state.task(task) is None:
        return Refusal("unknown_task", kind="unknown")
    waiting = [each for each in state.open_tasks() if each.node in entry.at]
    if not waiting:
        titles = "、".join(kind.nodes[key].title.zh for key in entry.at)
        facts = (Fact("entry", entry.label.zh, limit=titles),)
        return Refusal("entry_not_now", facts=facts, current_version=state.version)
    # A task that ended since is no obstacle: the entry is of the record, not of that task.
    waiting.sort(key=lambda each: each.id != task)
    for each in waiting:
        found = _standing(kind, state, entry, each, actor, now)
        if found is not None:
            return found
    return Refusal("entry_not_yours", kind="forbidden", facts=(Fact("entry", entry.label.zh),))


def open_entries(
    kind: CompiledType, state: RecordState, actor: Actor, now: datetime
) -> Iterator[tuple[LogEntry, Entering]]:
    """Everything that the actor may record now."""
    for entry in kind.entries.values():
        place = entering(kind, state, entry, actor, now)
        if isinstance(place, Entering):
            yield entry, place


def _standing(
    kind: CompiledType,
    state: RecordState,
    entry: LogEntry,
    task: TaskState,
    actor: Actor,
    now: datetime,
) -> Entering | None:
    seats = _seats(state, entry, task)
    if any(is_of(seat, task, actor, now) for seat in seats):
        return Entering(task)
    for each in actor.stands_for:
        if each.kinds and kind.key not in each.kinds:
            continue
        other = Actor(f"person:{each.person}", each.person, each.assignments)
        # Of a post's own work (a gas test) nobody is relieved who does not hold the post.
        if any(_lent(entry, seat, task, other, now) for seat in seats):
            return Entering(task, each.person, each.delegation)
    return None


def _lent(entry: LogEntry, seat: Seat, task: TaskState, other: Actor, now: datetime) -> bool:
    if entry.by:
        return other.person in seat.people
    return is_of(seat, task, other, now)


def _seats(state: RecordState, entry: LogEntry, task: TaskState) -> tuple[Seat, ...]:
    """Those of the task, signed or not, or one for whoever the entry names."""
    if not entry.by:
        return task.seats
    asked = applying(entry.by, state.data)
    roles = tuple(each.role for each in asked if each.role)
    people = tuple(person for each in asked for person in people_in(each.field, state.data))
    return (Seat(1, roles=roles, people=people),)
