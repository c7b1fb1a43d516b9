"""Measures the check of empty talk on public reports that two people labelled blind.

`python -m anshu.entrypoints.try_quality [--reports FILE] [--labels FILE]`. The labels (line
numbers of the file, g good or e empty, by labeller a and b) are in the repository; the reports
are not.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from anshu.definitions.lexicon import Lexicon
from anshu.definitions.pack import parse_pack
from anshu.rules.telling import Context, missing_fact

REPORTS = Path("../shared/data/hazard_reports.txt")
LABELS = Path("tests/quality/labels.csv")


class Label(Struct, frozen=True):
    """What the two labellers said of a line."""

    line: int
    a: str
    b: str


class Measured(Struct, frozen=True):
    """Lines by what was said of them and what the check did; disputed ones are left out."""

    labelled: int
    agreed: int
    good: int
    empty: int
    refused_good: tuple[int, ...]
    passed_empty: tuple[int, ...]
    refused_of_rest: int
    rest: int


def measure(reports: Sequence[str], labels: Sequence[Label], lexicon: Lexicon) -> Measured:
    """Asks the check of every line; a line is the clause, a space and the report."""
    refused = {
        place for place, line in enumerate(reports, 1) if line.strip() and _refused(line, lexicon)
    }
    agreed = [label for label in labels if label.a == label.b]
    seen = {label.line for label in labels}
    good = [label.line for label in agreed if label.a == "g"]
    empty = [label.line for label in agreed if label.a == "e"]
    return Measured(
        labelled=len(labels), agreed=len(agreed), good=len(good), empty=len(empty),
        refused_good=tuple(line for line in good if line in refused),
        passed_empty=tuple(line for line in empty if line not in refused),
        refused_of_rest=len(refused - seen),
        rest=sum(1 for line in reports if line.strip()) - len(seen),
    )  # fmt: skip


def read_labels(path: Path) -> tuple[Label, ...]:
    """The labels of the repository."""
    with path.open(encoding="utf-8", newline="") as source:
        return tuple(Label(int(row["line"]), row["a"], row["b"]) for row in csv.DictReader(source))


def shipped_lexicon() -> Lexicon:
    """The words as they are shipped."""
    source = files("anshu.definitions") / "packs" / "telling.yaml"
    pack = parse_pack(source.read_text(encoding="utf-8"), name="telling.yaml")
    return next(item for item in pack.items if isinstance(item, Lexicon))


def main() -> int:
    """Prints the figures; 2 when the reports are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--labels", type=Path, default=LABELS)
    asked = parser.parse_args()
    if not asked.reports.is_file():
        print(f"{asked.reports} is not there; name the file with --reports", file=sys.stderr)  # noqa: T201
        return 2
    reports = asked.reports.read_text(encoding="utf-8").split("\n")
    found = measure(reports, read_labels(asked.labels), shipped_lexicon())
    lines = (
        f"labelled {found.labelled}, the two agree on {found.agreed}",
        f"good {found.good}: refused {len(found.refused_good)} (lines {found.refused_good})",
        f"empty {found.empty}: passed {len(found.passed_empty)} (lines {found.passed_empty})",
        f"of the other {found.rest} lines refused {found.refused_of_rest}",
    )
    print("\n".join(lines))  # noqa: T201
    return 0


def _refused(line: str, lexicon: Lexicon) -> bool:
    clause, _, report = line.partition(" ")
    return bool(missing_fact(report or clause, "thing_and_defect", lexicon, Context((clause,))))


if __name__ == "__main__":
    sys.exit(main())
