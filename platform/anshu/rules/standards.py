"""The limits that hold, with the layers that set them and the gates that compare with them."""

from collections.abc import Iterator

from msgspec import Struct

from anshu.compiler.compiled import Compiled
from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.language import Pack
from anshu.definitions.limit_reference import named_limits
from anshu.definitions.limits import EffectiveLimit
from anshu.definitions.rule_language import RuleRow, RuleTable, Severity
from anshu.definitions.words import Text
from anshu.rules.spans import spoken

MEASURED = "…"


class Gate(Struct, frozen=True):
    """A row of a rule table that compares with the limit; `said`: its sentence with the figure."""

    table: str
    title: Text
    severity: Severity
    said: Text


class Standard(Struct, frozen=True):
    """A limit and the gates that it decides."""

    key: str
    limit: EffectiveLimit
    gates: tuple[Gate, ...]


def standards_of(compiled: Compiled) -> tuple[Standard, ...]:
    """Every limit of the set by key; the gates in the order of the packs, each sentence once."""
    gates: dict[str, dict[Gate, None]] = {}
    for table in (table for pack in compiled.packs for table in _tables(pack)):
        filled = compiled.judgement.tables[table.key]
        for row, with_figures in zip(table.rows, filled.item.rows, strict=True):
            for key in _limits_in(row):
                gates.setdefault(key, {})[_gate(filled, with_figures)] = None
    return tuple(
        Standard(key, limit, tuple(gates.get(key, ()))) for key, limit in compiled.limits.items()
    )


def _tables(pack: Pack) -> Iterator[RuleTable]:
    return (item for item in pack.items if isinstance(item, RuleTable))


def _limits_in(row: RuleRow) -> frozenset[str]:
    return frozenset(key for text in (*row.when.values(), row.limit) for key in named_limits(text))


def _gate(table: CompiledTable, row: RuleRow) -> Gate:
    about = table.inputs.get(row.of_input or next(iter(row.when), ""))
    limit = spoken(row.limit, about.unit if about else "", row)
    said = Text(
        row.message.filled(limit=limit.zh, value=MEASURED, item=MEASURED).zh,
        row.message.filled(limit=limit.said("en"), value=MEASURED, item=MEASURED).said("en"),
    )
    # A row known at second hand never blocks.
    severity = "warn" if row.unverified and row.severity == "block" else row.severity
    return Gate(table.key, table.item.title, severity, said)
