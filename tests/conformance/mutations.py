"""The rules of the law that a test must miss when they are taken out, and the tests to ask.

`missed_by.yaml` is the record of the last run: the test that missed each rule. It is asked first.
"""

import importlib
import re
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from anshu.definitions.rule_language import RuleRow, RuleTable
from tests.conformance.packs import shipped
from tests.conformance.site import Site

SUITE = Path(__file__).parent
# What a row does that a test can see.
SEEN = {"escalate", "block"}
# Rules that survive alone, and what they stand behind: another rule, or what a form asks first.
BEHIND = {
    "watch_gas_record/record_none": "gate_gas_tested/confined_untested",
    "gate_starter/starter_place_unknown": "gate_signer/signer_place_unknown",
    "gate_workers/no_workers": "permit_application.workers",
    "gate_jha/jha_incomplete": "jha_row.measure",
    "gate_measures/measures_unconfirmed": "measure_confirmation.involved",
    "gate_signer/signer_unknown": "permit_sign.sign_position",
    "gate_starter/starter_unknown": "permit_start.sign_position",
    "permit_approvers/approval_special": "permit_flow:sign_approval",
}
RECORD = SUITE / "missed_by.yaml"
Call = Callable[[Site], Awaitable[None]]


class Rule(NamedTuple):
    """A row of a rule table of the law."""

    table: str
    reason: str
    clause: str

    @property
    def key(self) -> str:
        return f"{self.table}/{self.reason}"


@cache
def rules() -> tuple[Rule, ...]:
    """The rows of the law's packs that forbid, raise an alarm or ask for a signature."""
    return tuple(
        Rule(item.key, row.reason, _clause(row))
        for pack in shipped()
        if pack.layer == "law" and pack.name.startswith("permit")
        for item in pack.items
        if isinstance(item, RuleTable)
        for row in item.rows
        if row.alarm or row.obligations or (row.severity in SEEN and not row.unverified)
    )


def named_tests(rule: Rule) -> tuple[str, ...]:
    """The tests that clauses.yaml names for the rule's clause."""
    named: dict[str, None] = {}
    for norm, entries in _clauses().items():
        for clause, entry in entries.items():
            if any(_same(f"{norm[:-5]} {clause}", part) for part in _parts(rule.clause)):
                named |= dict.fromkeys(entry.get("tests", ()))
    return tuple(named)


def recorded() -> dict[str, str]:
    """The test, or its case ("test_x 3"), that missed each rule when it was last taken out."""
    return dict(_parsed(RECORD.read_text(encoding="utf-8")))


def record(found: dict[str, str]) -> None:
    """These go over what was recorded; rules that are no longer there leave the record."""
    known = recorded() | found
    kept = {rule.key: known[rule.key] for rule in rules() if rule.key in known}
    head, _, _ = RECORD.read_text(encoding="utf-8").partition("\n\n")
    body = yaml.safe_dump(kept, sort_keys=True, width=200)
    RECORD.write_text(f"{head}\n\n{body}", encoding="utf-8")


def calls_of(rule: Rule) -> list[tuple[str, Call]]:
    """Every case of the tests of the rule and of the one before it, to be run on another plant."""
    asked = [rule, *(other for other in rules() if other.key == BEHIND.get(rule.key))]
    calls = {name: call for each in asked for name, call in _calls(each)}
    first = recorded().get(rule.key)
    return sorted(calls.items(), key=lambda named: named[0] != first)


def _calls(rule: Rule) -> Iterator[tuple[str, Call]]:
    for source in sorted(SUITE.glob("test_*.py")):
        module = importlib.import_module(f"tests.conformance.{source.stem}")
        for name in named_tests(rule):
            if (function := getattr(module, name, None)) is not None:
                for no, call in enumerate(_cases(function)):
                    yield (f"{name} {no}" if _marks(function) else name), call


def _marks(function: Callable[..., Awaitable[None]]) -> list[Any]:
    return [m for m in getattr(function, "pytestmark", ()) if m.name == "parametrize"]


def _cases(function: Callable[..., Awaitable[None]]) -> Iterator[Call]:
    marks = _marks(function)
    for values in product(*(mark.args[1] for mark in marks)):
        given: dict[str, object] = {}
        for mark, value in zip(marks, values, strict=True):
            names = mark.args[0]
            if isinstance(names, str):
                given[names] = value
            else:
                given |= dict(zip(names, value, strict=True))
        yield lambda site, given=given: function(site, **given)


@cache
def _parsed(text: str) -> dict[str, str]:
    return yaml.safe_load(text) or {}


@cache
def _clauses() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = yaml.safe_load(
        (SUITE / "clauses.yaml").read_text(encoding="utf-8")
    )
    return data


def _clause(row: RuleRow) -> str:
    return f"{row.clause.norm} {row.clause.clause}" if row.clause else ""


def _parts(clause: str) -> Iterator[str]:
    """ "GB 30871 6.3、6.4 a)" names two clauses of one norm."""
    norm, _, numbers = clause.partition(" ")
    series, _, numbers = numbers.partition(" ")
    for number in re.split(r"[、,，/]", numbers):
        yield f"{norm} {series} {number.strip()}"


def _same(entry: str, clause: str) -> bool:
    """Whether the entry is about that clause: the same number, or a part of it."""
    one, other = _number(entry), _number(clause)
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _number(clause: str) -> str:
    found = re.match(r"\S+ \S+ (表?[A-Z]?\.?[\d.]+|\S+)", clause)
    return (clause[: clause.rindex(found[1])] + found[1]) if found else clause
