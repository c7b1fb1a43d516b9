"""One activation of a node and the seats in which people sign it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

T = TypeVar("T")
Via = Literal["task", "added", "escalated"]


class Lateness(Struct, frozen=True):
    """What rules say of a late task: which roles are added, and after how many minutes (0: the
    timer's own) it is late.
    """

    roles: tuple[str, ...] = ()
    minutes: int = 0


class Seat(Struct, frozen=True):
    """One signature that a task asks for: whose, after which others, and how it was given.

    `roles` and `people` may sign (any one of them); `asked` are the roles of the definition, which
    stay known after the seat was passed on. Only a seat of the task itself fills the form.
    """

    no: int
    roles: tuple[str, ...] = ()
    people: tuple[UUID, ...] = ()
    asked: tuple[str, ...] = ()
    after: tuple[int, ...] = ()
    via: Via = "task"
    added_by: str = ""
    passed_on_by: str = ""
    reason: str = ""
    signed_at: datetime | None = None
    signed_by: str = ""
    signed_for: UUID | None = None
    outcome: str = ""
    opinion: str = ""
    captured_at: datetime | None = None
    data: dict[str, object] = {}


class TaskState(Struct, frozen=True):
    """One activation of a node: who may act now, by when, and how it ended.

    `roles` and `people` are those of the seats whose turn it is. `closed_for` is the person on
    whose behalf it was ended. A `cancelled` one was taken back before anybody acted on it;
    `replaced` are the values (None: there was none) that its data took the place of; `obliged`
    the roles that rules obliged to approve here, `late` whom they add if it is late; `held`: by
    watch what its last look found to hold and told people.
    """

    id: UUID
    node: str
    activation: int
    roles: tuple[str, ...]
    people: tuple[UUID, ...]
    org_path: str
    opened_at: datetime
    opened_by: str
    due: datetime | None = None
    reminded: int = 0
    escalated_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome: str = ""
    captured_at: datetime | None = None
    data: dict[str, object] = {}
    seats: tuple[Seat, ...] = ()
    closed_for: UUID | None = None
    to: str = ""
    opinion: str = ""
    own_fields: tuple[str, ...] = ()
    urged_at: datetime | None = None
    touched: bool = False
    cancelled: bool = False
    withdrawn_at: datetime | None = None
    replaced: dict[str, object] = {}
    replaced_unit: str = ""
    obliged: tuple[str, ...] = ()
    late: Lateness = Lateness()
    held: dict[str, tuple[str, ...]] = {}

    def seat(self, no: int) -> Seat | None:
        """The seat with this number."""
        return next((seat for seat in self.seats if seat.no == no), None)

    def in_time(self) -> tuple[Seat, ...]:
        """The seats that were signed, in the order of their signatures."""
        signed = [(seat.signed_at, seat.no, seat) for seat in self.seats if seat.signed_at]
        return tuple(seat for _, _, seat in sorted(signed, key=lambda each: each[:2]))

    def actors(self) -> set[str]:
        """Everybody who signed or ended it, and those on whose behalf, as `person:<uuid>`."""
        if self.cancelled:
            return set()
        found = {self.closed_by, *(seat.signed_by for seat in self.seats)} - {""}
        behalf = (self.closed_for, *(seat.signed_for for seat in self.seats))
        return found | {f"person:{person}" for person in behalf if person is not None}

    def given_by(self, field: str) -> tuple[str, UUID | None]:
        """Who gave this field's value, and on whose behalf."""
        if field not in self.own_fields:
            for seat in reversed(self.in_time()):
                if field in seat.data:
                    return seat.signed_by, seat.signed_for
        return self.closed_by, self.closed_for


def open_seats(task: TaskState) -> tuple[Seat, ...]:
    """The seats whose turn it is; none of a task that is closed."""
    if task.closed_at is not None:
        return ()
    waiting = {seat.no for seat in task.seats if seat.signed_at is None}
    return tuple(s for s in task.seats if s.no in waiting and waiting.isdisjoint(s.after))


def settled(task: TaskState) -> TaskState:
    """The task with `roles` and `people` as its open seats have them; a closed one as it is."""
    if task.closed_at is not None or not task.seats:
        return task
    seats = open_seats(task)
    return msgspec.structs.replace(
        task,
        roles=_once(role for seat in seats for role in seat.roles),
        people=_once(person for seat in seats for person in seat.people),
    )


def with_seats(task: TaskState, changed: Iterable[Seat]) -> TaskState:
    """The task with these seats in the place of those of the same number."""
    new = {seat.no: seat for seat in changed}
    return settled(msgspec.structs.replace(task, seats=tuple(new.get(s.no, s) for s in task.seats)))


def placed(task: TaskState, seat: Seat, *, place: str, of: int) -> TaskState:
    """The task with a new seat before, after or beside the seat `of`."""
    beside = task.seat(of)
    assert beside is not None  # who decided has seen to it
    after = (of,) if place == "after" else beside.after
    seats = []
    for each in task.seats:
        waits = of in each.after or (place == "before" and each.no == of)
        seats.append(msgspec.structs.replace(each, after=(*each.after, seat.no)) if waits else each)
    added = msgspec.structs.replace(seat, after=after)
    return settled(msgspec.structs.replace(task, seats=(*seats, added), touched=True))


def next_seat(task: TaskState) -> int:
    """The number of a seat to be added."""
    return max((seat.no for seat in task.seats), default=0) + 1


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
