"""Checks record types: keys, fields, what they are promoted to, code lists, limits."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from anshu.definitions.check_data import doubles
from anshu.definitions.check_sharing import shared_findings
from anshu.definitions.check_table import parent_findings, table_findings
from anshu.definitions.field_language import CodeList, Field, Form
from anshu.definitions.flow_language import Flow
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType, Recurrence, Role

# Keys stand in streams, permissions and JSON; the flow's own values begin with "@".
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
CHOSEN = ("choice", "multi_choice", "clause")
TEXTS = ("text", "long_text")
# Which kinds of field a promoted column can hold.
HOLDS: dict[str, tuple[str, ...]] = {
    "title": TEXTS,
    "level": ("choice",),
    "area": ("area",),
    "equipment": ("equipment",),
    "owner": ("person",),
    "org_path": ("org",),
    "due": ("datetime",),
    "position": ("location",),
}
SLOTS: dict[str, tuple[str, ...]] = {
    "t": (*TEXTS, "choice", "clause", "org", "boolean", "person", "area", "equipment", "record"),
    "n": ("number",),
    "d": ("datetime",),
}


def type_findings(item: RecordType, index: Index) -> Iterator[str]:
    """Everything of a record type that does not fit together, its forms and flow apart."""
    if not KEY.fullmatch(item.key):
        yield f"RecordType {item.key!r}: a key is lower-case letters, digits and _ (at most 40)"
    if index.find(Form, item.start_form) is None:
        yield f"RecordType {item.key} starts with Form {item.start_form}, which no pack defines"
    if item.flow and index.find(Flow, item.flow) is None:
        yield f"RecordType {item.key} uses Flow {item.flow}, which no pack defines"
    if item.level_list and index.find(CodeList, item.level_list) is None:
        yield f"RecordType {item.key} uses CodeList {item.level_list}, which no pack defines"
    for key in doubles(field.key for field in item.fields):
        yield f"RecordType {item.key} has the field {key} twice: rename one"
    for promoted in doubles(field.promoted for field in item.fields if field.promoted):
        yield f"RecordType {item.key} promotes two fields to {promoted}: choose one"
    for code in doubles(state.code for state in item.states):
        yield f"RecordType {item.key} has the state {code} twice: remove one"
    fields = {field.key: field for field in item.fields}
    for field in item.fields:
        named = f"field {item.key}.{field.key}"
        yield from _field_findings(named, field, index)
        yield from table_findings(named, field)
        yield from parent_findings(named, field, fields, index)
        columns = {column.key: column for column in field.columns}
        for column in field.columns:
            within = f"{named}.{column.key}"
            yield from _field_findings(within, column, index)
            yield from parent_findings(within, column, {**fields, **columns}, index)
    if item.recurrence is not None:
        yield from _recurrence_findings(item, item.recurrence, index)
    yield from shared_findings(item, index)


def _recurrence_findings(item: RecordType, rule: Recurrence, index: Index) -> Iterator[str]:
    named = f"RecordType {item.key}, recurrence"
    fields = {field.key: field for field in item.fields}
    known = [fields[key] for key in rule.same if key in fields]
    for key in rule.same:
        if key not in fields:
            yield f"{named}: {key} is no field of the type"
    if [field.promoted for field in known].count("equipment") != 1:
        yield f"{named}: one of the fields must be promoted to equipment"
    for field in known:
        if field.classed != "normal":
            yield f"{named}: {field.key} is {field.classed}, which is read for no comparison"
        if field.kind not in ("equipment", "choice", "clause", "area", "boolean"):
            yield f"{named}: {field.key} is a {field.kind}, whose values are not compared"
    if rule.times < 2 or min(rule.within_days, rule.after_closing_days) < 1:
        yield f"{named}: times must be 2 or more, the days 1 or more"
    for role in (*rule.reopening_tells, *rule.warning_tells):
        if index.find(Role, role) is None:
            yield f"{named} names Role {role}, which no pack defines"


def _field_findings(named: str, field: Field, index: Index) -> Iterator[str]:
    if not KEY.fullmatch(field.key):
        yield f"{named}: a key is lower-case letters, digits and _ (at most 40)"
    if field.code_list and index.find(CodeList, field.code_list) is None:
        yield f"{named} uses CodeList {field.code_list}, which no pack defines"
    if field.kind in CHOSEN and not field.code_list:
        yield f"{named} is a {field.kind} without a code_list: name one"
    if field.promoted is not None and field.kind != "table":
        held = HOLDS.get(field.promoted) or SLOTS[field.promoted[0]]
        if field.kind not in held:
            yield (
                f"{named} is a {field.kind} and cannot be promoted to {field.promoted}, "
                f"which holds {' or '.join(held)}"
            )
    if field.kind == "record" and index.find(RecordType, field.of) is None:
        yield f"{named} refers to the RecordType {field.of or '(none)'}, which no pack defines"
    if field.of and field.kind != "record":
        yield f"{named} is a {field.kind} and refers to no RecordType: remove of"
    if field.telling and field.kind not in TEXTS:
        yield f"{named} is a {field.kind}: only texts can tell something, remove telling"
    if field.telling and field.classed != "normal":
        yield f"{named} is {field.classed}: why it is insisted on would be for all to read"
    yield from _limit_findings(named, field)


def _limit_findings(named: str, field: Field) -> Iterator[str]:
    limits = {}
    for name, text in (("minimum", field.minimum), ("maximum", field.maximum)):
        if not text:
            continue
        if field.kind != "number":
            yield f"{named} has a {name} but is no number: remove it"
            continue
        try:
            limits[name] = Decimal(text)
        except InvalidOperation:
            yield f"{named} has the {name} {text!r}: write a decimal number"
    if len(limits) == 2 and limits["minimum"] > limits["maximum"]:
        yield f"{named} has a minimum above its maximum: no value would fit"
    if field.max_items < 1 or field.max_length < 1:
        yield f"{named} has a max_items or max_length below 1: no value would fit"
