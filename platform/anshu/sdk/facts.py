"""What a module knows beyond a record: fact providers, what they ask for and what they answer.

A provider is pure. It says first what it has to see; the platform reads everything that all
providers of a command ask for in one statement, together with the command's other facts; then
the provider turns it into readings and lists that rule tables judge. The forbidding figures
stand in those tables, never here. Only providers of facts that a table asks for are called.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.rules.reading import Item as Item
from anshu.rules.reading import Reading as Reading


class Situation(Struct, frozen=True, kw_only=True):
    """The moment that is judged: a form, a row of a log, or a watch of a record.

    `data`: what the record would hold, the form's values over it; `change`: the form's own values
    (or the row's, which are not in `data`). `node`: where the record waits; `watch`: the watch that
    came due, if it is one. `entered` and `left`: when a node's newest task was opened, and when its
    newest one was closed. Before a record is made its `number` and `state` are empty.
    """

    now: datetime
    timezone: str
    record_type: str
    record: UUID
    number: str
    state: str
    node: str
    form: str
    watch: str
    data: Mapping[str, object]
    change: Mapping[str, object]
    actor: UUID | None
    actor_roles: tuple[str, ...]
    entered: Mapping[str, datetime]
    left: Mapping[str, datetime]


class Referring(Struct, frozen=True):
    """Records of a type whose field (a reference, normal or restricted) names one of `ids`."""

    type: str
    field: str
    ids: tuple[UUID, ...]


class Similar(Struct, frozen=True):
    """Records of a type in an area, registered since then, with equal values of these fields.

    `table.column` names a column: some row of the table has the value. `states`: only those in one
    of them.
    """

    type: str
    area: UUID | None
    equal: tuple[tuple[str, str], ...]
    since: datetime
    states: tuple[str, ...] = ()


class Observing(Struct, frozen=True):
    """Each source's newest observation of a quantity, of a subject or of the whole plant.

    `highest`: the one of these minutes with the highest value instead.
    """

    quantity: str
    subject: UUID | None
    within_minutes: int
    highest: bool = False


class Asked(Struct, frozen=True, kw_only=True):
    """What a provider has to see; `near`: the record's neighbours (definitions' Vicinity)."""

    records: tuple[UUID, ...] = ()
    referring: tuple[Referring, ...] = ()
    similar: tuple[Similar, ...] = ()
    near: bool = False
    observations: tuple[Observing, ...] = ()


class KnownRecord(Struct, frozen=True, kw_only=True):
    """Another record as it stands; `data` holds its normal and restricted fields."""

    id: UUID
    type: str
    title: str
    number: str
    state: str
    org_path: str
    created_at: datetime
    closed_at: datetime | None
    data: Mapping[str, object]


class Neighbour(Struct, frozen=True, kw_only=True):
    """A record in the vicinity at an overlapping time.

    `distance_m` is measured between the two points that stand for them; 0 if a place is only
    known by the area or thing that both name. An end that is not known is open.
    """

    record: KnownRecord
    distance_m: float
    begins: datetime | None
    ends: datetime | None


class Observation(Struct, frozen=True, kw_only=True):
    """A measured value with who measured it, when and where."""

    quantity: str
    subject: UUID | None
    source: str
    value: str
    unit: str
    at: datetime
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None


class Known(Struct, frozen=True, kw_only=True):
    """What was read: everything that all providers of the command asked for.

    A provider picks out its own; what does not exist is not there.
    """

    records: Mapping[UUID, KnownRecord] = {}
    referring: tuple[KnownRecord, ...] = ()
    similar: tuple[KnownRecord, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    observations: tuple[Observation, ...] = ()


class Readings(Struct, frozen=True, kw_only=True):
    """What tables read: values by name and lists by name.

    A value that is not known is left out; a list that does not apply is given empty.
    """

    values: Mapping[str, Reading] = {}
    lists: Mapping[str, tuple[Item, ...]] = {}


class FactProvider(Struct, frozen=True, kw_only=True):
    """Gives the facts and lists of these names; both functions are pure."""

    gives: tuple[str, ...]
    asks: Callable[[Situation], Asked]
    read: Callable[[Situation, Known], Readings]
