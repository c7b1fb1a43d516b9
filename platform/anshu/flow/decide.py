"""The pure flow decider: a command on a record's state gives events or a refusal."""

import hashlib
from typing import assert_never

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.flow.advance import enter
from anshu.flow.clearing import changed_fields, with_change
from anshu.flow.commands import (
    Absorb,
    Actor,
    AddEntry,
    Command,
    Comment,
    Complete,
    Create,
    Facts,
    Fire,
    Reopen,
    Update,
    Warn,
)
from anshu.flow.completion import admitted, after_completion
from anshu.flow.creating import create
from anshu.flow.ending import ending_head, ending_of
from anshu.flow.entries import add_entry
from anshu.flow.escalating import escalations
from anshu.flow.events import classed_event, said_event
from anshu.flow.extending import limits_kept
from anshu.flow.habit_commands import (
    AddSigner,
    Reassign,
    RevokeCopy,
    SendCopy,
    Urge,
    Withdraw,
)
from anshu.flow.habits import decide_habit
from anshu.flow.holding import looked
from anshu.flow.judging import Submission, judge_submission, raised
from anshu.flow.linking import decide_link
from anshu.flow.organisation import moved_to
from anshu.flow.references import reference_errors
from anshu.flow.repetition import crossings, recurrence_head
from anshu.flow.rows import numbered, without_own_keys
from anshu.flow.shared_links import RevokeLink, ShareLink
from anshu.flow.state import RecordState
from anshu.flow.surroundings import surrounding_errors
from anshu.flow.timeliness import untimely
from anshu.flow.withdrawal import withdraw
from anshu.flow.wording import text_error
from anshu.kernel.canonical import canonical
from anshu.kernel.refusal import Refusal
from anshu.ledger.leaf import NewEvent

LONGEST_COMMENT = 2000


def decide(
    kind: CompiledType, state: RecordState, command: Command, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...] | Refusal:
    """Events that carry the command out, or why it is refused; no clock, ids or I/O.

    An empty tuple means that nothing is left to do (a deadline of a finished task).
    """
    if isinstance(command, Create | Complete | Update):
        plain = without_own_keys(kind.fields, command.data)
        command = msgspec.structs.replace(command, data=plain)
    match command:
        case Create():
            return create(kind, state, command, facts, actor)
        case Complete():
            return _complete(kind, state, command, facts, actor)
        case AddEntry():
            return add_entry(kind, state, command, facts, actor)
        case Update():
            return _update(kind, state, command, facts, actor)
        case Comment():
            return _comment(state, command, facts, actor)
        case Fire():
            return _fire(kind, state, command, facts, actor)
        case Reopen() | Absorb():
            return _linked(state, command, facts, actor)
        case Warn():
            return _warn(kind, state, facts, actor, command)
        case AddSigner() | Reassign() | Urge() | SendCopy() | RevokeCopy():
            return decide_habit(kind, state, command, facts, actor)
        case Withdraw() | ShareLink() | RevokeLink():
            return _take_back_or_show(kind, state, command, facts, actor)
        case _:
            assert_never(command)


def _take_back_or_show(
    kind: CompiledType,
    state: RecordState,
    command: Withdraw | ShareLink | RevokeLink,
    facts: Facts,
    actor: Actor,
) -> tuple[NewEvent, ...] | Refusal:
    if isinstance(command, Withdraw):
        return withdraw(kind, state, command, facts, actor)
    return decide_link(kind, state, command, facts, actor)


def content_hash(data: dict[str, object]) -> str:
    """The identity of what a client sent, to tell a repeated request from another one.

    Prefixed: a bare hash in an event would read as a reference to a file. Data without a
    canonical form (no form lets it pass) has an identity that no record has.
    """
    try:
        return f"sha256:{hashlib.sha256(canonical(data)).hexdigest()}"
    except (TypeError, ValueError):
        return "sha256:none"


