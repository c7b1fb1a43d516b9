"""What a record is at a moment: everything that a decision needs of it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.flow.shared_links import SharedLink
from anshu.flow.task import TaskState


class Link(Struct, frozen=True):
    """Another record, by its number."""

    id: UUID
    number: str


class Copy(Struct, frozen=True):
    """Somebody who was given the record to read, and why."""

    person: UUID
    by: str
    at: datetime
    reason: str = ""


class RecordState(Struct, frozen=True):
    """Everything a decision needs of one record; version 0 means that it does not exist.

    `recurs`: the closed record whose trouble this one is again; `recurred`: the later ones that
    are this one's. `repeated`: with which ones it became one too many, itself included.
    `same_as`: the record that this one reported again; `reported_again`: the ones that did so.
    `done_before`: an imported record was declared done then, before its life here.
    `beside`: how many of the newest events are only what was recorded beside its tasks.
    """

    version: int = 0
    type: str = ""
    number: str = ""
    state: str = ""
    org_path: str = "/"
    reporter: UUID | None = None
    created_at: datetime | None = None
    captured_at: datetime | None = None
    updated_at: datetime | None = None
    closed_at: datetime | None = None
    done_before: datetime | None = None
    evidence_valid: bool = False
    origin: Literal["live", "import"] = "live"
    data: dict[str, object] = {}
    tasks: tuple[TaskState, ...] = ()
    comments: tuple[str, ...] = ()
    recurs: Link | None = None
    recurred: tuple[Link, ...] = ()
    repeated: tuple[Link, ...] = ()
    same_as: Link | None = None
    reported_again: tuple[Link, ...] = ()
    copies: tuple[Copy, ...] = ()
    shared_links: tuple[SharedLink, ...] = ()
    beside: int = 0

    @property
    def discovered_at(self) -> datetime | None:
        """When the trouble was seen: the time of capture, or of the report."""
        return self.captured_at or self.created_at

    def open_tasks(self) -> tuple[TaskState, ...]:
        """Activations that wait for somebody."""
        return tuple(task for task in self.tasks if task.closed_at is None)

    def task(self, task_id: UUID) -> TaskState | None:
        """The activation with this id."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def last_of(self, node: str) -> TaskState | None:
        """The node's newest activation that was not taken back."""
        found = (t for t in reversed(self.tasks) if t.node == node and not t.cancelled)
        return next(found, None)
