"""Entering a node: open its task with assignees and limit, or close the record at an end."""

from datetime import datetime
from uuid import UUID, uuid5

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.flow.asking import people_in
from anshu.flow.commands import Actor, Facts
from anshu.flow.entitlement import assignments_of
from anshu.flow.gate import check_evidence
from anshu.flow.merging import merged_head
from anshu.flow.standing import holds_role
from anshu.flow.state import RecordState
from anshu.flow.task import Seat
from anshu.flow.way_in import WayIn, way_in, whole_assignees
from anshu.kernel.calendar import due_at
from anshu.ledger.leaf import NewEvent


def enter(
    kind: CompiledType,
    node: Node,
    state: RecordState,
    facts: Facts,
    actor: Actor,
    command_id: UUID,
) -> tuple[NewEvent, ...]:
    """The events of arriving at a node; ids derive from the command, so a replay agrees.

    An optional node that asks nobody is passed: what follows it is entered.
    """
    return enter_by(kind, way_in(kind, node, state, facts), state, facts, actor, command_id)


def enter_by(
    kind: CompiledType,
    way: WayIn,
    state: RecordState,
    facts: Facts,
    actor: Actor,
    command_id: UUID,
) -> tuple[NewEvent, ...]:
    """The events of arriving where the way leads."""
    node = way.node
    if node.kind == "end":
        return (_close(kind, node, state, facts, actor),)
    due = _due(way, state, facts)
    activation = 1 + sum(1 for task in state.tasks if task.node == node.key)
    asked = whole_assignees(node, state, way.approvers)
    people = list(dict.fromkeys(str(p) for a in asked for p in people_in(a.field, state.data)))
    seats = _seats(way, state, facts) if node.mode != "any" else ()
    payload: dict[str, object] = {
        "@task": str(activation_id(command_id, node.key, activation)),
        "@node": node.key,
        "@activation": activation,
        "@roles": [a.role for a in asked if a.role],
        "@people": people + [str(p) for seat in seats for p in seat.people if str(p) not in people],
        "@org_path": state.org_path,
        "@state": node.record_state or node.key,
    }
    if due is not None:
        payload["@due"] = due
    if seats:
        payload["@seats"] = msgspec.to_builtins(seats)
    if way.approvers:
        payload["@obliged"] = list(way.approvers)
    if way.late.roles:
        payload["@late"] = msgspec.to_builtins(way.late)
    if way.passed:
        payload["@passed"] = list(way.passed)
    event = NewEvent(
        kind="TaskOpened",
        at=facts.now,
        received_at=facts.now,
        actor=actor.name,
        normal=payload,
    )
    return (event,)


def activation_id(command_id: UUID, node: str, activation: int) -> UUID:
    """The id of a task's activation: opening a node again gives another one."""
    return uuid5(command_id, f"{node}/{activation}")


def moment_of(value: object) -> datetime | None:
    """A datetime field's value; None if it is empty."""
    return msgspec.convert(value, datetime) if value else None


def _seats(way: WayIn, state: RecordState, facts: Facts) -> tuple[Seat, ...]:
    """A seat for each assignee, or for each holder of its role; in order, each after the last."""
    node = way.node
    seats: list[Seat] = []
    before: tuple[int, ...] = ()
    for assignee in whole_assignees(node, state, way.approvers):
        asked = (assignee.role,) if assignee.role else ()
        named = people_in(assignee.field, state.data)
        each = (*_holders(assignee.role, state, facts), *named) if assignee.each else ()
        wanted = [Seat(0, people=(person,), asked=asked) for person in each]
        if not wanted and (asked or named):
            wanted = [Seat(0, roles=asked, people=named, asked=asked)]
        first = len(seats) + 1
        turn = before if node.mode == "in_order" else ()
        seats += [
            msgspec.structs.replace(seat, no=first + place, after=turn)
            for place, seat in enumerate(wanted)
        ]
        before = tuple(seat.no for seat in seats[first - 1 :]) or before
    return tuple(seats)


def _holders(role: str, state: RecordState, facts: Facts) -> tuple[UUID, ...]:
    return tuple(
        person.id
        for person in facts.holders
        if holds_role(assignments_of(person.data), (role,), state.org_path, facts.now)
    )


def _due(way: WayIn, state: RecordState, facts: Facts) -> datetime | None:
    """The task's limit: the timer's, or an earlier one that rules give it."""
    timer = way.node.timer
    if timer is None:
        return None
    calendar = facts.calendar if timer.working_time else None
    limits = [moment_of(state.data.get(timer.limit_field))] if timer.limit_field else []
    minutes = [each for each in (timer.minutes, way.late.minutes) if each]
    limits += [due_at(facts.now, each, calendar) for each in minutes]
    return min((limit for limit in limits if limit is not None), default=None)


def _close(
    kind: CompiledType, node: Node, state: RecordState, facts: Facts, actor: Actor
) -> NewEvent:
    gate = check_evidence(state, node.needs, facts, promoted=kind.promoted)
    payload: dict[str, object] = {
        "@state": node.record_state or node.key,
        "@node": node.key,
        "@evidence_valid": bool(node.needs) and gate.passed,
        "@verdict": msgspec.to_builtins(gate),
        **merged_head(node, state, facts),
    }
    return NewEvent(
        kind="RecordClosed",
        at=facts.now,
        received_at=facts.now,
        actor=actor.name,
        normal=payload,
    )
