"""A gate that forbids nothing says which limits were kept, of the rows that concern the record."""

from msgspec import structs

from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.rule_language import Binding, Otherwise, RuleInput, RuleRow, RuleTable
from anshu.definitions.words import Anchor, Text
from anshu.kernel.refusal import Fact
from anshu.records.met_gates import limits_kept
from anshu.rules.verdict import TableVerdict, Taken

WORDS = Text(zh="试", en="Try")


def row(job: str, age: str, clause: str) -> RuleRow:
    return RuleRow(
        reason=f"{job}_old", severity="block", message=WORDS, when={"job": job, "age": f"> {age}"},
        of_input="age", limit=age, clause=Anchor("GB 30871", clause, "2022"),
    )  # fmt: skip


TABLE = CompiledTable(
    RuleTable(
        key="gate", layer_use="default", title=WORDS, bound_to=(Binding(form="permit_start"),),
        inputs=(
            RuleInput(key="job", kind="choice", label=WORDS, field="job"),
            RuleInput(key="age", kind="number", unit="min", label=WORDS, fact="gas.age"),
            RuleInput(key="wind", kind="number", unit="m/s", label=WORDS, fact="wind"),
        ),
        rows=(row("hot_work", "30", "5.3.1"), row("not hot_work", "60", "6.3")),
        otherwise=Otherwise(severity="allow", message=WORDS),
    )
)  # fmt: skip
FACTS = (Fact("job", "hot_work"), Fact("age", "12", "min"), Fact("wind", "3", "m/s"))


def said(job: str | None) -> TableVerdict:
    taken = (Taken("job", job), Taken("age", "12", "min"), Taken("wind", "3", "m/s"))
    return TableVerdict(table="gate", severity="allow", taken=taken, found=())


def test_the_limit_and_the_clause_are_those_of_the_records_own_kind() -> None:
    facts, clause = limits_kept(TABLE, said("hot_work"), FACTS)
    assert [(fact.name, fact.limit) for fact in facts] == [("age", "30")]
    assert clause is not None and clause.clause == "5.3.1"
    facts, clause = limits_kept(TABLE, said("height"), FACTS)
    assert [(fact.name, fact.limit) for fact in facts] == [("age", "60")]
    assert clause is not None and clause.clause == "6.3"


def test_a_record_that_no_row_is_about_keeps_its_facts_without_a_limit() -> None:
    assert limits_kept(TABLE, said(None), FACTS) == (FACTS, None)


def test_a_value_with_limits_on_both_sides_shows_both_and_of_several_the_strictest() -> None:
    cells = {"< 19.5": "19.5", "> 23.5": "23.5", "> 21": "21", "< 18": "18"}
    rows = tuple(
        RuleRow(reason=limit, severity="block", message=WORDS, when={"age": cell}, limit=limit)
        for cell, limit in cells.items()
    )
    table = CompiledTable(structs.replace(TABLE.item, rows=rows))
    facts, _ = limits_kept(table, said(None), FACTS)
    assert [(fact.name, fact.limit) for fact in facts] == [("age", "19.5～21")]
