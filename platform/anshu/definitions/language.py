"""The definition language: what a pack may hold, as frozen structs.

Items are written in YAML in packages and kept as canonical JSON in the database. Every text
for people is a Text with Chinese first. Durations are minutes.
"""

from typing import Literal

from msgspec import Struct

from anshu.definitions.board_language import Board, Indicator
from anshu.definitions.field_language import Block, Code, CodeList, Condition, Field, Form, Variant
from anshu.definitions.flow_language import Flow
from anshu.definitions.lexicon import Lexicon
from anshu.definitions.rule_language import RuleTable
from anshu.definitions.sharing_language import Shared
from anshu.definitions.words import Anchor, Text

Scope = Literal["own", "team", "org", "tenant"]


class Column(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a ledger view: a promoted column or a field."""

    key: str
    label: Text


class Ledger(Struct, frozen=True, forbid_unknown_fields=True, tag="Ledger", tag_field="kind"):
    """A ledger that a plant used to type by hand: a filter and columns over records."""

    key: str
    title: Text
    type: str
    columns: tuple[Column, ...]
    where: tuple[tuple[str, str], ...] = ()


class Recurrence(Struct, frozen=True, forbid_unknown_fields=True):
    """When records are the same trouble again, and who is told.

    Alike are records of the type with equal values of the fields `same`, one of which is the
    equipment; those that were voided are left out. A record discovered within
    `after_closing_days` times 24 hours after an alike one was closed recurs: the roles
    `reopening_tells` and the responsible person of the earlier one are told. The one that makes
    `times` alike ones within `within_days` times 24 hours is warned of to `warning_tells`.
    """

    same: tuple[str, ...]
    after_closing_days: int
    reopening_tells: tuple[str, ...]
    times: int
    within_days: int
    warning_tells: tuple[str, ...]


class Extension(Struct, frozen=True, forbid_unknown_fields=True):
    """What a record keeps of its limit: nobody fills these fields, the flow does.

    `first`: the limit that was given first. `times`: how often a later one was given, whichever
    way. `asked`: the limit that is asked for, later than the one in force; `late`: whether it was
    asked for only after that had passed.
    """

    first: str
    times: str
    asked: str
    late: str


class Alarming(Struct, frozen=True, forbid_unknown_fields=True):
    """Alarms of a record are records of the type `type`, made by the product itself.

    Their fields `about` (the record), `code`, `since` (when it began), `said` (the sentence) and
    `subject` (whom or what it is about) are filled; one that is open for the same record, code
    and subject is not made again.
    """

    type: str
    about: str
    code: str
    since: str
    said: str
    subject: str


class Vicinity(Struct, frozen=True, forbid_unknown_fields=True):
    """Records of the type that are near each other know of each other.

    Those in one of the `states` stand in the index of places with a circle of `radius_m` around
    their position (or their area's middle), from `begins` to `ends` (datetime fields). A command
    by an outcome to one of the nodes `settles` re-reads the neighbours if another such command
    was faster. Those in a state `going_on` take place now too, before what was planned or after it.
    """

    radius_m: int
    states: tuple[str, ...]
    begins: str
    ends: str
    settles: tuple[str, ...] = ()
    going_on: tuple[str, ...] = ()


# Things that every record has, each of which a type may call by a name of its own.
Word = Literal[
    "reporter", "created_at", "captured_at", "closed_at", "elapsed", "elements", "foreseen"
]


class RecordType(
    Struct, frozen=True, forbid_unknown_fields=True, tag="RecordType", tag_field="kind"
):
    """A kind of record: its fields, number prefix, first form and flow (none: a plain record).

    `unique`: fields whose value only one record may have. `told_outside`: whether webhooks may
    tell of its records, which who sets them up need not be able to read. `varies_by`: the choice
    by which its variants differ. `exclusive`: fields whose value only one record may have while it
    is in one of these states (first the field, then the states). `shared`: what a link to one of
    its records shows without a log-in (none: there are no links). `words`: what this type calls
    things that every record has.
    """

    key: str
    module: str
    title: Text
    prefix: str
    start_form: str
    fields: tuple[Field, ...]
    states: tuple[Code, ...] = ()
    flow: str = ""
    level_list: str = ""
    recurrence: Recurrence | None = None
    unique: tuple[str, ...] = ()
    extension: Extension | None = None
    blocks: tuple[Block, ...] = ()
    told_outside: bool = True
    varies_by: str = ""
    alarms: Alarming | None = None
    vicinity: Vicinity | None = None
    exclusive: tuple[Condition, ...] = ()
    shared: Shared | None = None
    words: dict[Word, Text] = {}


class Grant(Struct, frozen=True, forbid_unknown_fields=True):
    """A permission `module:resource:action` within a data scope."""

    permission: str
    scope: Scope = "tenant"


class Role(Struct, frozen=True, forbid_unknown_fields=True, tag="Role", tag_field="kind"):
    """A role of the organisation: what it may do, on which rows."""

    key: str
    title: Text
    grants: tuple[Grant, ...]


class RoleGrants(
    Struct, frozen=True, forbid_unknown_fields=True, tag="RoleGrants", tag_field="kind"
):
    """What a module grants to a role that another pack defines."""

    key: str
    role: str
    grants: tuple[Grant, ...]


class Limit(Struct, frozen=True, forbid_unknown_fields=True, tag="Limit", tag_field="kind"):
    """A number that packs of several layers may each set; the strictest holds.

    `at_most`: the smallest `value`; `at_least`: the largest. A layer that sets one less strict
    than a layer above it is refused. Cells of rule tables name it: `> {limit:key}`.
    """

    key: str
    title: Text
    direction: Literal["at_most", "at_least"]
    value: str
    unit: str = ""
    clause: Anchor | None = None
    unverified: bool = False


class Calendar(Struct, frozen=True, forbid_unknown_fields=True, tag="Calendar", tag_field="kind"):
    """Working time of a plant: hours "HH:MM-HH:MM" by weekday 1 (Monday) to 7, exceptions."""

    key: str
    hours: dict[str, str]
    rest_days: tuple[str, ...] = ()
    working_days: dict[str, str] = {}


Item = (
    CodeList | Form | Ledger | Flow | RecordType | Role | Calendar | Indicator | Board
    | RuleTable | Lexicon | Variant | RoleGrants | Limit
)  # fmt: skip


class Pack(Struct, frozen=True, forbid_unknown_fields=True):
    """A published set of items: immutable, identified by the hash of its canonical form."""

    layer: Literal["law", "group", "region", "company"]
    publisher: str
    name: str
    version: str
    effective_from: str
    items: tuple[Item, ...]
    requires: tuple[str, ...] = ()
    effective_to: str = ""
    norms: tuple[Anchor, ...] = ()


class Assignment(Struct, frozen=True):
    """A person's role on an organisation path (subtree), until a time (RFC 3339) if set."""

    role: str
    org_path: str
    until: str = ""
