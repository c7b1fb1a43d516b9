"""A record type as a client draws it: what an answer about its definition holds."""

from msgspec import UNSET, Struct, UnsetType

from anshu.definitions.field_language import Setting
from anshu.kernel.expressions import Expression


class TemplateText(Struct, frozen=True):
    """A ready text; `when`: a field, then the values of which it has one where this is offered."""

    title: str
    text: str
    when: tuple[str, ...] = ()


class CopyShape(Struct, frozen=True):
    """Rows that an empty table is filled with: those of `table` of the record chosen in `field`."""

    field: str
    of: str
    table: str


class FieldShape(Struct, frozen=True, omit_defaults=True, rename={"classed": "class"}):
    """One field of a form as a client draws it.

    `prefill`: the field of the record whose value is offered first. `lasting`: photos that
    prove as well when they were taken for an earlier round of the same work. `asked_if`: only then
    it is shown. `parent_field`: only codes whose parent is that field's value can be chosen.
    `columns`: of a table, all of them; one that is `hidden` is not asked in this form.
    """

    key: str
    kind: str
    label: str
    required: bool = False
    classed: str = "normal"
    help: str = ""
    unit: str = ""
    code_list: str = ""
    of: str = ""
    max_length: int = 0
    minimum: str = ""
    maximum: str = ""
    min_items: int = 0
    max_items: int = 0
    camera: bool = False
    templates: tuple[TemplateText, ...] = ()
    required_when: Setting | None = None
    required_with: str = ""
    needed_if: Expression | None = None
    telling: str = ""
    suggests: bool = False
    promoted: str = ""
    methods: tuple[str, ...] = ()
    prefill: str = ""
    lasting: bool = False
    asked_if: Expression | None = None
    parent_field: str = ""
    columns: tuple["FieldShape", ...] = ()
    hidden: bool = False
    copies: CopyShape | None = None


class ConflictShape(Struct, frozen=True):
    """Two answers that exclude each other, each a field and its value as text."""

    first: Setting
    second: Setting
    excluded_if: Expression


class FormShape(Struct, frozen=True):
    """A form; `checked`: judgement has something to say of it while it is filled.

    `of_table`: it asks the columns of one row of that table.
    """

    title: str
    fields: tuple[FieldShape, ...]
    conflicts: tuple[ConflictShape, ...] = ()
    checked: bool = False
    of_table: str = ""


class OutcomeShape(Struct, frozen=True):
    key: str
    label: str
    intent: str
    form: str


class CountdownShape(Struct, frozen=True):
    """Rows of `table` are due every so many `minutes` after the newest one's `column`.

    `only`: the values of what the type varies by that it concerns; none: every record.
    """

    watch: str
    title: str
    minutes: int
    table: str
    column: str
    only: tuple[str, ...] = ()


class NodeShape(Struct, frozen=True):
    key: str
    title: str
    kind: str
    outcomes: tuple[OutcomeShape, ...]
    countdowns: tuple[CountdownShape, ...] = ()


class FlowShape(Struct, frozen=True):
    nodes: tuple[NodeShape, ...]


class CodeShape(Struct, frozen=True, omit_defaults=True):
    """A choice; `clause`: where it comes from, norm and clause."""

    code: str
    label: str
    parent: str = ""
    hint: str = ""
    colour: str = ""
    clause: str = ""


class ListShape(Struct, frozen=True):
    title: str
    items: tuple[CodeShape, ...]


class BlockShape(Struct, frozen=True):
    """Fields that are shown together; `shown_if`: only on the pages of these records."""

    key: str
    title: str
    fields: tuple[str, ...]
    shown_if: Expression | None = None


class Capabilities(Struct, frozen=True):
    create: bool


class Start(Struct, frozen=True):
    form: str


class Definition(Struct, frozen=True):
    """A record type as this reader may use it; `unasked`: fields that no form asks for.

    `words`: own names of what every record has; the client has names for the others.
    """

    type: str
    title: str
    definition: str
    capabilities: Capabilities
    start: Start
    forms: dict[str, FormShape]
    flow: FlowShape
    code_lists: dict[str, ListShape]
    states: tuple[CodeShape, ...]
    level_list: str | UnsetType = UNSET
    blocks: tuple[BlockShape, ...] = ()
    unasked: tuple[FieldShape, ...] = ()
    words: dict[str, str] = {}
