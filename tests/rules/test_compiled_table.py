"""One expression says what the engine's own decision table says, and what the cells say."""

import json
from decimal import Decimal

import pytest
import zen
from hypothesis import given, settings
from hypothesis import strategies as st

from anshu.compiler.rule_table import CompiledTable, Value, WrongInput, as_json
from anshu.definitions.rule_cells import as_unary, holds
from anshu.definitions.rule_language import Binding, Otherwise, RuleInput, RuleRow, RuleTable
from anshu.definitions.words import Text
from tests.rules.tables import OXYGEN, put, row, table

SAID = Text("说明")
NUMBERS = st.decimals(min_value=-50, max_value=50, places=2)
CODES = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3, unique=True)
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "n": NUMBERS,
    "m": st.integers(-5, 5).map(Decimal),
    "c": st.sampled_from(["a", "b", "c", "d"]),
    "s": st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=3, unique=True).map(tuple),
    "b": st.booleans(),
}
INPUTS = (
    put("n"), put("m"), put("c", "choice"), put("s", "multi_choice"), put("b", "boolean"),
)  # fmt: skip


def number_cells() -> st.SearchStrategy[str]:
    signs = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
    compared = st.tuples(signs, NUMBERS).map(lambda pair: f"{pair[0]} {pair[1]:f}")
    ends = st.tuples(st.sampled_from("[("), NUMBERS, NUMBERS, st.sampled_from("])"))
    spans = ends.map(lambda e: f"{e[0]}{min(e[1], e[2]):f}..{max(e[1], e[2]):f}{e[3]}")
    return compared | spans


def code_cells() -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(["", "not "]), CODES).map(lambda p: p[0] + ", ".join(p[1]))


CELLS = {
    "n": number_cells(), "m": number_cells(), "c": code_cells(), "s": code_cells(),
    "b": st.sampled_from(["true", "false"]),
}  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> CompiledTable:
    rows = []
    for place in range(draw(st.integers(1, 6))):
        keys = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3, unique=True))
        when = {key: draw(CELLS[key]) for key in keys}
        rows.append(RuleRow(reason=f"r{place}", severity="warn", message=SAID, when=when))
    return CompiledTable(
        RuleTable(
            key="t", title=SAID, bound_to=(Binding(form="f"),), inputs=INPUTS, rows=tuple(rows),
            otherwise=Otherwise("allow", SAID),
        )
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(asked=tables(), values=st.fixed_dictionaries(VALUES))
def test_the_expression_equals_the_engines_own_table(
    asked: CompiledTable, values: dict[str, Value]
) -> None:
    engine = zen.ZenEngine().create_decision(json.dumps(jdm_of(asked)))
    answer = engine.evaluate(as_json(values))["result"]
    by_engine = tuple(sorted(int(each["row"]) for each in answer))
    assert asked.matching(values) == by_engine


@settings(max_examples=150, deadline=None)
@given(
    asked=tables(),
    values=st.fixed_dictionaries({}, optional=VALUES),
)
def test_absent_values_hold_no_cell_and_never_fail(
    asked: CompiledTable, values: dict[str, Value]
) -> None:
    expected = tuple(
        place
        for place, cells in enumerate(asked.cells)
        if all(holds(cell, values.get(key)) for key, cell in cells.items())
    )
    assert asked.matching(values) == expected


@pytest.mark.parametrize("wrong", ["abc", 20.5, 20, True, ("a",), Decimal("NaN")])
def test_a_value_of_another_type_never_reaches_the_engine(wrong: object) -> None:
    with pytest.raises(WrongInput):
        OXYGEN.matching({"oxygen": wrong})  # type: ignore[dict-item]


def test_decimals_are_compared_as_decimals() -> None:
    exact = table(row("r", "warn", when={"n": "> 0.3"}), inputs=(put("n"),))
    assert exact.matching({"n": Decimal("0.1") + Decimal("0.2")}) == ()
    assert exact.matching({"n": Decimal("0.300000000001")}) == (0,)


def jdm_of(asked: CompiledTable) -> dict[str, object]:
    """The table as a GoRules decision table that collects every row that hits."""
    inputs = [{"id": each.key, "name": each.key, "field": each.key} for each in asked.item.inputs]
    rules = [
        {"_id": str(place), "out": str(place)}
        | {each.key: _unary(cells, each) for each in asked.item.inputs}
        for place, cells in enumerate(asked.cells)
    ]
    content = {
        "hitPolicy": "collect", "inputs": inputs, "rules": rules,
        "outputs": [{"id": "out", "name": "row", "field": "row"}],
    }  # fmt: skip
    node = {"type": "decisionTableNode", "id": "table", "name": "table", "content": content}
    ends = [
        {"type": "inputNode", "id": "in", "name": "in"},
        {"type": "outputNode", "id": "end", "name": "end"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "2", "sourceId": "table", "targetId": "end", "type": "edge"},
    ]
    return {"nodes": [*ends, node], "edges": edges}


def _unary(cells: dict[str, object], item: RuleInput) -> str:
    cell = cells.get(item.key)
    return as_unary(cell, item.kind) if cell is not None else ""  # type: ignore[arg-type]
