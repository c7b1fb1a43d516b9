"""The packs of a plant with permits, as shipped, or with one rule taken out."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from msgspec import structs

from anshu.definitions.field_language import Form
from anshu.definitions.flow_language import Assignee, Flow
from anshu.definitions.language import Item, Pack
from anshu.definitions.pack import parse_pack
from anshu.definitions.rule_language import RuleTable
from anshu_permit.module import MODULE
from tests.records.people import hazard_packs


@cache
def shipped() -> tuple[Pack, ...]:
    """Foundation, hazards and permits."""
    folder = files("anshu_permit")
    own = [folder / path for path in MODULE.packs]
    permit = (parse_pack(source.read_text(encoding="utf-8"), name=source.name) for source in own)
    return (*hazard_packs(), *permit)


def without(rule: str, behind: str = "") -> tuple[Pack, ...]:
    """The packs with this row of a table ("table/reason") taken out; it must have been there.

    `behind`: what `eased` takes out as well.
    """
    return _without_row(eased(behind) if behind else shipped(), rule)


def eased(behind: str) -> tuple[Pack, ...]:
    """The packs without this row ("table/reason"), with a form's field ("form.field") that need
    not be answered, or with nobody but the administrator named at a node ("flow:node")."""
    if "/" in behind:
        return _without_row(shipped(), behind)
    left = tuple(
        structs.replace(pack, items=tuple(_eased(item, behind) for item in pack.items))
        for pack in shipped()
    )
    assert left != shipped(), f"nothing stands at {behind}"
    return left


def _without_row(packs: tuple[Pack, ...], rule: str) -> tuple[Pack, ...]:
    table, _, reason = rule.partition("/")
    left = tuple(structs.replace(pack, items=tuple(_items(pack, table, reason))) for pack in packs)
    assert left != packs, f"there is no rule {rule}"
    return left


def _items(pack: Pack, table: str, reason: str) -> Iterator[Item]:
    for item in pack.items:
        if not isinstance(item, RuleTable) or item.key != table:
            yield item
        elif rows := tuple(row for row in item.rows if row.reason != reason):
            yield structs.replace(item, rows=rows)


def _eased(item: Item, behind: str) -> Item:
    key, field, node = behind.partition(".")[0], behind.partition(".")[2], behind.partition(":")[2]
    if field and isinstance(item, Form) and item.key == key:
        uses = (structs.replace(u, required=u.required and u.field != field) for u in item.fields)
        return structs.replace(item, fields=tuple(uses))
    if node and isinstance(item, Flow) and behind == f"{item.key}:{node}":
        nodes = (
            structs.replace(n, assignees=(Assignee(role="tenant_admin"),)) if n.key == node else n
            for n in item.nodes
        )
        return structs.replace(item, nodes=tuple(nodes))
    return item
