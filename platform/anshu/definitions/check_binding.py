"""Checks rule tables where they are asked: at forms and rows, before nodes, by watches."""

from collections.abc import Iterator

from msgspec import structs

from anshu.definitions.check_form import asked_forms
from anshu.definitions.check_vicinity import alarm_codes
from anshu.definitions.field_language import CodeList, Field, Form
from anshu.definitions.flow_language import Flow
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType
from anshu.definitions.rule_language import Binding, RuleInput, RuleTable
from anshu.kernel.quantity import Gas, Quantity, UnitError, convert, decimal_of

FIELD_KINDS = {
    "number": ("number",), "choice": ("choice", "clause", "text"),
    "multi_choice": ("multi_choice",), "boolean": ("boolean",),
}  # fmt: skip


def binding_findings(item: RuleTable, binding: Binding, index: Index) -> Iterator[str]:
    """Everything of a table that does not fit one of the places where it is asked."""
    places = [bool(binding.form), bool(binding.node or binding.flow), bool(binding.watch)]
    if sum(places) != 1:
        yield f"RuleTable {item.key} is bound to a form, a node or a watch: name one of them"
        return
    types = list(_bound_types(index, binding))
    if not types:
        where = binding.form or binding.node or binding.watch
        yield f"RuleTable {item.key} is bound to {where!r}, which no type asks"
    yield from _late_findings(item, binding, index)
    for kind in types:
        yield from _type_findings(item, kind, (_spoken_of(kind, binding, index), index))
        yield from _alarm_findings(item, kind, index)


def _late_findings(item: RuleTable, binding: Binding, index: Index) -> Iterator[str]:
    """Who is added to a late task is said where a task with a limit is entered, and only there."""
    if not any(duty.kind == "escalate" for row in item.rows for duty in row.obligations):
        return
    flow = index.find(Flow, binding.flow)
    nodes = [node for node in flow.nodes if node.key == binding.node] if flow is not None else []
    if not nodes or nodes[0].timer is None or not nodes[0].timer.escalate_to:
        where = binding.form or binding.node or binding.watch
        yield (
            f"RuleTable {item.key} says who is added when {where!r} is late: bind it to a node "
            "whose timer has escalate_to"
        )


def _bound_types(index: Index, binding: Binding) -> Iterator[RecordType]:
    for each, _ in index:
        if not isinstance(each, RecordType):
            continue
        flow = index.find(Flow, each.flow)
        nodes = {node.key: node for node in flow.nodes} if flow else {}
        watches = {watch.key for node in nodes.values() for watch in node.watches}
        if binding.form:
            if binding.form in set(asked_forms(each, index)) and index.find(Form, binding.form):
                yield each
        elif binding.watch in watches or (
            flow is not None and flow.key == binding.flow and binding.node in nodes
        ):
            yield each


def _spoken_of(kind: RecordType, binding: Binding, index: Index) -> dict[str, Field]:
    """The fields that the table can read there: of a row its columns too, classed as the table."""
    fields = {field.key: field for field in kind.fields}
    form = index.find(Form, binding.form)
    table = fields.get(form.of_table) if form is not None and form.of_table else None
    if table is None:
        return fields
    columns = {c.key: structs.replace(c, classed=table.classed) for c in table.columns}
    return {**fields, **columns}


def _type_findings(
    item: RuleTable, kind: RecordType, known: tuple[dict[str, Field], Index]
) -> Iterator[str]:
    named = f"RuleTable {item.key} on {kind.key}"
    fields, index = known
    for each in item.inputs:
        for key in (
            each.field, each.unit_field, each.substance_field, each.at_field,
            each.temperature_field, each.pressure_field,
        ):  # fmt: skip
            if key and key not in fields:
                yield f"{named}: {key} is no field of the type"
            elif key and fields[key].classed != "normal":
                yield f"{named}: {key} is {fields[key].classed}: a verdict is kept for all to read"
        if each.field in fields:
            yield from _field_findings(named, item, each, known)
    for row in item.rows:
        for duty in row.obligations:
            if duty.field and duty.field not in fields:
                yield f"{named}: {row.reason} requires {duty.field}, which is no field of the type"
    if item.result_field:
        yield from _result_findings(named, item, fields.get(item.result_field), index)


def _alarm_findings(item: RuleTable, kind: RecordType, index: Index) -> Iterator[str]:
    raised = {row.alarm for row in item.rows if row.alarm}
    if raised and kind.alarms is None:
        yield f"RuleTable {item.key} raises alarms, but {kind.key} has no alarms: name their type"
        return
    for code in sorted(raised - alarm_codes(kind, index)):
        yield f"RuleTable {item.key} raises the alarm {code}, which {kind.key} has no code for"


def _result_findings(
    named: str, item: RuleTable, result: Field | None, index: Index
) -> Iterator[str]:
    if result is None or result.kind != "choice":
        yield f"{named}: result_field {item.result_field} is no choice of the type"
        return
    codes = index.find(CodeList, result.code_list)
    known = {code.code for code in index.codes(codes)} if codes else set()
    for level in sorted({row.level for row in item.rows} | {item.otherwise.level}):
        if level and level not in known:
            yield f"{named}: level {level} is no code of {result.code_list}"


def _field_findings(
    named: str, item: RuleTable, each: RuleInput, known: tuple[dict[str, Field], Index]
) -> Iterator[str]:
    fields, index = known
    field = fields[each.field]
    if each.of:
        if field.kind not in ("area", "equipment"):
            yield f"{named}: {each.field} is a {field.kind} and refers to no record"
        yield from _referred_findings(named, each, index.find(RecordType, field.kind))
        return
    if field.kind not in FIELD_KINDS[each.kind]:
        yield f"{named}: {each.field} is a {field.kind}, the input {each.key} a {each.kind}"
        return
    if each.kind == "number":
        units = [field.unit or each.unit]
        chosen = fields.get(each.unit_field)
        codes = index.find(CodeList, chosen.code_list) if chosen else None
        units = [code.code for code in index.codes(codes)] if codes else units
        yield from (f"{named}: {text}" for text in _unit_findings(item, each, units))


def _referred_findings(named: str, each: RuleInput, referred: RecordType | None) -> Iterator[str]:
    known = {field.key: field for field in referred.fields} if referred else {}
    if each.of not in known:
        yield f"{named}: what {each.field} refers to has no field {each.of}"
    elif known[each.of].classed != "normal":
        yield f"{named}: {each.of} is {known[each.of].classed} and not read for verdicts"


def _unit_findings(item: RuleTable, each: RuleInput, units: list[str]) -> Iterator[str]:
    """Whether every unit that can be chosen converts, for every substance that can be chosen."""
    chosen = [s for s in item.substances if not each.substance or s.code == each.substance]
    gases = [Gas(molar_mass=s.molar_mass, lel_vol_pct=s.lel_vol_pct) for s in chosen] or [Gas()]
    for unit in units:
        for gas in gases:
            try:
                convert(Quantity(decimal_of("1"), unit), each.unit, gas=gas)
            except UnitError as error:
                yield f"{each.key}: {error}"
