"""Checks the forms that a record type asks: their fields, conditions and counts."""

from collections.abc import Iterator, Mapping

from anshu.definitions.check_data import doubles
from anshu.definitions.field_language import (
    CodeList,
    Condition,
    Conflict,
    Field,
    Form,
    FormField,
)
from anshu.definitions.flow_language import Flow
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType
from anshu.definitions.merging import VariantQuestion

COMPARED = ("choice", "multi_choice", "clause", "boolean", "text")
MANY = ("photo", "multi_choice", "assignments", "table")


def form_findings(item: RecordType, index: Index) -> Iterator[str]:
    """Findings of every form that records of this type are asked, each form once."""
    fields = {field.key: field for field in item.fields}
    for key in dict.fromkeys(asked_forms(item, index)):
        form = index.find(Form, key)
        if form is None:
            if key != item.start_form:
                yield f"Flow {item.flow} asks Form {key}, which no pack defines"
            continue
        asked, spoken_of = fields, fields
        if form.of_table:
            if key in _whole_forms(item, index):
                yield f"Form {key} is of a row of {form.of_table}: it cannot begin or end a task"
            table = fields.get(form.of_table)
            if table is None or table.kind != "table":
                yield f"Form {key} is of {form.of_table}, which is no table of {item.key}"
                continue
            asked = {column.key: column for column in table.columns}
            spoken_of = {**fields, **asked}
        for double in doubles(use.field for use in form.fields):
            yield f"Form {key} asks field {double} twice: remove one (variants must ask it alike)"
        for use in form.fields:
            if use.field not in asked:
                what = f"table {form.of_table}" if form.of_table else item.key
                yield f"Form {key} asks field {use.field}, which {what} lacks"
            else:
                yield from _use_findings(form, use, spoken_of, index)
                yield from _row_form_findings(form, use, spoken_of[use.field], index)
                yield from _copy_findings(form, use, spoken_of, index)
                yield from _found_findings(form, use)
        for conflict in form.conflicts:
            yield from _conflict_findings(form, conflict, spoken_of, index)


def condition_findings(
    condition: Condition, fields: Mapping[str, Field], index: Index
) -> Iterator[str]:
    """What keeps a condition from ever holding: "when job is digging, ..."."""
    key, *values = condition or ("",)
    if key not in fields:
        yield f"when {key or '(nothing)'}, which is no field here"
        return
    field = fields[key]
    if field.kind not in COMPARED:
        yield f"when {key}, a {field.kind}: only {', '.join(COMPARED)} can be compared"
        return
    if not values:
        yield f"when {key} has none of no values: name one"
    for value in values:
        for text in value_findings(field, value, index):
            yield f"when {key} is {value}, {text}"


def asked_forms(item: RecordType, index: Index) -> Iterator[str]:
    """The keys of the forms a type can ask, the first form first; those of rows last."""
    flow = index.find(Flow, item.flow)
    keys = _whole_forms(item, index)
    keys += [entry.form for entry in (flow.entries if flow is not None else ())]
    yield from keys
    for key in dict.fromkeys(keys):
        form = index.find(Form, key)
        yield from (use.row_form for use in (form.fields if form else ()) if use.row_form)


def _whole_forms(item: RecordType, index: Index) -> list[str]:
    flow = index.find(Flow, item.flow)
    outcomes = [outcome for node in (flow.nodes if flow else ()) for outcome in node.outcomes]
    return [item.start_form, *(outcome.form for outcome in outcomes if outcome.form)]


def _offered_findings(field: Field, fields: dict[str, Field], index: Index) -> Iterator[str]:
    """Ready texts of the field and its columns that would never be offered."""
    for template in (text for each in (field, *field.columns) for text in each.templates):
        for text in condition_findings(template.when, fields, index) if template.when else ():
            yield f"the text {template.title.zh} is offered {text}"


