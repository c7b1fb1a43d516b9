"""A task after one event: opened, signed, passed on, added to, urged, ended, taken back."""

from datetime import datetime
from uuid import UUID

import msgspec

from anshu.flow.happened import Happened, fields_of, moment
from anshu.flow.task import Lateness, Seat, TaskState, placed, settled, with_seats


def opened(payload: dict[str, object], *, at: datetime, by: str) -> TaskState:
    """A new activation; without seats in the event it has one, for everybody it waits for."""
    roles = msgspec.convert(payload["@roles"], tuple[str, ...])
    people = msgspec.convert(payload["@people"], tuple[UUID, ...])
    said = payload.get("@seats")
    seats = msgspec.convert(said, tuple[Seat, ...]) if said else (Seat(1, roles, people, roles),)
    task = TaskState(
        id=UUID(str(payload["@task"])),
        node=str(payload["@node"]),
        activation=int(str(payload["@activation"])),
        roles=roles,
        people=people,
        org_path=str(payload["@org_path"]),
        opened_at=at,
        opened_by=by,
        due=moment(payload.get("@due")),
        seats=seats,
        obliged=msgspec.convert(payload.get("@obliged", []), tuple[str, ...]),
        late=msgspec.convert(payload.get("@late", {}), Lateness),
    )
    return settled(task)


def closed_by_completion(
    task: TaskState,
    event: Happened,
    data: dict[str, object],
    *,
    before: dict[str, object],
    unit: str,
) -> TaskState:
    """The task ended with the record's data as it became; the values it replaced are kept."""
    payload = event.payload
    seats = _signed_seats(task, event, data={})
    return msgspec.structs.replace(
        task,
        seats=seats,
        closed_at=event.at,
        closed_by=event.actor,
        closed_for=_person(payload.get("@for")),
        outcome=str(payload["@outcome"]),
        to=str(payload.get("@to", "")),
        opinion=str(payload.get("@opinion", "")),
        captured_at=moment(payload.get("@captured_at")),
        data=data,
        own_fields=msgspec.convert(payload.get("@own", sorted(data)), tuple[str, ...]),
        replaced={key: before.get(key) for key in data},
        replaced_unit=unit,
    )


def beside_entry(task: TaskState, event: Happened) -> TaskState:
    """The task after an entry: something was done with it, people may have joined or left it."""
    if str(task.id) == event.payload.get("@task"):
        task = msgspec.structs.replace(task, touched=True)
    moves = msgspec.convert(event.payload.get("@moved", {}), dict[UUID, dict[str, list[UUID]]])
    if task.id not in moves or not task.seats:
        return task
    left, joined = moves[task.id]["left"], moves[task.id]["joined"]
    seat = task.seats[0]
    kept = tuple(person for person in seat.people if person not in left)
    new = tuple(person for person in joined if person not in kept)
    return with_seats(task, [msgspec.structs.replace(seat, people=(*kept, *new))])


def beside_look(task: TaskState, event: Happened) -> TaskState:
    """The task after a watch found that something begins to hold, or does not hold any more."""
    holds = msgspec.convert(event.payload["@held"], tuple[str, ...])
    return msgspec.structs.replace(task, held={**task.held, str(event.payload["@watch"]): holds})


def signed(task: TaskState, event: Happened) -> TaskState:
    """One signature of several; what it fills in waits in its seat until all have signed."""
    seats = _signed_seats(task, event, data=fields_of(event.payload))
    return settled(msgspec.structs.replace(task, seats=seats, touched=True))


def unsigned(task: TaskState, event: Happened) -> TaskState:
    """The signatures are taken back: these seats wait again."""
    numbers = msgspec.convert(event.payload["@seats"], tuple[int, ...])
    blank = Seat(0)
    emptied = [
        msgspec.structs.replace(
            seat, signed_at=None, signed_by="", signed_for=None, outcome="", opinion="",
            captured_at=None, data=blank.data,
        )
        for seat in task.seats
        if seat.no in numbers
    ]  # fmt: skip
    return with_seats(task, emptied)


def with_added(task: TaskState, event: Happened) -> TaskState:
    """The task with one more person who must sign."""
    payload = event.payload
    seat = Seat(
        no=int(str(payload["@seat"])),
        people=(UUID(str(payload["@person"])),),
        via="added",
        added_by=event.actor,
        reason=str(payload.get("@reason", "")),
    )
    return placed(task, seat, place=str(payload["@place"]), of=int(str(payload["@of"])))


def passed_on(task: TaskState, event: Happened) -> TaskState:
    """One seat is another person's now."""
    payload = event.payload
    seat = task.seat(int(str(payload["@seat"])))
    if seat is None:
        return task
    new = msgspec.structs.replace(
        seat,
        roles=(),
        people=(UUID(str(payload["@person"])),),
        passed_on_by=event.actor,
        reason=str(payload.get("@reason", "")),
    )
    return msgspec.structs.replace(with_seats(task, [new]), touched=True)


def told(task: TaskState, event: Happened) -> TaskState:
    """Reminded, urged, or escalated to somebody more; nobody is taken away."""
    payload = event.payload
    if event.kind == "TaskReminded":
        return msgspec.structs.replace(task, reminded=task.reminded + 1)
    if event.kind == "TaskUrged":
        return msgspec.structs.replace(task, urged_at=event.at)
    late = msgspec.structs.replace(task, escalated_at=event.at)
    if "@added" in payload:
        seat = msgspec.convert(payload["@added"], Seat)
        return settled(msgspec.structs.replace(late, seats=(*late.seats, seat)))
    roles = msgspec.convert(payload["@roles"], tuple[str, ...])
    numbers = msgspec.convert(payload.get("@seats", [1]), tuple[int, ...])
    widened = [
        msgspec.structs.replace(
            seat, roles=(*seat.roles, *(r for r in roles if r not in seat.roles))
        )
        for seat in late.seats
        if seat.no in numbers
    ]
    return with_seats(late, widened)


def cancelled(tasks: tuple[TaskState, ...], event: Happened) -> tuple[TaskState, ...]:
    """The tasks that the event closes because what opened them was taken back."""
    closed = set(msgspec.convert(event.payload["@closed"], tuple[UUID, ...]))
    return tuple(
        msgspec.structs.replace(t, closed_at=event.at, closed_by=event.actor, cancelled=True)
        if t.id in closed
        else t
        for t in tasks
    )


def reopened_from(task: TaskState, event: Happened) -> TaskState:
    """The completion that was taken back."""
    return msgspec.structs.replace(task, withdrawn_at=event.at)


def _signed_seats(task: TaskState, event: Happened, *, data: dict[str, object]) -> tuple[Seat, ...]:
    payload = event.payload
    numbers = msgspec.convert(payload.get("@seats", [1]), tuple[int, ...])
    return tuple(
        msgspec.structs.replace(
            seat,
            signed_at=event.at,
            signed_by=event.actor,
            signed_for=_person(payload.get("@for")),
            outcome=str(payload["@outcome"]),
            opinion=str(payload.get("@opinion", "")),
            captured_at=moment(payload.get("@captured_at")),
            data=data,
        )
        if seat.no in numbers
        else seat
        for seat in task.seats
    )


def _person(value: object) -> UUID | None:
    return UUID(str(value)) if value else None
