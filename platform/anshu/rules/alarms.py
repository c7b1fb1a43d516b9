"""The alarms of a verdict: every row that holds and names one, whether or not it stops anybody."""

from collections.abc import Mapping

from msgspec import Struct

from anshu.compiler.rule_table import CompiledTable
from anshu.definitions.words import Text
from anshu.kernel.refusal import Clause
from anshu.rules.explain import clause_of, message_of
from anshu.rules.verdict import Verdict


class Alarm(Struct, frozen=True):
    """One alarm: its code, the item of a list that it is about ("" for the record), and why.

    `item` is the item's key, `label` its name for people.
    """

    code: str
    item: str
    label: str
    said: Text
    clause: Clause | None
    table: str
    reason: str


def alarms_of(tables: Mapping[str, CompiledTable], verdict: Verdict) -> tuple[Alarm, ...]:
    """One alarm per code and item, the first row that names it; in a stable order.

    KeyError for a verdict of a table that is not there.
    """
    known: dict[tuple[str, str], Alarm] = {}
    for said in verdict.tables:
        table = tables[said.table]
        for found in said.found:
            code = table.item.rows[found.row].alarm if found.row >= 0 else ""
            if code and (code, said.item) not in known:
                known[code, said.item] = Alarm(
                    code=code, item=said.item, label=said.item_label,
                    said=message_of(table, said, found), clause=clause_of(table, found),
                    table=table.key, reason=found.reason,
                )  # fmt: skip
    return tuple(known[key] for key in sorted(known))