def _complete(
    kind: CompiledType,
    state: RecordState,
    command: Complete,
    facts: Facts,
    actor: Actor,
) -> tuple[NewEvent, ...] | Refusal:
    judged = admitted(kind, state, command, facts, actor)
    if isinstance(judged, Refusal):
        return judged
    late = untimely(command.captured_at, facts.now)
    if late is not None:
        return late
    ending = ending_of(kind, state, command, facts, actor)
    assert not isinstance(ending, Refusal)  # it was admitted
    kept = limits_kept(kind, state, command.data, facts.now)
    given = numbered(kind.fields, {**command.data, **judged.result, **kept}, state.data)
    command = msgspec.structs.replace(command, data=given)
    data = {**ending.data, **command.data, **ending.sets}
    moved = _if_moved(state, moved_to(kind, state, data, facts))
    head = ending_head(ending, command, moved) | judged.head
    if not ending.ends:
        return (classed_event(kind, "TaskSigned", head, command.data, facts, actor),)
    seen = state.discovered_at or facts.now
    head |= recurrence_head(kind, state, data, facts, discovered_at=seen)
    completed = classed_event(kind, "TaskCompleted", head, data, facts, actor)
    after = after_completion(kind, state, command, facts, actor)
    following = enter(kind, kind.nodes[ending.target], after, facts, actor, command.id)
    return (completed, *raised(kind, judged, facts, actor), *following)


def _update(
    kind: CompiledType, state: RecordState, command: Update, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...] | Refusal:
    if not state.version:
        return Refusal("unknown_record", kind="unknown")
    if kind.flow is not None:
        return Refusal("changed_by_tasks_only")
    if command.version != state.version:
        return Refusal("record_changed", current_version=state.version)
    form = kind.form(kind.item.start_form)
    merged = with_change(state.data, command.data, known=form.fields)
    errors = (
        *form.errors(merged), *reference_errors(form, command.data, facts),
        *surrounding_errors(kind, command.record, state, command.data, facts),
    )  # fmt: skip
    if errors:
        return Refusal("form_incomplete", kind="malformed", fields=errors)
    brought = Submission(
        merged, insisted=command.insisted, unread=frozenset(merged) - set(command.data)
    )
    judged = judge_submission(kind, form, brought, facts)
    if judged.refusal is not None:
        return judged.refusal
    given = numbered(kind.fields, {**command.data, **judged.result}, state.data)
    changed = changed_fields(state.data, given)
    if not changed:
        return ()
    head: dict[str, object] = {"@org_path": _if_moved(state, moved_to(kind, state, changed, facts))}
    updated = classed_event(kind, "RecordUpdated", head | judged.head, changed, facts, actor)
    return (updated, *raised(kind, judged, facts, actor))


def _comment(
    state: RecordState, command: Comment, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...] | Refusal:
    if not state.version:
        return Refusal("unknown_record", kind="unknown")
    wrong = text_error("text", command.text, longest=LONGEST_COMMENT, needed=True)
    if wrong is not None:
        return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
    return (said_event("Commented", {"@text": command.text.strip()}, facts, actor),)


def _fire(
    kind: CompiledType, state: RecordState, command: Fire, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...] | Refusal:
    task = state.task(command.task)
    if task is None or task.closed_at is not None:
        return ()
    if command.kind == "watch":
        # Its alarms are records of their own.
        return looked(kind, state, command, facts, actor)
    if command.kind == "remind":
        head: dict[str, object] = {"@task": str(task.id), "@node": task.node}
        return (classed_event(kind, "TaskReminded", head, {}, facts, actor),)
    return tuple(
        classed_event(kind, "TaskEscalated", head, {}, facts, actor)
        for head in escalations(kind.nodes[task.node], task, command)
    )


def _linked(
    state: RecordState, command: Reopen | Absorb, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...] | Refusal:
    if not state.version:
        return Refusal("unknown_record", kind="unknown")
    by = {"id": str(command.by), "number": command.number}
    name = "EffectivenessReopened" if isinstance(command, Reopen) else "ReportedAgain"
    return (said_event(name, {"@by": by}, facts, actor),)


def _warn(
    kind: CompiledType, state: RecordState, facts: Facts, actor: Actor, command: Warn
) -> tuple[NewEvent, ...] | Refusal:
    rule = kind.item.recurrence
    if not state.version or rule is None:
        return ()
    for crossing in crossings(rule, facts.alike):
        if crossing.at.id == command.record:
            linked = [{"id": str(each.id), "number": each.number} for each in crossing.linked]
            return (said_event("RepetitionWarned", {"@linked": linked}, facts, actor),)
    return ()


def _if_moved(state: RecordState, org_path: str) -> str | None:
    return org_path if org_path != state.org_path else None
