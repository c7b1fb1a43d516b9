"""The facts that a decision may read: gathered outside the stream, in one statement before it.

Those that a verdict rests on are kept with the event.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.kernel.calendar import WorkingCalendar
from anshu.rules.reading import Item, Reading


class KnownRecord(Struct, frozen=True):
    """A record that a command refers to: enough to check the reference and to name it."""

    id: UUID
    type: str
    title: str
    org_path: str
    data: dict[str, object]
    number: str = ""
    state: str = ""


class KnownMedia(Struct, frozen=True):
    """A media row that a command refers to; `bound`: what a signature's proof is bound to.

    `arrived` is False while the file is only announced (media.uploads); `foreign`: it was sent by
    other people only.
    """

    hash: str
    purpose: str
    captured_at: datetime | None
    received_at: datetime
    uploaded_by: UUID | None
    bound: str = ""
    arrived: bool = True
    foreign: bool = False


class KnownClaim(Struct, frozen=True):
    """The newest row of a claim: the stream that holds it, "" when it was released.

    `number`: the one of the record that holds it.
    """

    stream: str
    generation: int
    number: str = ""


class KnownAlike(Struct, frozen=True):
    """A record that is alike (see definitions.language.Recurrence), voided ones left out.

    `closed_at` is its closure; `warned`: the warning of a repetition stands on it.
    """

    id: UUID
    number: str
    discovered_at: datetime
    closed_at: datetime | None = None
    warned: bool = False


class RowFacts(Struct, frozen=True):
    """What fact providers say of one of several rows that are entered at once."""

    readings: Mapping[str, Reading] = {}
    lists: Mapping[str, tuple[Item, ...]] = {}


class Facts(Struct, frozen=True):
    """What was read for one decision, all in one statement, at `now`.

    `warnings`: how many repetitions of the alike records were claimed so far. `holders`: the
    people with roles that a task about to open asks each of; `seen`: the tasks that somebody else
    than the actor has looked at. `units`: the paths asked for that are units, None if none was
    asked for; `claims`: of values that only one record may have. `sheets`, `rows`: of an entry's
    rows, in their order.
    """

    now: datetime
    number: int | None = None
    records: dict[UUID, KnownRecord] = {}
    media: dict[str, KnownMedia] = {}
    calendar: WorkingCalendar | None = None
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    alike: tuple[KnownAlike, ...] = ()
    warnings: int = 0
    holders: tuple[KnownRecord, ...] = ()
    seen: frozenset[UUID] = frozenset()
    units: frozenset[str] | None = None
    claims: dict[str, KnownClaim] = {}
    readings: Mapping[str, Reading] = {}
    lists: Mapping[str, tuple[Item, ...]] = {}
    rows: tuple[RowFacts, ...] = ()
