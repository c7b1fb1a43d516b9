"""In which seats of a task somebody may sign now: as oneself, or on behalf of another."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.definitions.language import Assignment
from anshu.flow.commands import Actor, StandIn
from anshu.flow.state import RecordState
from anshu.flow.task import Seat, TaskState, open_seats


class Standing(Struct, frozen=True):
    """The open seats that one signature fills, and by which delegation for whom."""

    seats: tuple[Seat, ...]
    on_behalf: UUID | None = None
    delegation: UUID | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(seat.no for seat in self.seats)

    @property
    def fills_form(self) -> bool:
        """Whether the form of the outcome is asked: not of those whom a signer only added.

        Who signs because the task is late gives what every other signer gives, place included.
        """
        return any(seat.via != "added" for seat in self.seats)


def standing(kind: CompiledType, task: TaskState, actor: Actor, now: datetime) -> Standing | None:
    """The actor's own open seats, else those of the first person the actor stands in for.

    Who signs on behalf has no seat of the own in the task: one person's signature never stands
    for two people's. Where every seat is another person's, a signature fills the first of them,
    and nobody signs who has signed, or for whom somebody has.
    """
    seats = open_seats(task)
    apart = kind.nodes[task.node].each_by_another
    done = task.actors() if apart else set()
    if actor.name in done:
        return None
    own = tuple(seat for seat in seats if is_of(seat, task, actor, now))
    if own:
        for_others = any(s.signed_by == actor.name and s.signed_for for s in task.seats)
        return None if for_others else Standing(_filled(own, actor.person) if apart else own)
    if actor.person is None or any(is_of(seat, task, actor, now) for seat in task.seats):
        return None
    for each in actor.stands_for:
        if _acted_otherwise(task, actor, each) or (each.kinds and kind.key not in each.kinds):
            continue
        other = Actor(f"person:{each.person}", each.person, each.assignments)
        theirs = tuple(seat for seat in seats if is_of(seat, task, other, now))
        if theirs and other.name not in done:
            filled = _filled(theirs, each.person) if apart else theirs
            return Standing(filled, each.person, each.delegation)
    return None


def takes_over(kind: CompiledType, task: TaskState, actor: Actor, now: datetime) -> bool:
    """Whether the actor may have the task itself: only of somebody whom a delegation names.

    Everybody else passes on to another; a stand-in takes what only its holder may end.
    """
    found = standing(kind, task, actor, now)
    return found is not None and found.on_behalf is not None


def is_of(seat: Seat, task: TaskState, actor: Actor, now: datetime) -> bool:
    """Whether the seat is this person's: by name, or by a role over the task's organisation."""
    if actor.person is not None and actor.person in seat.people:
        return True
    return holds_role(actor.assignments, seat.roles, task.org_path, now)


def barred_by(node: Node, state: RecordState, people: set[str]) -> str:
    """The earlier node that one of these people acted in, so that they may not act here."""
    for key in node.not_by_actor_of:
        before = state.last_of(key)
        if before is not None and before.actors() & people:
            return key
    return ""


def lacks_right(
    node: Node, seats: Sequence[Seat], task: TaskState, held: Sequence[Assignment], now: datetime
) -> bool:
    """Whether a seat asks for a role that must be the signer's own, and these do not hold it."""
    asked = (seat.asked for seat in seats if node.own_right and seat.via != "added" and seat.asked)
    return not all(holds_role(held, roles, task.org_path, now) for roles in asked)


def holds_role(
    assignments: Sequence[Assignment],
    roles: Sequence[str],
    org_path: str,
    now: datetime,
) -> bool:
    """Whether one of the roles is held over the organisation path at this moment."""
    return any(
        assignment.role in roles and org_path.startswith(assignment.org_path)
        for assignment in active(assignments, now)
    )


def active(assignments: Sequence[Assignment], now: datetime) -> tuple[Assignment, ...]:
    """The assignments that have not ended."""
    return tuple(a for a in assignments if not a.until or msgspec.convert(a.until, datetime) > now)


def _filled(seats: tuple[Seat, ...], person: UUID | None) -> tuple[Seat, ...]:
    """The seat that a single signature fills: one that names the person, else the first."""
    return tuple(sorted(seats, key=lambda seat: person not in seat.people)[:1])


def _acted_otherwise(task: TaskState, actor: Actor, stand_in: StandIn) -> bool:
    """Whether the actor signed this task already, for anybody else than this person."""
    return any(s.signed_by == actor.name and s.signed_for != stand_in.person for s in task.seats)
