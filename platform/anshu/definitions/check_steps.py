"""Checks a flow against the record type that uses it: fields, evidence, states."""

from collections.abc import Iterator

from anshu.definitions.check_meanwhile import person_field
from anshu.definitions.field_language import Field, Form
from anshu.definitions.flow_language import Evidence, Flow, Node
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType

GIVEN_AS = {"photo": "photo", "signature": "signature", "position": "location"}


def step_findings(item: RecordType, index: Index) -> Iterator[str]:
    """What a flow's steps ask of the record type and its forms."""
    flow = index.find(Flow, item.flow)
    if flow is None:
        return
    fields = {field.key: field for field in item.fields}
    states = {state.code for state in item.states}
    for node in flow.nodes:
        named = f"Flow {flow.key}: node {node.key}"
        yield from (f"{named} {text}" for text in _field_findings(item, node, fields))
        if (node.record_state or node.key) not in states:
            state = node.record_state or node.key
            yield f"{named} brings the state {state}, which {item.key} lacks: add it to states"
        for need in node.needs:
            texts = _need_findings(item, flow, need, index)
            yield from (f"{named}, evidence {need.key} {text}" for text in texts)


def _field_findings(item: RecordType, node: Node, fields: dict[str, Field]) -> Iterator[str]:
    for assignee in node.assignees:
        if assignee.field and not person_field(fields, assignee.field):
            yield f"is for the person in {assignee.field}, which is no person field of {item.key}"
    limit = node.timer.limit_field if node.timer is not None else ""
    if limit and _kind_of(fields, limit) != "datetime":
        yield f"takes its limit from {limit}, which is no datetime field of {item.key}"


def _need_findings(item: RecordType, flow: Flow, need: Evidence, index: Index) -> Iterator[str]:
    fields = {field.key: field for field in item.fields}
    nodes = {node.key: node for node in flow.nodes}
    if _kind_of(fields, need.field) != GIVEN_AS[need.kind]:
        kind = GIVEN_AS[need.kind]
        yield f"is in field {need.field}, which is no {kind} field of {item.key}"
    if need.since_node and need.since_node not in nodes:
        yield f"counts since {need.since_node}, which is not one of the flow's nodes"
    if need.radius_m < 1 or need.max_accuracy_m < 1:
        yield "has a radius or accuracy below 1 metre: no position would fit"
    if need.by_owner and need.not_by_owner:
        yield "must be by the owner and by somebody else: give one"
    owned = any(field.promoted == "owner" for field in item.fields)
    if (need.by_owner or need.not_by_owner) and not owned:
        yield f"depends on the owner, but {item.key} promotes no field to owner"
    if need.node == "start":
        forms = [item.start_form]
        if need.kind != "photo":
            yield "is from the start, where only photos count: take it from a task"
    elif need.node in nodes:
        forms = [outcome.form for outcome in nodes[need.node].outcomes]
    else:
        yield f"is from {need.node}, which is not one of the flow's nodes"
        return
    if need.field in fields and not any(_asks(index, form, need.field) for form in forms):
        yield f"is never asked: no form of {need.node} has the field {need.field}"


def _asks(index: Index, form: str, field: str) -> bool:
    found = index.find(Form, form)
    return found is not None and field in {use.field for use in found.fields}


def _kind_of(fields: dict[str, Field], key: str) -> str:
    return fields[key].kind if key in fields else ""
