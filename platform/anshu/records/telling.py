"""Whom an approval habit is told to: those who are named, whose turn it became, or who lost it."""

from anshu.flow.state import RecordState
from anshu.flow.task import Seat, TaskState, open_seats
from anshu.records.messages import Step

# Events that are told to the people whom they name.
NAMED = {
    "SignerAdded": "added", "TaskReassigned": "assigned", "CopySent": "copied",
    "EntryAdded": "opened",
}  # fmt: skip
TAKEN_BACK = ("CompletionWithdrawn", "ReportWithdrawn")


def turns_after(task: TaskState) -> tuple[Seat, ...]:
    """The open seats whose turn came by the newest signature."""
    signed = [seat for seat in task.seats if seat.signed_at is not None]
    newest = max((seat.signed_at for seat in signed if seat.signed_at), default=None)
    last = {seat.no for seat in signed if seat.signed_at == newest}
    return tuple(seat for seat in open_seats(task) if last.intersection(seat.after))


def told_of_withdrawal(state: RecordState, step: Step) -> tuple[TaskState, ...]:
    """The tasks that a withdrawal took away: whoever had them should know."""
    gone = [task for task in state.tasks if task.cancelled and task.closed_at is not None]
    newest = max((task.closed_at for task in gone if task.closed_at), default=None)
    if step.kind not in TAKEN_BACK:
        return ()
    return tuple(task for task in gone if task.closed_at == newest)
