"""Small rule tables for tests, and what they are asked with."""

from datetime import UTC, datetime

from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.field_language import Field
from anshu.definitions.rule_language import (
    Binding,
    InputKind,
    Obligation,
    Otherwise,
    RuleInput,
    RuleRow,
    RuleTable,
    Severity,
    Substance,
)
from anshu.definitions.words import Anchor, Text
from anshu.rules.reading import Given

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
LABEL = Text("标签", "Label")
CLAUSE = Anchor("GB 1", "1.1", "2022")
FIELDS = {
    "oxygen": Field("oxygen", "number", LABEL, unit="%vol"),
    "gas": Field("gas", "choice", LABEL, code_list="gases"),
    "value": Field("value", "number", LABEL),
    "unit": Field("unit", "choice", LABEL, code_list="units"),
    "at": Field("at", "datetime", LABEL),
    "works": Field("works", "multi_choice", LABEL, code_list="works"),
    "alone": Field("alone", "boolean", LABEL),
}


def put(key: str, kind: InputKind = "number", **more: object) -> RuleInput:
    """An input of the field of its name."""
    whole: dict[str, object] = {"field": key, "label": LABEL} | more
    return RuleInput(key=key, kind=kind, **whole)  # type: ignore[arg-type]


def row(reason: str, severity: Severity, /, **more: object) -> RuleRow:
    """A row; `when` is a dict of cells."""
    whole: dict[str, object] = {"message": Text("{value} 与 {limit}", "{value} and {limit}")}
    return RuleRow(reason=reason, severity=severity, **(whole | {"clause": CLAUSE} | more))  # type: ignore[arg-type]


def table(
    *rows: RuleRow, inputs: tuple[RuleInput, ...], key: str = "t", **more: object
) -> CompiledTable:
    """A compiled table bound to the form `form`."""
    whole: dict[str, object] = {
        "title": LABEL, "bound_to": (Binding(form="form"),),
        "otherwise": Otherwise("allow", Text("未超限", "Within")),
    } | more  # fmt: skip
    return CompiledTable(RuleTable(key=key, inputs=inputs, rows=rows, **whole))  # type: ignore[arg-type]


OXYGEN = table(
    row("low", "block", when={"oxygen": "< 19.5"}, limit="19.5", level="red",
        obligations=(Obligation("notify", role="safety"),)),
    row("enriched", "warn", when={"oxygen": "(21..23.5]"}, limit="21", level="yellow"),
    inputs=(put("oxygen", unit="%vol"),), key="oxygen",
)  # fmt: skip
SUBSTANCES = (Substance("h2s", LABEL, molar_mass="34.08"),)
TOXIC = table(
    row("mac", "block", when={"value": "> 10"}, limit="10", unverified=True,
        obligations=(Obligation("approver", role="boss"),)),
    inputs=(
        put("value", unit="mg/m3", unit_field="unit", substance="h2s", at_field="at",
            max_age_minutes=30),
    ),
    key="toxic", substances=SUBSTANCES,
)  # fmt: skip


def given(**data: object) -> Given:
    """These values, now."""
    return Given(now=NOW, fields=FIELDS, data=data)
