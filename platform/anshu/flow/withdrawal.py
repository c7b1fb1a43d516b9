"""撤回: what somebody did last is taken back, while nobody acted on it or has seen it.

A signature of a task that waits for others can be taken back until the task ends; a completion
until a holder of the next task opens it or does anything with it; a report, by its reporter,
until the first task is acted on. A step whose beginning is guarded (work on a permit) is not gone
back to: it begins again by its own outcome, whose rules are asked of that moment.
"""

from typing import Literal
from uuid import UUID

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.flow.advance import enter, enter_by
from anshu.flow.commands import Actor, Facts
from anshu.flow.events import classed_event, said_event
from anshu.flow.habit_commands import Withdraw
from anshu.flow.happened import Happened
from anshu.flow.state import RecordState, evolve
from anshu.flow.task import TaskState
from anshu.flow.way_in import WayIn
from anshu.flow.wording import reason_refusal
from anshu.kernel.refusal import Fact, Refusal
from anshu.ledger.leaf import NewEvent

What = Literal["signature", "completion", "report"]
Decision = tuple[NewEvent, ...] | Refusal


def withdraw(
    kind: CompiledType, state: RecordState, command: Withdraw, facts: Facts, actor: Actor
) -> Decision:
    """The events that take it back, or why there is nothing that could be."""
    if not state.version:
        return Refusal("unknown_record", kind="unknown")
    refusal = reason_refusal(command.reason)
    if refusal is not None:
        return refusal
    found = withdrawable(kind, state, actor, facts.seen)
    if isinstance(found, Refusal):
        return found
    what, task = found
    reason = command.reason.strip()
    match what:
        case "signature":
            numbers = [s.no for s in task.seats if s.signed_by == actor.name]
            head = {"@task": str(task.id), "@node": task.node, "@seats": numbers}
            return (said_event("SignatureWithdrawn", {**head, "@reason": reason}, facts, actor),)
        case "report":
            return _report(kind, state, reason, facts, actor)
        case _:
            return _completion(kind, state, task, command, facts, actor)


def withdrawable(
    kind: CompiledType, state: RecordState, actor: Actor, seen: frozenset[UUID]
) -> tuple[What, TaskState] | Refusal:
    """What the actor could take back now: a "signature", a "completion" or a "report"."""
    if state.closed_at is not None or kind.flow is None or not state.open_tasks():
        return Refusal("nothing_to_withdraw")
    for task in state.open_tasks():
        mine = {seat.no for seat in task.seats if seat.signed_by == actor.name}
        others = (seat for seat in task.seats if seat.signed_by not in ("", actor.name))
        if any(mine.intersection(seat.after) for seat in others):
            return _taken_up("acted")
        if mine:
            return "signature", task
    waiting = state.open_tasks()
    done = [t for t in state.tasks if t.closed_at is not None and not t.cancelled]
    if any(task.touched for task in waiting):
        return _taken_up("acted")
    live = [task for task in done if task.withdrawn_at is None]
    last = max(live, key=lambda task: task.closed_at or task.opened_at, default=None)
    if last is None or all(task.opened_at < (last.closed_at or task.opened_at) for task in waiting):
        return _first(kind, state, actor, waiting[0])
    if last.closed_by != actor.name:
        return Refusal("nothing_to_withdraw")
    if kind.item.vicinity is not None and last.node in kind.item.vicinity.settles:
        return Refusal("begins_by_its_gates")
    if seen & {task.id for task in waiting}:
        return _taken_up("seen")
    return "completion", last


def _first(
    kind: CompiledType, state: RecordState, actor: Actor, task: TaskState
) -> tuple[What, TaskState] | Refusal:
    """A report is its reporter's to take back as long as no task was ever ended."""
    assert kind.flow is not None  # a record with tasks has one
    ended = any(t.closed_at is not None and t.withdrawn_at is None for t in state.tasks)
    mine = actor.person is not None and state.reporter == actor.person
    if ended or not mine or not kind.flow.withdrawn_to or state.origin == "import":
        return Refusal("nothing_to_withdraw")
    return "report", task


def _completion(
    kind: CompiledType,
    state: RecordState,
    task: TaskState,
    command: Withdraw,
    facts: Facts,
    actor: Actor,
) -> Decision:
    head: dict[str, object] = {
        "@task": str(task.id), "@node": task.node, "@outcome": task.outcome,
        "@closed": [str(each.id) for each in state.open_tasks()],
        "@org_path": task.replaced_unit if task.replaced_unit != state.org_path else None,
        "@reason": command.reason.strip(),
    }  # fmt: skip
    taken = classed_event(kind, "CompletionWithdrawn", head, task.replaced, facts, actor)
    payload = {**taken.normal, **taken.restricted, **taken.personal}
    happened = Happened(state.version + 1, taken.kind, facts.now, facts.now, actor.name, payload)
    after = evolve(state, happened)
    # Whom rules obliged stays obliged: they were asked with the facts of then.
    way = WayIn(kind.nodes[task.node], task.obliged, task.late)
    following = enter_by(kind, way, after, facts, actor, command.id)
    return (taken, *following)


def _report(
    kind: CompiledType, state: RecordState, reason: str, facts: Facts, actor: Actor
) -> Decision:
    assert kind.flow is not None  # withdrawable has seen to it
    end: Node = kind.nodes[kind.flow.withdrawn_to]
    waiting = [str(task.id) for task in state.open_tasks()]
    head: dict[str, object] = {"@task": waiting[0], "@closed": waiting, "@reason": reason}
    after = evolve(
        state,
        Happened(state.version + 1, "ReportWithdrawn", facts.now, facts.now, actor.name, head),
    )
    # The end needs no command's id: it opens nothing.
    closing = enter(kind, end, after, facts, actor, UUID(int=0))
    return (said_event("ReportWithdrawn", head, facts, actor), *closing)


def _taken_up(how: str) -> Refusal:
    return Refusal("already_taken_up", facts=(Fact("how", how),))
