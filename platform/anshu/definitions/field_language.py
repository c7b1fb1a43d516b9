"""Fields, their choices and the forms that ask them; and what a kind of a record type adds."""

from typing import Literal

from msgspec import Struct

from anshu.definitions.words import Anchor, Text

FieldClass = Literal["normal", "restricted", "personal"]
FieldKind = Literal[
    "text", "long_text", "number", "choice", "multi_choice", "boolean", "datetime", "person",
    "org", "area", "equipment", "location", "photo", "signature", "clause", "assignments",
    "boundary", "plan_points", "working_calendar", "record", "table",
]  # fmt: skip
# What a text must say to be of use: which thing and what is wrong with it; what was done to it;
# what was found.
Telling = Literal["", "thing_and_defect", "action_taken", "finding"]
Promoted = Literal[
    "title", "level", "area", "equipment", "owner", "org_path", "due", "position",
    "t1", "t2", "t3", "t4", "n1", "n2", "n3", "d1", "d2", "d3",
]  # fmt: skip
# A field and a value as text.
Setting = tuple[str, str]
# A field, then the values of which it has one.
Condition = tuple[str, ...]


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
    """A ready text that a person may take and change (for example rectification advice).

    `when`: offered in records in which that field has one of these values; else in all.
    """

    title: Text
    text: Text
    when: Condition | None = None


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a record type, with its sensitivity class and where it is promoted to.

    A field of the kind "record" refers to a record of the type `of`. One of the kind "table"
    holds rows of its `columns` (fields that are no tables, of the table's class, not promoted);
    `max_items` bounds the rows. `parent_field`: only codes whose parent is that field's value
    can be chosen.
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
    columns: tuple["Field", ...] = ()
    parent_field: str = ""


class FormField(Struct, frozen=True, forbid_unknown_fields=True):
    """A field's use in a form.

    `required_when`: another field of the form has this value ("true" and "false" for booleans).
    `required_with`: that field of the record (or one of several, "h2s, co") is set, in this form or
    in an earlier one.
    `methods`: the ways of signing that a signature field accepts (records/signers/methods.py).
    `prefill`: a field of the record whose value is offered here first, to be changed.
    `when`: asked only of records in which that field has one of these values, given in this form
    or before; of others the field is not shown and a value for it is refused. `row_form`: the form
    (`of_table`) by which every row of a table is asked; without one all columns may be filled.
    `copies` (a field for a record, a table of that record): an empty table is filled with the rows
    of the record chosen there, by columns of the same key, to be changed.
    `found` ("guardians.card", in the form of an entry's rows): what the facts found for the row's
    only item of that list is kept where nothing was filled in.
    """

    field: str
    required: bool = False
    required_when: Setting | None = None
    min_items: int = 0
    required_with: str = ""
    methods: tuple[str, ...] = ("handwriting", "pin", "webauthn")
    prefill: str = ""
    when: Condition | None = None
    row_form: str = ""
    copies: Setting | None = None
    found: str = ""

    @property
    def with_any(self) -> tuple[str, ...]:
        """The fields of which one that is set makes this one required."""
        return tuple(key for key in map(str.strip, self.required_with.split(",")) if key)


class Conflict(Struct, frozen=True, forbid_unknown_fields=True):
    """Two answers that cannot both be true, for example no fall arrester and all measures taken.

    One of the two may have been given in an earlier form of the record.
    """

    first: Setting
    second: Setting


class Form(Struct, frozen=True, forbid_unknown_fields=True, tag="Form", tag_field="kind"):
    """Fields that are asked together: of the record, or of one row of the table `of_table`.

    `judged_like`: another form; the rule tables that are bound to it judge this one too.
    """

    key: str
    title: Text
    fields: tuple[FormField, ...]
    conflicts: tuple[Conflict, ...] = ()
    of_table: str = ""
    judged_like: str = ""


class FormUse(Struct, frozen=True, forbid_unknown_fields=True):
    """What a variant asks in a form of its base, after the base's own fields."""

    form: str
    fields: tuple[FormField, ...]


class Variant(Struct, frozen=True, forbid_unknown_fields=True, tag="Variant", tag_field="kind"):
    """One kind of the record type `of`: those whose field `varies_by` has the code `value`.

    Its fields belong to the type like the type's own; its questions are asked of its records
    only. `blocks` are shown on the page of its records.
    """

    key: str
    title: Text
    of: str
    value: str
    fields: tuple[Field, ...] = ()
    forms: tuple[FormUse, ...] = ()
    blocks: tuple["Block", ...] = ()


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """Fields that a page shows together under a title, also those that are still empty."""

    key: str
    title: Text
    fields: tuple[str, ...]
