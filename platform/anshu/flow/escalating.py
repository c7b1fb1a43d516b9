"""Who is added to a task that is late, or that nobody can do; nobody's check is taken away."""

from collections.abc import Iterator

import msgspec

from anshu.definitions.flow_language import Node
from anshu.flow.commands import Fire
from anshu.flow.task import Seat, TaskState, next_seat


def escalations(node: Node, task: TaskState, command: Fire) -> tuple[dict[str, object], ...]:
    """The values of the events; none when nobody is to be added, or was already.

    Whom rules add to this task is added in the place of whom the timer names.
    """
    timer = node.timer
    if timer is None:
        return ()
    if command.kind == "vacant":
        return tuple(_vacant(task, command, timer.vacant_to or timer.escalate_to))
    roles = task.late.roles or ((timer.escalate_to,) if timer.escalate_to else ())
    if timer.adds == "signature" and roles:
        return tuple(_signatures(task, roles))
    return tuple(_alternatives(task, roles))


def _vacant(task: TaskState, command: Fire, role: str) -> Iterator[dict[str, object]]:
    """Seats that nobody holds get the next one up as an alternative, whatever the timer says.

    There is no check that could be lost.
    """
    if not role:
        return
    vacant = [s.no for s in task.seats if s.no in command.seats and role not in s.roles]
    if vacant and not (len(task.seats) == 1 and task.escalated_at is not None):
        yield _head(task, (role,)) | _numbers(task, vacant) | {"@reason": "vacant"}


def _signatures(task: TaskState, roles: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """A further seat for each role; one that has a seat here signs once, and is only told."""
    known = {role for seat in task.seats for role in (*seat.asked, *seat.roles)}
    new = [role for role in roles if role not in known]
    for place, role in enumerate(new):
        seat = Seat(next_seat(task) + place, roles=(role,), asked=(role,), via="escalated")
        yield _head(task, (role,)) | {"@added": msgspec.to_builtins(seat)}
    if not new and task.escalated_at is None:
        yield _head(task, ()) | {"@seats": []}


def _alternatives(task: TaskState, roles: tuple[str, ...]) -> Iterator[dict[str, object]]:
    if task.escalated_at is None:
        mine = [seat.no for seat in task.seats if seat.via == "task" and seat.signed_at is None]
        yield _head(task, roles) | _numbers(task, mine)


def _head(task: TaskState, roles: tuple[str, ...]) -> dict[str, object]:
    """What every event says; `roles` are those that it adds."""
    return {
        "@task": str(task.id), "@node": task.node, "@due": task.due, "@reason": "overdue",
        "@roles": list(roles),
    }  # fmt: skip


def _numbers(task: TaskState, numbers: list[int]) -> dict[str, object]:
    return {"@seats": numbers} if len(task.seats) > 1 else {}
