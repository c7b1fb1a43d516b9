"""Checks rule tables: inputs and units, cells, outcomes, obligations, what they are bound to."""

from collections.abc import Iterator

from anshu.definitions.check_data import doubles
from anshu.definitions.check_form import asked_forms
from anshu.definitions.field_language import CodeList, Field, Form
from anshu.definitions.flow_language import Flow
from anshu.definitions.index import Index
from anshu.definitions.language import RecordType, Role
from anshu.definitions.rule_cells import CellError, read_cell
from anshu.definitions.rule_language import Binding, Obligation, RuleInput, RuleRow, RuleTable
from anshu.kernel.quantity import Gas, Quantity, UnitError, convert, decimal_of, known_unit

FIELD_KINDS = {
    "number": ("number",), "choice": ("choice", "clause", "text"),
    "multi_choice": ("multi_choice",), "boolean": ("boolean",),
}  # fmt: skip


def rule_findings(item: RuleTable, index: Index) -> Iterator[str]:
    """Everything of a table that could make it silent, wrong or unfair."""
    yield from _whole_findings(item)
    for row in item.rows:
        yield from _row_findings(item, row, index)
    for each in item.inputs:
        yield from _input_findings(item, each)
    for binding in item.bound_to:
        types = list(_bound_types(index, binding))
        if not types:
            where = binding.form or binding.node
            yield f"RuleTable {item.key} is bound to {where!r}, which no type asks"
        for kind in types:
            yield from _type_findings(item, kind, index)


def _whole_findings(item: RuleTable) -> Iterator[str]:
    named = f"RuleTable {item.key}"
    for key in doubles(each.key for each in item.inputs):
        yield f"{named} has the input {key} twice: rename one"
    for reason in doubles(row.reason for row in item.rows):
        yield f"{named} has the reason {reason} twice: rename one"
    if not item.rows or not item.inputs:
        yield f"{named} has no rows or no inputs: it would say nothing"
    if not item.bound_to:
        yield f"{named} is bound to nothing: name a form or a node"
    if item.missing == "allow":
        yield f"{named} allows what is missing: say notice, warn, escalate or block"
    for key in set(item.needs_any) - {each.key for each in item.inputs}:
        yield f"{named} needs_any names {key}, which is no input"
    for substance in item.substances:
        for figure in (substance.molar_mass, substance.lel_vol_pct):
            if figure and not _is_positive(figure):
                yield f"{named}, substance {substance.code}: {figure!r} is no figure above zero"


def _bound_types(index: Index, binding: Binding) -> Iterator[RecordType]:
    for each, _ in index:
        if not isinstance(each, RecordType):
            continue
        flow = index.find(Flow, each.flow)
        nodes = {node.key for node in flow.nodes} if flow else set()
        if binding.form:
            if binding.form in set(asked_forms(each, index)) and index.find(Form, binding.form):
                yield each
        elif flow is not None and flow.key == binding.flow and binding.node in nodes:
            yield each


def _row_findings(item: RuleTable, row: RuleRow, index: Index) -> Iterator[str]:
    named = f"RuleTable {item.key}, row {row.reason}"
    inputs = {each.key: each for each in item.inputs}
    if not row.when:
        yield f"{named} has no condition: it would always hold"
    if row.of_input and row.of_input not in inputs:
        yield f"{named} speaks of {row.of_input}, which is no input"
    if row.unverified and item.layer_use == "binding":
        yield f"{named} is not verified, but the table is binding: make it default"
    if row.clause is None and row.severity == "block" and not row.unverified:
        yield f"{named} blocks without a clause: name the norm"
    for key, text in row.when.items():
        if key not in inputs:
            yield f"{named} asks for {key}, which is no input"
            continue
        try:
            cell = read_cell(text, inputs[key].kind)
        except CellError as error:
            yield f"{named}, {key}: {error}"
            continue
        if not (cell.bounds or cell.codes or cell.truth is not None):
            yield f"{named}, {key}: an empty cell says nothing, leave it out"
    for obligation in row.obligations:
        yield from _obligation_findings(named, obligation, index)


def _obligation_findings(named: str, obligation: Obligation, index: Index) -> Iterator[str]:
    match obligation.kind:
        case "approver" | "notify":
            if index.find(Role, obligation.role) is None:
                yield f"{named}: {obligation.kind} names Role {obligation.role}, which is not there"
        case "deadline" | "retest":
            if obligation.minutes < 1:
                yield f"{named}: {obligation.kind} needs minutes of 1 or more"
        case "require":
            if not obligation.field:
                yield f"{named}: require needs a field"


def _input_findings(item: RuleTable, each: RuleInput) -> Iterator[str]:
    named = f"RuleTable {item.key}, input {each.key}"
    if not (each.key.isidentifier() and each.key.isascii()):
        yield f"{named}: a key is letters, digits and _"
    if bool(each.field) == bool(each.fact):
        yield f"{named}: name a field or a fact, one of the two"
    if each.kind != "number" and each.unit:
        yield f"{named} is a {each.kind} and has a unit: remove it"
    if each.kind == "number" and not known_unit(each.unit):
        yield f"{named}: the unit {each.unit!r} is not known"
    if each.max_age_minutes and not (each.at_field or each.fact):
        yield f"{named} has a greatest age but no time: name at_field"
    if each.substance and each.substance not in {s.code for s in item.substances}:
        yield f"{named}: substance {each.substance} is not among the table's substances"


def _type_findings(item: RuleTable, kind: RecordType, index: Index) -> Iterator[str]:
    named = f"RuleTable {item.key} on {kind.key}"
    fields = {field.key: field for field in kind.fields}
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
            yield from _field_findings(named, item, each, (fields, index))
    for row in item.rows:
        for duty in row.obligations:
            if duty.field and duty.field not in fields:
                yield f"{named}: {row.reason} requires {duty.field}, which is no field of the type"
    if item.result_field:
        yield from _result_findings(named, item, fields.get(item.result_field), index)


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


def _is_positive(text: str) -> bool:
    try:
        return decimal_of(text) > 0
    except UnitError:
        return False
