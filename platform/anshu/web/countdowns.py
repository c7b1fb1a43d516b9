"""What is due again and again while a task waits, so that a page can count down to it."""

import re

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.definitions.rule_language import RuleTable
from anshu.web.definition_shapes import CountdownShape

_NAMED = re.compile(r"[a-z0-9_]+(?:\s*,\s*[a-z0-9_]+)*")


def countdowns_of(kind: CompiledType, node: Node, language: str) -> tuple[CountdownShape, ...]:
    """The node's watches over a table's newest row that tables are asked for."""
    found = []
    for watch in node.watches:
        table, _, column = watch.since.partition(".")
        asked = [bound.item for bound, _ in kind.judgement.at_watch(watch.key)]
        if not (column and watch.minutes and asked):
            continue
        only = _only(kind.item.varies_by, asked)
        title = watch.title.said(language)
        found.append(CountdownShape(watch.key, title, watch.minutes, table, column, only))
    return tuple(found)


def _only(varies_by: str, tables: list[RuleTable]) -> tuple[str, ...]:
    """The values that every row of the tables names; none as soon as one names none."""
    named: set[str] = set()
    for table in tables:
        keys = [each.key for each in table.inputs if varies_by and each.field == varies_by]
        for row in table.rows:
            cell = next((row.when[key] for key in keys if key in row.when), "")
            if not _NAMED.fullmatch(cell):
                return ()
            named |= {each.strip() for each in cell.split(",")}
    return tuple(sorted(named))
