"""What can be asked of a record: commands are imperatives, and say who asks what of which one."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.definitions.language import Assignment
from anshu.flow.facts import Facts as Facts
from anshu.flow.facts import KnownAlike as KnownAlike
from anshu.flow.facts import KnownClaim as KnownClaim
from anshu.flow.facts import KnownMedia as KnownMedia
from anshu.flow.facts import KnownRecord as KnownRecord
from anshu.flow.facts import RowFacts as RowFacts
from anshu.flow.habit_commands import Habit
from anshu.flow.shared_links import RevokeLink, ShareLink


class StandIn(Struct, frozen=True):
    """Somebody for whom the actor may act by a delegation that is in force (委托).

    Tasks of the type `kinds` only; empty means every type.
    """

    delegation: UUID
    person: UUID
    assignments: tuple[Assignment, ...] = ()
    kinds: tuple[str, ...] = ()
    name: str = ""


class Actor(Struct, frozen=True):
    """Who asks: a person with the assignments of this moment, or the product itself."""

    name: str
    person: UUID | None = None
    assignments: tuple[Assignment, ...] = ()
    stands_for: tuple[StandIn, ...] = ()


class Entry(Struct, frozen=True):
    """How a record was entered: for how long the form stood open, how far the phone's clock was
    behind the server's, and whether it waited on the phone for a signal.
    """

    seconds: int | None = None
    clock_offset_seconds: int | None = None
    waited_offline: bool = False


class Create(Struct, frozen=True):
    """Report or add a record; its id is the client's, so that a repeated request is harmless."""

    id: UUID
    type: str
    data: dict[str, object]
    captured_at: datetime | None = None
    entry: Entry = Entry()
    insisted: dict[str, str] = {}


class Complete(Struct, frozen=True):
    """End or sign a task with an outcome and what its form asks; `version` is what was seen.

    `to` is an earlier node chosen for a return; `opinion` is said beside the form;
    `waited_offline`: it waited on the phone for a signal.
    """

    id: UUID
    record: UUID
    type: str
    task: UUID
    version: int
    outcome: str
    data: dict[str, object]
    captured_at: datetime | None = None
    insisted: dict[str, str] = {}
    to: str = ""
    opinion: str = ""
    waited_offline: bool = False


class AddEntry(Struct, frozen=True):
    """Record what happens while a task waits; `rows` are new rows, or the values of one entry.

    What version was seen is not asked: entries of several people do not disturb each other.
    """

    id: UUID
    record: UUID
    type: str
    entry: str
    rows: tuple[dict[str, object], ...]
    task: UUID | None = None
    captured_at: datetime | None = None
    waited_offline: bool = False
    insisted: dict[str, str] = {}


class Update(Struct, frozen=True):
    """Change fields of a plain record."""

    id: UUID
    record: UUID
    type: str
    version: int
    data: dict[str, object]
    insisted: dict[str, str] = {}


class Comment(Struct, frozen=True):
    """Say something on a record; part of the ledger like everything else."""

    id: UUID
    record: UUID
    type: str
    text: str


class Fire(Struct, frozen=True):
    """A deadline has come: remind, escalate, or look by the watch `name`, if the task still waits.

    `vacant`: nobody holds the roles of these seats, so waiting for the limit would help nobody.
    """

    id: UUID
    record: UUID
    type: str
    task: UUID
    kind: Literal["remind", "escalate", "vacant", "watch"]
    seats: tuple[int, ...] = (1,)
    name: str = ""


class Reopen(Struct, frozen=True):
    """The trouble of a closed record is back as another one: was its cure effective?"""

    id: UUID
    record: UUID
    type: str
    by: UUID
    number: str


class Absorb(Struct, frozen=True):
    """Another record turned out to be this one, reported again."""

    id: UUID
    record: UUID
    type: str
    by: UUID
    number: str


class Warn(Struct, frozen=True):
    """Warn of this record's repetition, if it is still the one that makes it."""

    id: UUID
    record: UUID
    type: str


Sharing = ShareLink | RevokeLink
Entered = Create | Complete | AddEntry | Update | Comment
Command = Entered | Fire | Reopen | Absorb | Warn | Habit | Sharing
