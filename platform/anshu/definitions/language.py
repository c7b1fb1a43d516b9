"""The definition language: what a pack may hold, as frozen structs.

Items are written in YAML in packages and kept as canonical JSON in the database. Every text
for people is a Text with Chinese first. Durations are minutes.
"""

from typing import Literal

from msgspec import Struct

from anshu.definitions.board_language import Board, Indicator
from anshu.definitions.lexicon import Lexicon
from anshu.definitions.rule_language import RuleTable
from anshu.definitions.words import Anchor, Text

FieldClass = Literal["normal", "restricted", "personal"]
FieldKind = Literal[
    "text", "long_text", "number", "choice", "multi_choice", "boolean", "datetime", "person",
    "org", "area", "equipment", "location", "photo", "signature", "clause", "assignments",
    "boundary", "plan_points", "working_calendar", "record",
]  # fmt: skip
# What a text must say to be of use: which thing and what is wrong with it; what was done to it;
# what was found.
Telling = Literal["", "thing_and_defect", "action_taken", "finding"]
Scope = Literal["own", "team", "org", "tenant"]
Mode = Literal["any", "all", "in_order"]
Intent = Literal["primary", "danger", "default"]
Promoted = Literal[
    "title", "level", "area", "equipment", "owner", "org_path", "due", "position",
    "t1", "t2", "t3", "t4", "n1", "n2", "n3", "d1", "d2", "d3",
]  # fmt: skip
# A field and a value as text.
Setting = tuple[str, str]


