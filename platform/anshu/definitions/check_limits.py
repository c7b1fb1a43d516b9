"""Checks what a record type says of its limits, its duplicates and its blocks of fields."""

from collections.abc import Iterator

from anshu.definitions.check_form import condition_findings
from anshu.definitions.field_language import Field, Form
from anshu.definitions.flow_language import Flow, Node
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType

# Kinds of fields whose values a condition can name.
CONDITIONS = ("choice", "multi_choice", "boolean")
KEPT = {"first": "datetime", "times": "number", "asked": "datetime", "late": "boolean"}


def limit_findings(item: RecordType, index: Index) -> Iterator[str]:
    """Findings of extension, blocks, conditional assignees, later limits and merging ends."""
    fields = {field.key: field for field in item.fields}
    yield from _extension_findings(item, fields)
    for block in item.blocks:
        for key in block.fields:
            if key not in fields:
                yield f"RecordType {item.key}, block {block.key}: {key} is no field of the type"
    flow = index.find(Flow, item.flow)
    for node in flow.nodes if flow is not None else ():
        named = f"Flow {item.flow}: node {node.key}"
        for assignee in node.assignees:
            for condition in (assignee.when, assignee.unless):
                texts = condition_findings(condition, fields, index) if condition else ()
                yield from (f"{named} asks somebody {text}" for text in texts)
        yield from (f"{named} {text}" for text in _merging_findings(item, node, fields))
        yield from (f"{named} {text}" for text in _later_findings(item, node, index))


def _extension_findings(item: RecordType, fields: dict[str, Field]) -> Iterator[str]:
    rule = item.extension
    if rule is None:
        return
    named = f"RecordType {item.key}, extension"
    for name, kind in KEPT.items():
        key = str(getattr(rule, name))
        if key not in fields or fields[key].kind != kind:
            yield f"{named}: {name} is {key}, which is no {kind} field of the type"
    if not any(field.promoted == "due" for field in item.fields):
        yield f"{named}: no field is promoted to due"


def _merging_findings(item: RecordType, node: Node, fields: dict[str, Field]) -> Iterator[str]:
    if not node.same_as:
        return
    if node.kind != "end" or node.closed:
        yield "is the same as another record, so it must be an end that closes nothing"
    field = fields.get(node.same_as)
    if field is None or field.kind != "record" or field.of != item.key:
        yield f"is the same as {node.same_as}, which is no field for a record of {item.key}"


def _later_findings(item: RecordType, node: Node, index: Index) -> Iterator[str]:
    due = next((field.key for field in item.fields if field.promoted == "due"), "")
    for outcome in node.outcomes:
        form = index.find(Form, outcome.form)
        asks = form is not None and due in {use.field for use in form.fields}
        if outcome.extends_by_days < 0 or (outcome.extends_by_days and not (due and asks)):
            yield f"{outcome.key} gives a later limit, but its form does not ask for one"
