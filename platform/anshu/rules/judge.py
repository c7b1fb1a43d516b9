"""Asks rule tables: highest severity, union of obligations; repeatable from what is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.rule_language import SEVERITIES, Binding, RuleRow, Severity
from anshu.rules.reading import Given, Item, take, value_of
from anshu.rules.verdict import (
    MISSING,
    OTHERWISE,
    Due,
    Found,
    TableVerdict,
    Taken,
    Verdict,
    capped,
    highest,
    united,
)

Bound = tuple[CompiledTable, Binding]
ONLY = Item(key="", label="")


def judge(tables: Iterable[Bound], given: Given) -> Verdict:
    """What the tables say of what is known; a table with nothing to judge says nothing.

    The order of the tables does not matter: rows of more layers can only add to the verdict.
    A table of `each` of a list that nobody gave misses its inputs: only an empty one is silent.
    """
    return _verdict(
        [
            (table, _one(table, binding.at_most, taken, item))
            for table, binding in tables
            for item, taken in _asked(table, given)
        ]
    )


def _asked(table: CompiledTable, given: Given) -> Iterator[tuple[Item, tuple[Taken, ...]]]:
    """What the table is asked of: once, or once for every item of its list."""
    listed = given.lists.get(table.item.each) if table.item.each else None
    if listed is None:
        yield ONLY, take(table, given)
        return
    for item in listed:
        yield item, take(table, structs.replace(given, item=item))


def replay(tables: Mapping[str, CompiledTable], kept: Verdict) -> Verdict:
    """The verdict again, from the inputs that were kept with it; KeyError without its table."""
    again = [
        (
            tables[each.table],
            _one(tables[each.table], each.at_most, each.taken, Item(each.item, each.item_label)),
        )
        for each in kept.tables
    ]
    return _verdict(again)


def _verdict(said: Sequence[tuple[CompiledTable, TableVerdict | None]]) -> Verdict:
    heard = sorted(
        ((table, each) for table, each in said if each is not None),
        key=lambda pair: (pair[1].table, pair[1].item),
    )
    return Verdict(
        severity=highest(each.severity for _, each in heard),
        tables=tuple(each for _, each in heard),
        obligations=united(due for table, each in heard for due in _dues(table, each)),
    )


def _one(
    table: CompiledTable, at_most: Severity, taken: tuple[Taken, ...], of: Item
) -> TableVerdict | None:
    item = table.item
    by_key = {each.key: each for each in taken}
    there = {each.key for each in taken if each.value is not None or each.problem}
    if item.needs_any and not there & set(item.needs_any):
        return None
    values = {key: value_of(table.inputs[key], one) for key, one in by_key.items()}
    found = [_row(table, place, at_most) for place in table.matching(values)]
    lacking = tuple(
        key for key, one in table.inputs.items()
        if values.get(key) is None and (by_key[key].problem or not one.optional)
    )  # fmt: skip
    if lacking:
        old = all(by_key[key].problem == "no_such_field" for key in lacking)
        severity = capped(item.missing, "warn" if old else at_most)
        found.append(Found(MISSING, "input_missing", severity, inputs=lacking))
    if not found:
        otherwise = item.otherwise
        severity = capped(otherwise.severity, at_most)
        declared = otherwise.severity
        found.append(Found(OTHERWISE, "otherwise", severity, otherwise.level, declared=declared))
    worst, levelled = highest(each.severity for each in found), heaviest(found)
    return TableVerdict(
        table=table.key, severity=worst, taken=taken, found=tuple(found),
        level=levelled.level if levelled else "", at_most=at_most, item=of.key, item_label=of.label,
    )  # fmt: skip


def _row(table: CompiledTable, place: int, at_most: Severity) -> Found:
    row = table.item.rows[place]
    severity = capped(capped(row.severity, "warn") if unproven(row) else row.severity, at_most)
    return Found(place, row.reason, severity, row.level, tuple(row.when), row.severity)


def result_fields(tables: Iterable[CompiledTable], said: Verdict) -> dict[str, str]:
    """The levels that the record keeps: field to level, of several tables the heaviest."""
    keeping = {table.key: table.item.result_field for table in tables if table.item.result_field}
    found: dict[str, list[Found]] = {}
    for each in said.tables:
        if each.table in keeping:
            found.setdefault(keeping[each.table], []).extend(each.found)
    kept = {key: heaviest(rows) for key, rows in found.items()}
    return {key: row.level for key, row in kept.items() if row is not None}


def unproven(row: RuleRow) -> bool:
    """Whether the row may only warn: what nobody has checked against the norm stops nobody."""
    return row.unverified and row.severity == "block"


def heaviest(found: Iterable[Found]) -> Found | None:
    """The levelled row that its table thinks the most severe, of equals one that is proven.

    What a row may not stop here or for want of proof is no less dangerous to stand in.
    """
    levelled = [each for each in found if each.level]
    return max(
        levelled,
        key=lambda each: (SEVERITIES.index(each.declared), SEVERITIES.index(each.severity)),
        default=None,
    )


def _dues(table: CompiledTable, said: TableVerdict) -> Iterable[Due]:
    for each in said.found:
        if each.row < 0:
            continue
        row = table.item.rows[each.row]
        for obligation in row.obligations:
            yield Due(obligation, table.key, row.reason, row.unverified)
