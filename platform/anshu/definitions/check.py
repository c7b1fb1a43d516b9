"""Checks a set of packs as a whole: doubles, missing packs, and every item by its kind."""

from collections.abc import Iterator, Sequence

from anshu.definitions.board_language import Board, Indicator
from anshu.definitions.check_additions import addition_findings
from anshu.definitions.check_board import board_findings, indicator_findings
from anshu.definitions.check_data import calendar_findings, code_list_findings, period_findings
from anshu.definitions.check_flow import flow_findings
from anshu.definitions.check_form import form_findings
from anshu.definitions.check_ledger import ledger_findings
from anshu.definitions.check_limits import limit_findings
from anshu.definitions.check_meanwhile import meanwhile_findings
from anshu.definitions.check_rules import rule_findings
from anshu.definitions.check_steps import step_findings
from anshu.definitions.check_strictness import strictness_findings
from anshu.definitions.check_type import type_findings
from anshu.definitions.check_vicinity import vicinity_findings
from anshu.definitions.field_language import CodeList, Form, Variant
from anshu.definitions.flow_language import Flow
from anshu.definitions.index import Index
from anshu.definitions.language import (
    Calendar,
    Item,
    Ledger,
    Limit,
    Pack,
    RecordType,
    Role,
    RoleGrants,
)
from anshu.definitions.lexicon import Lexicon
from anshu.definitions.limits import limits_of
from anshu.definitions.rule_language import RuleTable


def pack_findings(packs: Sequence[Pack]) -> list[str]:
    """Everything that forbids publishing this set, one sentence each: item, fault and cure.

    Whether a role's permissions exist is for the access room to say.
    """
    index = Index()
    findings: list[str] = []
    names = {pack.name for pack in packs}
    for pack in packs:
        findings += period_findings(pack)
        findings += [
            f"pack {pack.name} requires pack {name}, which is not in the set: add it first"
            for name in pack.requires
            if name not in names
        ]
        for item in pack.items:
            before = index.add(item, pack.name)
            if before:
                named = f"{type(item).__name__} {item.key}"
                findings.append(f"{named} is in {before} and in {pack.name}: rename one")
    for item, origin in index:
        findings += [f"{origin}: {text}" for text in addition_findings(item, index)]
    whole = index.merged()
    for item, origin in whole:
        findings += [f"{origin}: {text}" for text in _item_findings(item, whole)]
    return [*findings, *strictness_findings(limits_of(packs))]


def _item_findings(item: Item, index: Index) -> Iterator[str]:
    match item:
        case RecordType():
            yield from type_findings(item, index)
            yield from form_findings(item, index)
            yield from step_findings(item, index)
            yield from limit_findings(item, index)
            yield from meanwhile_findings(item, index)
            yield from vicinity_findings(item, index)
        case Flow():
            yield from flow_findings(item, index)
        case Ledger():
            yield from ledger_findings(item, index)
        case CodeList():
            yield from code_list_findings(item, index)
        case Calendar():
            yield from calendar_findings(item)
        case Indicator():
            yield from indicator_findings(item, index)
        case Board():
            yield from board_findings(item, index)
        case RuleTable():
            yield from rule_findings(item, index)
        case Form() | Role() | Lexicon() | Variant() | RoleGrants() | Limit():
            return
