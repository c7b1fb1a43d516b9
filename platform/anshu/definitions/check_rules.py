"""Checks rule tables: inputs and units, cells, outcomes, obligations, what they are bound to."""

from collections.abc import Iterator

from anshu.definitions.check_binding import binding_findings
from anshu.definitions.check_data import doubles
from anshu.definitions.index import Index
from anshu.definitions.language import Role
from anshu.definitions.limit_reference import named_limits, with_limits
from anshu.definitions.limits import is_number
from anshu.definitions.rule_cells import CellError, read_cell
from anshu.definitions.rule_language import Obligation, RuleInput, RuleRow, RuleTable
from anshu.kernel.quantity import Quantity, UnitError, convert, decimal_of, known_unit


def rule_findings(item: RuleTable, index: Index) -> Iterator[str]:
    """Everything of a table that could make it silent, wrong or unfair."""
    yield from _whole_findings(item)
    for row in item.rows:
        yield from _row_findings(item, row, index)
    for each in item.inputs:
        yield from _input_findings(item, each)
    yield from _item_findings(item)
    for binding in item.bound_to:
        yield from binding_findings(item, binding, index)


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


def _item_findings(item: RuleTable) -> Iterator[str]:
    """What speaks of an item of a list in a table that is asked of none."""
    if item.each:
        return
    for each in item.inputs:
        if each.fact.startswith("item."):
            yield f"RuleTable {item.key}, input {each.key} is an item's: name the list in each"
    for row in item.rows:
        if "{item}" in row.message.zh + row.message.en:
            yield f"RuleTable {item.key}, row {row.reason} names an item: name the list in each"


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
    yield from _cell_findings(named, row, inputs, index)
    for obligation in row.obligations:
        yield from _obligation_findings(named, obligation, index)


def _cell_findings(
    named: str, row: RuleRow, inputs: dict[str, RuleInput], index: Index
) -> Iterator[str]:
    figures = {}
    for text in (row.limit, *row.when.values()):
        for name in named_limits(text):
            limit = index.limit(name)
            figures[name] = limit.value if limit is not None and is_number(limit.value) else "0"
            if limit is None:
                yield f"{named} names the limit {name}, which no pack sets"
    yield from _limit_unit_findings(named, row, inputs, index)
    for key, text in row.when.items():
        if key not in inputs:
            yield f"{named} asks for {key}, which is no input"
            continue
        try:
            cell = read_cell(with_limits(text, figures), inputs[key].kind)
        except CellError as error:
            yield f"{named}, {key}: {error}"
            continue
        if not (cell.bounds or cell.codes or cell.truth is not None):
            yield f"{named}, {key}: an empty cell says nothing, leave it out"


def _limit_unit_findings(
    named: str, row: RuleRow, inputs: dict[str, RuleInput], index: Index
) -> Iterator[str]:
    """Whether every limit converts to the unit of the input that it bounds."""
    for key, text in row.when.items():
        for name in named_limits(text):
            limit = index.limit(name)
            if limit is None or key not in inputs or not (limit.unit and inputs[key].unit):
                continue
            try:
                convert(Quantity(decimal_of("1"), limit.unit), inputs[key].unit)
            except UnitError as error:
                yield f"{named}: the limit {name} bounds {key}: {error}"


def _obligation_findings(named: str, obligation: Obligation, index: Index) -> Iterator[str]:
    match obligation.kind:
        case "approver" | "notify" | "escalate":
            if index.find(Role, obligation.role) is None:
                yield f"{named}: {obligation.kind} names Role {obligation.role}, which is not there"
            if obligation.minutes < 0:
                yield f"{named}: {obligation.kind} has minutes below 0"
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


def _is_positive(text: str) -> bool:
    try:
        return decimal_of(text) > 0
    except UnitError:
        return False
