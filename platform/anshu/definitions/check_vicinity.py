"""Checks what a type says of its alarms, its neighbours and what excludes another record."""

from collections.abc import Iterator

from anshu.definitions.field_language import CodeList, Field
from anshu.definitions.flow_language import Flow
from anshu.definitions.index import Index
from anshu.definitions.language import Alarming, RecordType, Vicinity

ALARM_KINDS = {
    "about": ("record",), "code": ("choice",), "since": ("datetime",),
    "said": ("text", "long_text"), "subject": ("text",),
}  # fmt: skip
# What may be compared with that of another record.
COMPARED = ("text", "choice", "person", "area", "equipment", "record")


def vicinity_findings(item: RecordType, index: Index) -> Iterator[str]:
    """Everything of these words that leads nowhere."""
    fields = {field.key: field for field in item.fields}
    states = {state.code for state in item.states}
    named = f"RecordType {item.key}"
    if item.varies_by and (item.varies_by not in fields or fields[item.varies_by].kind != "choice"):
        yield f"{named} varies by {item.varies_by}, which is no choice of the type"
    if item.alarms is not None:
        texts = _alarm_findings(item, item.alarms, index)
        yield from (f"{named}, alarms: {text}" for text in texts)
    if item.vicinity is not None:
        texts = _near_findings(item, item.vicinity, index)
        yield from (f"{named}, vicinity: {text}" for text in texts)
    for key, *during in item.exclusive:
        texts = _exclusive_findings(fields.get(key), set(during), states)
        yield from (f"{named}, exclusive {key}: {text}" for text in texts)


def alarm_codes(item: RecordType, index: Index) -> set[str]:
    """The codes that alarms of this type's records can have."""
    kind = index.find(RecordType, item.alarms.type) if item.alarms else None
    if kind is None or item.alarms is None:
        return set()
    lists = [field.code_list for field in kind.fields if field.key == item.alarms.code]
    found = index.find(CodeList, lists[0]) if lists else None
    return {code.code for code in index.codes(found)} if found else set()


def _alarm_findings(item: RecordType, rule: Alarming, index: Index) -> Iterator[str]:
    kind = index.find(RecordType, rule.type)
    if kind is None:
        yield f"RecordType {rule.type} is defined by no pack"
        return
    fields = {field.key: field for field in kind.fields}
    for name, kinds in ALARM_KINDS.items():
        key = str(getattr(rule, name))
        if key not in fields or fields[key].kind not in kinds:
            yield f"{name} is {key}, which is no {' or '.join(kinds)} field of {rule.type}"
    about = fields.get(rule.about)
    if about is not None and about.kind == "record" and about.of != item.key:
        yield f"about is {rule.about}, which refers to {about.of}, not to {item.key}"


def _near_findings(item: RecordType, rule: Vicinity, index: Index) -> Iterator[str]:
    fields = {field.key: field for field in item.fields}
    for key in (rule.begins, rule.ends):
        if key not in fields or fields[key].kind != "datetime":
            yield f"{key} is no datetime field of the type"
    for state in {*rule.states, *rule.going_on} - {state.code for state in item.states}:
        yield f"{state} is no state of the type"
    flow = index.find(Flow, item.flow)
    for node in set(rule.settles) - {node.key for node in (flow.nodes if flow else ())}:
        yield f"{node} is no node of the flow"
    if rule.radius_m < 1:
        yield "radius_m must be 1 or more"
    if not {"position", "area"} & {field.promoted for field in item.fields}:
        yield "no field is promoted to position or area: nothing would be near anything"


def _exclusive_findings(field: Field | None, during: set[str], states: set[str]) -> Iterator[str]:
    if field is None:
        yield "is no field of the type"
    elif field.classed != "normal" or field.kind not in COMPARED:
        yield f"is a {field.classed} {field.kind}, which is not compared over records"
    if not during:
        yield "holds in no state: name those"
    for state in sorted(during - states):
        yield f"{state} is no state of the type"
