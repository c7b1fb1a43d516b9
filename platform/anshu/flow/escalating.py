"""Who is added to a task that is late, or that nobody can do; nobody's check is taken away."""

import msgspec

from anshu.definitions.flow_language import Node
from anshu.flow.commands import Fire
from anshu.flow.task import Seat, TaskState, next_seat


def escalation(node: Node, task: TaskState, command: Fire) -> dict[str, object] | None:
    """The values of the event; None when nobody is to be added, or was already.

    Seats that nobody holds get the next one up as an alternative, whatever the timer says:
    there is no check that could be lost.
    """
    role = node.timer.escalate_to if node.timer else ""
    head: dict[str, object] = {
        "@task": str(task.id), "@node": task.node, "@due": task.due, "@reason": "overdue",
        "@roles": [*task.roles, *([role] if role and role not in task.roles else [])],
    }  # fmt: skip
    if command.kind == "vacant":
        vacant = [s.no for s in task.seats if s.no in command.seats and role not in s.roles]
        if not vacant or (len(task.seats) == 1 and task.escalated_at is not None):
            return None
        return head | _numbers(task, vacant) | {"@reason": "vacant"}
    if node.timer is not None and role and node.timer.adds == "signature":
        if any(seat.via == "escalated" for seat in task.seats):
            return None
        seat = Seat(next_seat(task), roles=(role,), asked=(role,), via="escalated")
        return head | {"@added": msgspec.to_builtins(seat)}
    if task.escalated_at is not None:
        return None
    mine = [seat.no for seat in task.seats if seat.via == "task" and seat.signed_at is None]
    return head | _numbers(task, mine)


def _numbers(task: TaskState, numbers: list[int]) -> dict[str, object]:
    return {"@seats": numbers} if len(task.seats) > 1 else {}
