"""Decides 加签, 转交, 催办 and 抄送: each is an event with its reason, or a refusal that names why.

Whether the asker holds or manages the task is the caller's to check (records.permission); whether
the receiver may have it is decided here, from the facts about the receiver.
"""

from datetime import timedelta
from typing import assert_never
from uuid import UUID

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.flow.commands import Actor, Facts, KnownRecord
from anshu.flow.entitlement import assignments_of, may_get_copy, may_join, may_take
from anshu.flow.events import classed_event, said_event
from anshu.flow.habit_commands import AddSigner, Reassign, RevokeCopy, SendCopy, Urge
from anshu.flow.standing import barred_by, is_of, lacks_right, standing, takes_over
from anshu.flow.state import RecordState
from anshu.flow.task import Seat, TaskState, next_seat, open_seats
from anshu.flow.wording import reason_refusal
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.ledger.leaf import NewEvent

MOST_COPIES = 20
Decision = tuple[NewEvent, ...] | Refusal


def decide_habit(
    kind: CompiledType,
    state: RecordState,
    command: AddSigner | Reassign | Urge | SendCopy | RevokeCopy,
    facts: Facts,
    actor: Actor,
) -> Decision:
    """The events of a habit, or why it is refused."""
    if not state.version:
        return Refusal("unknown_record", kind="unknown")
    match command:
        case AddSigner():
            return _add_signer(kind, state, command, facts, actor)
        case Reassign():
            return _reassign(kind, state, command, facts, actor)
        case Urge():
            return _urge(kind, state, command, facts, actor)
        case SendCopy():
            return _send_copy(kind, state, command, facts, actor)
        case RevokeCopy():
            return _revoke_copy(state, command, facts, actor)
        case _:
            assert_never(command)


def shared_on_site(node: Node) -> bool:
    """Whether people who come and go by entries hold the node: they stop the work whoever acts."""
    return any("." in each.field for each in node.assignees)


def _add_signer(
    kind: CompiledType, state: RecordState, command: AddSigner, facts: Facts, actor: Actor
) -> Decision:
    task = _open(state, command.task)
    if isinstance(task, Refusal):
        return task
    if shared_on_site(kind.nodes[task.node]):
        return Refusal("shared_on_site")
    person = facts.records.get(command.person)
    refusal = reason_refusal(command.reason) or _receiver(kind, state, task, person)
    if refusal is not None:
        return refusal
    assert person is not None  # _receiver has seen to it
    receiver = Actor(f"person:{person.id}", person.id, assignments_of(person.data))
    if not may_join(kind, receiver.assignments, facts.now):
        return _not_entitled(person)
    if any(is_of(seat, task, receiver, facts.now) for seat in task.seats if not seat.signed_at):
        return Refusal("already_signer", facts=(Fact("person", person.title),))
    own = standing(kind, task, actor, facts.now)
    beside = own.seats[0] if own is not None else open_seats(task)[0]
    head = _head(task) | {
        "@person": str(person.id), "@place": command.place, "@of": beside.no,
        "@seat": next_seat(task), "@reason": command.reason.strip(),
    }  # fmt: skip
    return (said_event("SignerAdded", head, facts, actor),)


def _reassign(
    kind: CompiledType, state: RecordState, command: Reassign, facts: Facts, actor: Actor
) -> Decision:
    task = _open(state, command.task)
    if isinstance(task, Refusal):
        return task
    if shared_on_site(kind.nodes[task.node]):
        return Refusal("shared_on_site")
    seat = _passed_on(kind, task, command, facts, actor)
    person = facts.records.get(command.person)
    if seat is None:
        return Refusal("unknown_task", kind="unknown")
    refusal = reason_refusal(command.reason) or _receiver(kind, state, task, person)
    if refusal is not None:
        return refusal
    assert person is not None  # _receiver has seen to it
    if person.id == actor.person and not takes_over(kind, task, actor, facts.now):
        return Refusal("passed_on_to_oneself", facts=(Fact("person", person.title),))
    if seat.people == (person.id,) and not seat.roles:
        return Refusal("already_signer", facts=(Fact("person", person.title),))
    if any(person.id in other.people for other in task.seats if other.no != seat.no):
        return Refusal("already_signer", facts=(Fact("person", person.title),))
    posts = assignments_of(person.data)
    asked = () if seat.via == "added" else seat.asked
    lacks = lacks_right(kind.nodes[task.node], (seat,), task, posts, facts.now)
    if lacks or not may_take(kind, asked, task.org_path, posts, facts.now):
        return _not_entitled(person)
    head = _head(task) | {
        "@seat": seat.no, "@from": [str(each) for each in seat.people],
        "@from_roles": list(seat.roles), "@person": str(person.id),
        "@reason": command.reason.strip(),
    }  # fmt: skip
    changed = _named(kind.nodes[task.node], state, seat, person.id)
    return (classed_event(kind, "TaskReassigned", head, changed, facts, actor),)