def _use_findings(
    form: Form, use: FormField, fields: dict[str, Field], index: Index
) -> Iterator[str]:
    field = fields[use.field]
    named = f"Form {form.key}, field {use.field}"
    if use.min_items and field.kind not in MANY:
        yield f"{named}: min_items is for {', '.join(MANY)} only"
    if use.min_items > field.max_items:
        yield f"{named}: min_items {use.min_items} is above max_items {field.max_items}"
    for key in (each for each in use.with_any if each not in fields):
        yield f"{named} is required with {key}, which is no field of the type"
    if use.prefill and (use.prefill not in fields or fields[use.prefill].kind != field.kind):
        yield f"{named} is prefilled with {use.prefill}, which is no field of its kind"
    if use.when is not None:
        for text in condition_findings(use.when, fields, index):
            yield f"{named} is asked {text}"
    yield from (f"{named}: {text}" for text in _offered_findings(field, fields, index))
    of_variant = use.of if isinstance(use, VariantQuestion) else None
    if of_variant is not None and of_variant[0] == use.field:
        yield f"{named} decides which variant it is: it cannot be asked of one"
    if use.required_when is None:
        return
    other, value = use.required_when
    if other not in {each.field for each in form.fields} or other not in fields:
        yield f"{named} is required when {other} is {value}, but the form does not ask {other}"
        return
    for text in value_findings(fields[other], value, index):
        yield f"{named} is required when {other} is {value}, {text}"
    if fields[other].kind not in ("choice", "clause", "text", "boolean"):
        yield (
            f"{named} depends on {other}, a {fields[other].kind}: only choices, texts and "
            "booleans can be"
        )


def _conflict_findings(
    form: Form, conflict: Conflict, fields: dict[str, Field], index: Index
) -> Iterator[str]:
    pair = (conflict.first, conflict.second)
    named = f"Form {form.key}, conflict of {pair[0][0]} and {pair[1][0]}"
    if pair[0][0] == pair[1][0]:
        yield f"{named}: the two are one field, name another"
    if not {key for key, _ in pair} & {use.field for use in form.fields}:
        yield f"{named}: the form asks neither of them"
    for key, value in pair:
        if key not in fields:
            yield f"{named}: {key} is no field of the type"
        elif fields[key].kind not in ("choice", "multi_choice", "clause", "boolean"):
            yield f"{named}: {key} is a {fields[key].kind}, only choices and booleans can exclude"
        else:
            for text in value_findings(fields[key], value, index):
                yield f"{named}: {value} is given for {key}, {text}"


def _row_form_findings(form: Form, use: FormField, field: Field, index: Index) -> Iterator[str]:
    if not use.row_form:
        return
    named = f"Form {form.key}, field {use.field}"
    rows = index.find(Form, use.row_form)
    if field.kind != "table":
        yield f"{named} is a {field.kind}: only rows of tables have a row_form"
    elif rows is None:
        yield f"{named} asks its rows by Form {use.row_form}, which no pack defines"
    elif rows.of_table != use.field:
        yield f"{named} asks its rows by Form {use.row_form}, which is not of that table"


def _found_findings(form: Form, use: FormField) -> Iterator[str]:
    named = f"Form {form.key}, field {use.field} keeps what was found as {use.found}"
    if use.found and not form.of_table:
        yield f"{named}, but is of no table: only rows of an entry keep what was found"
    elif use.found and not all(use.found.partition(".")):
        yield f"{named}, which is no list and fact (list.fact)"


def _copy_findings(
    form: Form, use: FormField, fields: dict[str, Field], index: Index
) -> Iterator[str]:
    if use.copies is None:
        return
    named = f"Form {form.key}, field {use.field} copies {use.copies[1]} of {use.copies[0]}"
    chosen, columns = fields.get(use.copies[0]), {c.key for c in fields[use.field].columns}
    source = index.find(RecordType, chosen.of) if chosen is not None else None
    tables = {field.key: field for field in source.fields} if source is not None else {}
    if not columns:
        yield f"{named}, but is no table"
    elif source is None:
        yield f"{named}, which is no field for a record"
    elif not columns & {c.key for c in tables.get(use.copies[1], fields[use.copies[0]]).columns}:
        yield f"{named}, which is no table with a column of the same key"


def value_findings(field: Field, value: str, index: Index) -> Iterator[str]:
    """Why a field can never have the value."""
    codes = index.find(CodeList, field.code_list)
    if codes is not None and value not in {code.code for code in index.codes(codes)}:
        yield f"which is no code of {codes.key}"
    if field.kind == "boolean" and value not in ("true", "false"):
        yield "which is neither true nor false"
