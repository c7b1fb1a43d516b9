"""Takes one rule out of the law's packs and asks the tests of its clause: one of them must fail.

`python -m tests.conformance.mutations` does so for every rule (long); `make try-mutations`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from anshu.definitions.rule_language import RuleRow, RuleTable
from tests.conformance.packs import WITHOUT, shipped

SUITE = Path(__file__).parent
# What a row does that a test can see.
SEEN = {"escalate", "block"}


class Rule(NamedTuple):
    """A row of a rule table of the law."""

    table: str
    reason: str
    clause: str

    @property
    def key(self) -> str:
        return f"{self.table}/{self.reason}"


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
    data = yaml.safe_load((SUITE / "clauses.yaml").read_text(encoding="utf-8"))
    named: dict[str, None] = {}
    for norm, entries in data.items():
        for clause, entry in entries.items():
            if any(_same(f"{norm[:-5]} {clause}", part) for part in _parts(rule.clause)):
                named |= dict.fromkeys(entry.get("tests", ()))
    return tuple(named)


def survives(rule: Rule) -> str:
    """Why the rule can be taken out unseen; empty if a test fails without it."""
    tests = named_tests(rule)
    if not tests:
        return f"no test is named for {rule.clause}"
    asked = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(SUITE)]
    done = subprocess.run(
        [*asked, "-k", " or ".join(tests)], check=False, capture_output=True, text=True,
        env=os.environ | {WITHOUT: rule.key},
    )  # fmt: skip
    if done.returncode == 1:
        return ""
    return f"{len(tests)} tests pass without it" if done.returncode == 0 else done.stdout[-400:]


def main() -> int:
    """Take out every rule in turn; the exit code says whether one survived."""
    survivors = 0
    for rule in rules():
        why = survives(rule)
        survivors += bool(why)
        print(f"{'SURVIVES' if why else 'seen':9} {rule.key:60} {rule.clause} {why}", flush=True)
    print(f"{survivors} of {len(rules())} rules can be taken out unseen")
    return 1 if survivors else 0


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


if __name__ == "__main__":
    sys.exit(main())