def _urge(
    kind: CompiledType, state: RecordState, command: Urge, facts: Facts, actor: Actor
) -> Decision:
    task = _open(state, command.task)
    if isinstance(task, Refusal):
        return task
    refusal = reason_refusal(command.reason, needed=False)
    if refusal is not None:
        return refusal
    every = kind.flow.urge_every if kind.flow is not None else 0
    if task.urged_at is not None and facts.now < task.urged_at + timedelta(minutes=every):
        left = task.urged_at + timedelta(minutes=every) - facts.now
        wait = -int(-left.total_seconds() // 60)
        return Refusal("urged_recently", facts=(Fact("wait", str(wait), "min", str(every)),))
    head = _head(task) | {"@reason": command.reason.strip() or None}
    return (said_event("TaskUrged", head, facts, actor),)


def _send_copy(
    kind: CompiledType, state: RecordState, command: SendCopy, facts: Facts, actor: Actor
) -> Decision:
    refusal = reason_refusal(command.reason, needed=False)
    if refusal is not None:
        return refusal
    if not 1 <= len(command.people) <= MOST_COPIES:
        code = "too_many" if command.people else "field_missing"
        wrong = FieldError("people", code, limit=str(MOST_COPIES))
        return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
    for identity in command.people:
        person = facts.records.get(identity)
        if person is None or person.type != "person":
            return _unknown_person("people")
        if not may_get_copy(kind, assignments_of(person.data), facts.now):
            return _not_entitled(person)
    known = {copy.person for copy in state.copies}
    new = [str(person) for person in dict.fromkeys(command.people) if person not in known]
    if not new:
        return ()
    head = {"@people": new, "@reason": command.reason.strip() or None}
    return (said_event("CopySent", head, facts, actor),)


def _revoke_copy(state: RecordState, command: RevokeCopy, facts: Facts, actor: Actor) -> Decision:
    if all(copy.person != command.person for copy in state.copies):
        return ()
    return (said_event("CopyRevoked", {"@people": [str(command.person)]}, facts, actor),)


def _open(state: RecordState, task_id: UUID) -> TaskState | Refusal:
    task = state.task(task_id)
    if task is None:
        return Refusal("unknown_task", kind="unknown")
    if task.closed_at is not None:
        return Refusal("task_already_done", current_version=state.version)
    return task


def _receiver(
    kind: CompiledType, state: RecordState, task: TaskState, person: KnownRecord | None
) -> Refusal | None:
    """Why nobody may be made to sign who acted in a node that this one keeps apart, or here."""
    if person is None or person.type != "person":
        return _unknown_person("person")
    name = {f"person:{person.id}"}
    barred = barred_by(kind.nodes[task.node], state, name)
    if barred:
        facts = (Fact("person", person.title), Fact("node", barred))
        return Refusal("receiver_barred", facts=facts)
    if task.actors() & name:
        return Refusal("already_signer", facts=(Fact("person", person.title),))
    return None


def _passed_on(
    kind: CompiledType, task: TaskState, command: Reassign, facts: Facts, actor: Actor
) -> Seat | None:
    """The seat that is meant: the one named, the asker's own, or the first that is open."""
    if command.seat:
        seat = task.seat(command.seat)
        return seat if seat is not None and seat.signed_at is None else None
    own = standing(kind, task, actor, facts.now)
    if own is not None:
        return own.seats[0]
    # Who may not sign any more (having signed for another) still has the seat to pass on.
    waiting = open_seats(task)
    return next((s for s in waiting if is_of(s, task, actor, facts.now)), waiting[0])


def _named(node: Node, state: RecordState, seat: Seat, person: UUID) -> dict[str, object]:
    """The fields that named the former person: who takes the task becomes the one they name."""
    if seat.via != "task":
        return {}
    before = {str(each) for each in seat.people}
    fields = [each.field for each in node.assignees if each.field]
    return {key: str(person) for key in fields if str(state.data.get(key)) in before}


def _head(task: TaskState) -> dict[str, object]:
    return {"@task": str(task.id), "@node": task.node}


def _not_entitled(person: KnownRecord) -> Refusal:
    return Refusal("receiver_not_entitled", facts=(Fact("person", person.title),))


def _unknown_person(field: str) -> Refusal:
    wrong = FieldError(field, "reference_unknown")
    return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