class Code(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of a code list; `maps_to` names the legal code of an internal grade.

    `colour` presents a level and is never the level; it stands beside the label. `keywords` are
    own words by which a clause is suggested from a text.
    """

    code: str
    label: Text
    parent: str = ""
    maps_to: str = ""
    hint: Text | None = None
    clause: Anchor | None = None
    colour: Literal["", "red", "orange", "yellow", "blue"] = ""
    keywords: tuple[str, ...] = ()


class CodeList(Struct, frozen=True, forbid_unknown_fields=True, tag="CodeList", tag_field="kind"):
    """A list of choices; values_from_parent codes refine it in lower layers.

    `includes`: lists whose codes are offered too, after its own.
    """

    key: str
    title: Text
    items: tuple[Code, ...] = ()
    layer_use: Literal["binding", "default"] = "default"
    includes: tuple[str, ...] = ()


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """A ready text that a person may take and change (for example rectification advice)."""

    title: Text
    text: Text


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a record type, with its sensitivity class and where it is promoted to.

    A field of the kind "record" refers to a record of the type `of`.
    """

    key: str
    kind: FieldKind
    label: Text
    classed: FieldClass = "normal"
    promoted: Promoted | None = None
    code_list: str = ""
    of: str = ""
    unit: str = ""
    max_length: int = 4000
    minimum: str = ""
    maximum: str = ""
    max_items: int = 12
    camera: bool = False
    help: Text | None = None
    templates: tuple[Template, ...] = ()
    listed: bool = False
    telling: Telling = ""


class FormField(Struct, frozen=True, forbid_unknown_fields=True):
    """A field's use in a form.

    `required_when`: another field of the form has this value ("true" and "false" for booleans).
    `required_with`: that field of the record is set, in this form or in an earlier one.
    `methods`: the ways of signing that a signature field accepts (records/signers/methods.py).
    `prefill`: a field of the record whose value is offered here first, to be changed.
    """

    field: str
    required: bool = False
    required_when: Setting | None = None
    min_items: int = 0
    required_with: str = ""
    methods: tuple[str, ...] = ("handwriting", "pin", "webauthn")
    prefill: str = ""


class Conflict(Struct, frozen=True, forbid_unknown_fields=True):
    """Two answers that cannot both be true, for example no fall arrester and all measures taken.

    One of the two may have been given in an earlier form of the record.
    """

    first: Setting
    second: Setting


class Form(Struct, frozen=True, forbid_unknown_fields=True, tag="Form", tag_field="kind"):
    """Fields that are asked together."""

    key: str
    title: Text
    fields: tuple[FormField, ...]
    conflicts: tuple[Conflict, ...] = ()


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


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence that a gate asks for: photos of a field, a signature, a watermarked position.

    `by_owner`: given by the responsible person; `not_by_owner`: by anybody else. A position
    `since_node`: captured after that node's task was opened. A position
    counts within `radius_m` metres of the area (or of the reported place) if its accuracy is
    `max_accuracy_m` metres or better.
    """

    key: str
    kind: Literal["photo", "signature", "position"]
    label: Text
    node: str
    field: str
    by_owner: bool = False
    not_by_owner: bool = False
    since_node: str = ""
    radius_m: int = 200
    max_accuracy_m: int = 200


class Outcome(Struct, frozen=True, forbid_unknown_fields=True):
    """How a task can end, the form it asks and the node that follows.

    `also_to`: earlier nodes that the doer may choose instead (退回 to one of them), once passed.
    `extends_by_days`: the limit that its form gives is later than the one in force (or than now,
    if that has passed), by at most so many days.
    """

    key: str
    label: Text
    to: str
    form: str = ""
    intent: Intent = "default"
    done: bool = False
    also_to: tuple[str, ...] = ()
    extends_by_days: int = 0


class Assignee(Struct, frozen=True, forbid_unknown_fields=True):
    """Who gets a task: a role in the record's organisation, or the person in a field.

    Of a role's holders one suffices, unless it says `each`: then every one of them must sign.
    Only of records in which a field has the value `when`, or has not the value `unless`.
    """

    role: str = ""
    field: str = ""
    each: bool = False
    when: Setting | None = None
    unless: Setting | None = None


class Timer(Struct, frozen=True, forbid_unknown_fields=True):
    """A task's limit, its reminders before it, and who is added when it passes.

    `limit_field` takes the limit from a datetime field instead. `working_time` counts only
    the plant's working hours; the default counts every minute, because safety works in shifts.
    Who is added can act in the others' place (`adds: alternative`) or must sign as well
    (`adds: signature`); nobody's check is taken away.
    """

    minutes: int = 0
    limit_field: str = ""
    remind_before: tuple[int, ...] = ()
    escalate_to: str = ""
    working_time: bool = False
    adds: Literal["alternative", "signature"] = "alternative"


class Node(Struct, frozen=True, forbid_unknown_fields=True):
    """One node of a flow: a task for people, or an end.

    `mode`: any assignee ends the task (或签), all must agree in any order (会签), or all in the
    order they are listed (依次). They agree by the primary outcome; any other one objects, ends
    the task at once and makes the others' signatures void. An end is `same_as` the record in
    that field when the two are one trouble, reported twice.
    """

    key: str
    title: Text
    kind: Literal["task", "end"] = "task"
    assignees: tuple[Assignee, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    timer: Timer | None = None
    not_by_actor_of: tuple[str, ...] = ()
    needs: tuple[Evidence, ...] = ()
    record_state: str = ""
    closed: bool = False
    action: Text | None = None
    mode: Mode = "any"
    same_as: str = ""


class Flow(Struct, frozen=True, forbid_unknown_fields=True, tag="Flow", tag_field="kind"):
    """A flow: its first node and its nodes in reading order.

    `withdrawn_to`: the end that a record reaches when its reporter takes it back before anybody
    acted; without one nobody can. A task may be urged (催办) once in `urge_every` minutes.
    """

    key: str
    start: str
    nodes: tuple[Node, ...]
    withdrawn_to: str = ""
    urge_every: int = 30


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


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields that a page shows together under a title, also those that are still empty."""

    key: str
    title: Text
    fields: tuple[str, ...]


class RecordType(
    Struct, frozen=True, forbid_unknown_fields=True, tag="RecordType", tag_field="kind"
):
    """A kind of record: its fields, number prefix, first form and flow (none: a plain record).

    `unique`: fields whose value only one record may have. `told_outside`: whether webhooks may
    tell of its records, which who sets them up need not be able to read.
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


class Grant(Struct, frozen=True, forbid_unknown_fields=True):
    """A permission `module:resource:action` within a data scope."""

    permission: str
    scope: Scope = "tenant"


class Role(Struct, frozen=True, forbid_unknown_fields=True, tag="Role", tag_field="kind"):
    """A role of the organisation: what it may do, on which rows."""

    key: str
    title: Text
    grants: tuple[Grant, ...]


class Calendar(Struct, frozen=True, forbid_unknown_fields=True, tag="Calendar", tag_field="kind"):
    """Working time of a plant: hours "HH:MM-HH:MM" by weekday 1 (Monday) to 7, exceptions."""

    key: str
    hours: dict[str, str]
    rest_days: tuple[str, ...] = ()
    working_days: dict[str, str] = {}


Item = (
    CodeList | Form | Ledger | Flow | RecordType | Role | Calendar | Indicator | Board
    | RuleTable | Lexicon
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
