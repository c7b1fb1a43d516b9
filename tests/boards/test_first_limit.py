"""The rate within the first limit beside the rate by the limit in force, counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from anshu.boards.plan import plans_of
from anshu.boards.share import CountedRow, shares_of
from tests.records.people import compiled

ZONE = "Asia/Shanghai"
FIRST = datetime(2026, 11, 25, 9, tzinfo=UTC)
EXTENDED = FIRST + timedelta(days=5)
NOW = FIRST + timedelta(days=20)


def counted(indicator: str, **columns: object) -> list[tuple[int, int]]:
    """How many records and how many good ones this hazard adds."""
    whole = {
        "state": "closed", "level": "general", "org_path": "/w1/", "origin": "live",
        "created_at": FIRST - timedelta(days=3), "due": EXTENDED, "d1": FIRST,
        "closed_at": FIRST + timedelta(days=6), "evidence_valid": True,
    } | columns  # fmt: skip
    plan = plans_of(compiled(), ZONE).by_key[indicator]
    row = CountedRow(columns=whole, firsts={}, values={})
    return [(each.live, each.good) for each in shares_of([plan], row, zone=ZONE, now=NOW).shares]


@pytest.mark.parametrize(
    ("done_after", "in_force", "first"),
    [(timedelta(0), 1, 1), (timedelta(seconds=1), 1, 0), (timedelta(days=5), 1, 0),
     (timedelta(days=5, seconds=1), 0, 0)],
)  # fmt: skip
def test_an_extension_helps_the_one_rate_and_not_the_other(
    done_after: timedelta, in_force: int, first: int
) -> None:
    done = FIRST + done_after
    assert counted("closure_rate_due", done_at=done) == [(1, in_force)]
    assert counted("closure_rate_first", done_at=done) == [(1, first)]


def test_without_an_extension_both_rates_agree() -> None:
    for done, good in ((FIRST, 1), (FIRST + timedelta(seconds=1), 0)):
        for indicator in ("closure_rate_due", "closure_rate_first"):
            assert counted(indicator, due=FIRST, done_at=done) == [(1, good)]


@pytest.mark.parametrize("state", ["voided", "withdrawn", "duplicate"])
def test_what_ended_otherwise_than_by_closure_counts_in_no_indicator(state: str) -> None:
    for indicator in compiled().indicators:
        assert counted(indicator, state=state, done_at=FIRST) == []
