"""What a table that finds nothing wrong rests on: the limits that were kept, and their clause."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import structs

from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.limits import is_number
from anshu.definitions.rule_language import RuleRow
from anshu.kernel.refusal import Clause, Fact
from anshu.rules.verdict import TableVerdict, Taken


def limits_kept(
    table: CompiledTable, said: TableVerdict, facts: tuple[Fact, ...]
) -> tuple[tuple[Fact, ...], Clause | None]:
    """The facts with the limits of the rows that speak of such a record; the first row's clause.

    Values that no such row looks at are left out: a table of eight kinds of jobs asks more of all
    than of one. Without any such row the facts stay as they are.
    """
    taken = {each.key: each for each in said.taken}
    rows = [row for row in table.item.rows if _concerns(table, row, taken)]
    if not rows:
        return facts, None
    looked_at = {key for row in rows for key in row.when if not _is_kind(table, key)}
    kept = tuple(
        structs.replace(fact, limit=_limit(rows, fact.name) or fact.limit)
        for fact in facts
        if fact.name in looked_at
    )
    anchor = next((row.clause for row in rows if row.clause), None)
    clause = Clause(anchor.norm, anchor.clause, anchor.edition) if anchor else None
    return kept or facts, clause


def _limit(rows: Sequence[RuleRow], key: str) -> str:
    """The limit of this value: with one on either side, from the strictest to the strictest."""
    about = [row for row in rows if row.limit and (row.of_input or next(iter(row.when), "")) == key]
    least = [row.limit for row in about if row.when.get(key, "").startswith("<")]
    most = [row.limit for row in about if row.when.get(key, "").startswith(">")]
    if len(least) + len(most) < len(about) or not all(map(is_number, (*least, *most))):
        return about[-1].limit if about else ""
    return "～".join(
        edge(found, key=Decimal) for edge, found in ((max, least), (min, most)) if found
    )


def _is_kind(table: CompiledTable, key: str) -> bool:
    return table.inputs[key].kind in ("choice", "multi_choice")


def _concerns(table: CompiledTable, row: RuleRow, taken: Mapping[str, Taken]) -> bool:
    """Whether the record is of the kind that the row is about: its choices are among the row's."""
    return all(
        _is_among(text, taken[key].value if key in taken else None)
        for key, text in row.when.items()
        if _is_kind(table, key)
    )


def _is_among(cell: str, value: object) -> bool:
    inverted = cell.startswith("not ")
    named = {part.strip() for part in cell.removeprefix("not ").split(",")}
    held = {value} if isinstance(value, str) else set(value if isinstance(value, tuple) else ())
    return bool(held) and held.isdisjoint(named) == inverted
