"""Limits that rows name: their figures stand in the cells, in the unit of the input."""

from decimal import Decimal

import pytest
from msgspec import structs

from anshu.compiler.rule_table import CompiledTable, under_limits
from anshu.definitions.language import Limit
from anshu.definitions.rule_language import Binding, RuleTable
from anshu.definitions.words import Anchor
from anshu.kernel.quantity import UnitError
from anshu.rules.explain import explanation
from anshu.rules.judge import judge
from anshu.rules.reading import Given, Reading
from tests.rules.tables import FIELDS, LABEL, NOW, put, row, table

HERE = Binding(form="form")
AGE = put("age", field="", fact="age", unit="min")


def plain(*rows: object, inputs: tuple[object, ...] = (AGE,)) -> RuleTable:
    """The table as a pack has it: read before any limit is known."""
    made = table(row("r", "warn", when={"age": "> 1"}), inputs=(AGE,)).item
    return RuleTable(
        key="t", title=LABEL, bound_to=made.bound_to, inputs=inputs, rows=rows,  # type: ignore[arg-type]
        otherwise=made.otherwise,
    )  # fmt: skip


OLD = plain(row("old", "block", when={"age": "> {limit:gas_age}"}, limit="{limit:gas_age}"))


def limits(value: str, unit: str = "min", **more: object) -> dict[str, Limit]:
    made = Limit("gas_age", LABEL, "at_most", value, unit, **more)  # type: ignore[arg-type]
    return {"gas_age": made}


@pytest.mark.parametrize(("value", "unit"), [("30", "min"), ("0.5", "h"), ("1800", "s")])
def test_a_limit_in_any_unit_bounds_the_input_in_its_own(value: str, unit: str) -> None:
    compiled = CompiledTable(OLD, limits(value, unit))
    assert compiled.item.rows[0].when == {"age": "> 30"}
    assert compiled.matching({"age": Decimal(30)}) == ()
    assert compiled.matching({"age": Decimal("30.01")}) == (0,)


def test_the_message_names_the_limit_that_holds() -> None:
    compiled = CompiledTable(OLD, limits("20"))
    given = Given(now=NOW, fields=FIELDS, data={}, readings={"age": Reading("25", "min")})
    verdict = judge([(compiled, HERE)], given)
    leaf = explanation({"t": compiled}, verdict).children[0].children[0]
    assert (verdict.severity, leaf.said) == ("block", "25 分钟 与 20 分钟")
    assert leaf.facts[0].limit == "20"


def test_a_span_of_two_limits() -> None:
    both = plain(
        row("within", "warn", when={"age": "[{limit:least}..{limit:gas_age}]"}),
    )
    known = limits("30") | {"least": Limit("least", LABEL, "at_least", "10", "min")}
    compiled = CompiledTable(both, known)
    assert [compiled.matching({"age": Decimal(n)}) for n in (9, 10, 30, 31)] == [(), (0,), (0,), ()]


def test_a_row_on_a_limit_known_at_second_hand_warns_only() -> None:
    compiled = CompiledTable(OLD, limits("20", unverified=True))
    given = Given(now=NOW, fields=FIELDS, data={}, readings={"age": Reading("25", "min")})
    assert judge([(compiled, HERE)], given).severity == "warn"


def test_a_limit_that_is_not_there_or_measures_something_else_is_an_error() -> None:
    with pytest.raises(KeyError):
        CompiledTable(OLD)
    with pytest.raises(UnitError):
        CompiledTable(OLD, limits("20", "m"))


def test_a_table_that_names_no_limit_stays_the_same() -> None:
    item = plain(row("old", "block", when={"age": "> 30"}, limit="30"))
    assert under_limits(item, limits("1")) is item


def test_a_row_under_a_tightened_limit_names_who_tightened_it() -> None:
    norm, house = Anchor("GB 30871", "5.3.1"), Anchor("集团规定", "3.2")
    judged = plain(structs.replace(OLD.rows[0], clause=norm))
    assert CompiledTable(judged, limits("30")).item.rows[0].clause == norm
    assert CompiledTable(judged, limits("20"), {"gas_age": house}).item.rows[0].clause == house
    assert CompiledTable(judged, limits("30"), {"other": house}).item.rows[0].clause == norm
