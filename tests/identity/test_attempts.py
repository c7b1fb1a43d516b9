"""Buckets refill evenly and forget the longest unused key; unknown log-ins lock like known."""

from datetime import UTC, datetime, timedelta

from anshu.identity.attempts import Buckets, UnknownLogins

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def seconds(n: float) -> datetime:
    return NOON + timedelta(seconds=n)


def test_a_bucket_is_empty_after_its_capacity_and_says_when_to_come_back() -> None:
    buckets = Buckets(capacity=3, refilled_in=timedelta(seconds=30))
    assert [buckets.take("a", now=NOON) for _ in range(4)] == [0, 0, 0, 11]
    assert buckets.take("b", now=NOON) == 0
    assert buckets.take("a", now=seconds(9)) > 0
    assert buckets.take("a", now=seconds(10)) == 0
    assert buckets.take("a", now=seconds(10)) > 0


def test_a_bucket_never_holds_more_than_its_capacity() -> None:
    buckets = Buckets(capacity=2, refilled_in=timedelta(seconds=2))
    buckets.take("a", now=NOON)
    for _ in range(5):
        buckets.give_back("a")
    answers = [buckets.take("a", now=seconds(100)) for _ in range(3)]
    assert answers[:2] == [0, 0]
    assert answers[2] > 0


def test_a_clock_that_is_set_back_fills_nothing() -> None:
    buckets = Buckets(capacity=1, refilled_in=timedelta(seconds=10))
    assert buckets.take("a", now=NOON) == 0
    assert buckets.take("a", now=seconds(-60)) > 0


def test_the_longest_unused_key_is_forgotten_first() -> None:
    buckets = Buckets(capacity=1, refilled_in=timedelta(days=1), keys=2)
    for key in ("a", "b", "a", "c"):
        buckets.take(key, now=NOON)
    assert buckets.take("a", now=NOON) > 0
    assert buckets.take("b", now=NOON) == 0


def test_an_unknown_login_locks_after_five_failures_and_starts_anew() -> None:
    unknown = UnknownLogins()
    assert [unknown.fail("x", now=NOON) for _ in range(5)] == [None] * 5
    end = NOON + timedelta(minutes=15)
    assert unknown.fail("x", now=seconds(60)) == end
    assert unknown.fail("y", now=seconds(60)) is None
    assert [unknown.fail("x", now=end) for _ in range(5)] == [None] * 5
    assert unknown.fail("x", now=end) == end + timedelta(minutes=15)
