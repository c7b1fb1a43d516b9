"""Checks what is recorded and watched while a task waits, and values that outcomes write."""

from collections.abc import Iterator, Mapping

from anshu.definitions.check_data import doubles
from anshu.definitions.check_form import value_findings
from anshu.definitions.field_language import Field, Form
from anshu.definitions.flow_language import Flow, LogEntry, Node, Outcome, Watch
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType, Role

# What a value that the product puts in needs as a field.
PUT_IN = {"@now": "datetime", "@actor": "person"}
WRITTEN = ("text", "choice", "boolean")


def meanwhile_findings(item: RecordType, index: Index) -> Iterator[str]:
    """Findings of a flow's entries, watches and written values against the type that uses it."""
    flow = index.find(Flow, item.flow)
    if flow is None:
        return
    fields = {field.key: field for field in item.fields}
    named = f"Flow {flow.key}"
    for key in doubles(entry.key for entry in flow.entries):
        yield f"{named} has the entry {key} twice: rename one"
    for node in flow.nodes:
        for key in doubles(watch.key for watch in node.watches):
            yield f"{named}: node {node.key} has the watch {key} twice: rename one"
    for entry in flow.entries:
        texts = _entry_findings(entry, flow, fields, index)
        yield from (f"{named}: entry {entry.key} {text}" for text in texts)
    for node in flow.nodes:
        within = f"{named}: node {node.key}"
        for watch in node.watches:
            texts = _watch_findings(watch, node, fields)
            yield from (f"{within}, watch {watch.key} {text}" for text in texts)
        for outcome in node.outcomes:
            texts = _setting_findings(outcome, fields, index)
            yield from (f"{within}, {outcome.key} {text}" for text in texts)


def person_field(fields: Mapping[str, Field], address: str) -> bool:
    """Whether the address is that of a person field, or of a column of persons."""
    field = addressed(fields, address)
    return field is not None and field.kind == "person"


def addressed(fields: Mapping[str, Field], address: str) -> Field | None:
    """The field `key`, or the column `table.column`; None if there is none."""
    key, dot, column = address.partition(".")
    field = fields.get(key)
    if field is None or not dot:
        return field
    return next((each for each in field.columns if each.key == column), None)


def _entry_findings(
    entry: LogEntry, flow: Flow, fields: Mapping[str, Field], index: Index
) -> Iterator[str]:
    tasks = {node.key for node in flow.nodes if node.kind == "task"}
    if not entry.at:
        yield "is offered at no node: name one"
    for key in entry.at:
        if key not in tasks:
            yield f"is offered at {key}, which is no task of the flow"
    for assignee in entry.by:
        if bool(assignee.role) == bool(assignee.field):
            yield "has an assignee with neither or both of role and field: give one"
        elif assignee.role and index.find(Role, assignee.role) is None:
            yield f"is for Role {assignee.role}, which no pack defines"
        elif assignee.field and not person_field(fields, assignee.field):
            yield f"is for the person in {assignee.field}, which is no field for a person"
    table = fields.get(entry.appends)
    if entry.appends and (table is None or table.kind != "table"):
        yield f"appends to {entry.appends}, which is no table of the type"
        return
    form = index.find(Form, entry.form)
    if form is not None and form.of_table != entry.appends:
        yield f"asks Form {entry.form}, which is not of {entry.appends or 'the record'}"
    asked = {use.field for use in form.fields} if form is not None else set()
    if entry.ends and (table is None or entry.ends not in asked):
        yield f"ends a row by {entry.ends}, which its form does not ask"


def _watch_findings(watch: Watch, node: Node, fields: Mapping[str, Field]) -> Iterator[str]:
    if node.kind == "end":
        yield "is at an end, where nothing waits"
    if min(watch.minutes, watch.every) < 0:
        yield "has minutes or every below 0"
    if not (watch.minutes or watch.every or watch.since):
        yield "never comes: give minutes, every or since"
    field = addressed(fields, watch.since) if watch.since else None
    if watch.since and (field is None or field.kind != "datetime"):
        yield f"counts since {watch.since}, which is no datetime of the type"


def _setting_findings(outcome: Outcome, fields: Mapping[str, Field], index: Index) -> Iterator[str]:
    for key, value in outcome.sets:
        field = fields.get(key)
        if field is None:
            yield f"sets {key}, which is no field of the type"
        elif value in PUT_IN:
            if field.kind != PUT_IN[value]:
                yield f"sets {key} to {value}, but it is a {field.kind}, not a {PUT_IN[value]}"
        elif field.kind not in WRITTEN:
            yield f"sets {key}, a {field.kind}: only {', '.join(WRITTEN)} can be written"
        else:
            for text in value_findings(field, value, index):
                yield f"sets {key} to {value}, {text}"
