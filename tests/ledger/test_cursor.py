"""A gap lives exactly as long as a transaction may still fill it."""

from hypothesis import given
from hypothesis import strategies as st

from anshu.ledger.cursor import Cursor, Gap, advanced


def test_numbers_missing_below_a_visible_one_are_gaps() -> None:
    cursor = advanced(Cursor(), seen=[2, 5, 6], xmin=10, bound=20)
    assert cursor == Cursor(high=6, gaps=(Gap(1, 1, 20), Gap(3, 4, 20)))


def test_a_gap_is_dropped_when_every_transaction_below_its_bound_has_ended() -> None:
    before = Cursor(high=6, gaps=(Gap(1, 1, 20), Gap(3, 4, 30)))
    assert advanced(before, seen=[7], xmin=20, bound=40).gaps == (Gap(3, 4, 30),)
    assert advanced(before, seen=[7], xmin=19, bound=40).gaps == before.gaps


def test_a_straggler_splits_its_gap_and_leaves_the_height() -> None:
    before = Cursor(high=6, gaps=(Gap(1, 5, 20),))
    after = advanced(before, seen=[3], xmin=10, bound=40)
    assert after == Cursor(high=6, gaps=(Gap(1, 2, 20), Gap(4, 5, 20)))


def test_an_idle_server_leaves_no_gaps() -> None:
    assert advanced(Cursor(), seen=[9], xmin=20, bound=20).gaps == ()


def test_a_cluster_whose_ids_start_anew_goes_on_and_drops_old_gaps_in_time() -> None:
    before = Cursor(high=6, gaps=(Gap(3, 4, 5_000_000),))
    first = advanced(before, seen=[7], xmin=700, bound=702)
    assert first.gaps == (Gap(3, 4, 702),)
    assert advanced(first, seen=[8], xmin=703, bound=704).gaps == ()


@given(st.lists(st.sets(st.integers(1, 30), min_size=1), max_size=6))
def test_no_number_is_lost_while_transactions_stay_open(rounds: list[set[int]]) -> None:
    cursor, sealed = Cursor(), set[int]()
    for seen in rounds:
        new = {
            n for n in seen if n > cursor.high or any(g.first <= n <= g.last for g in cursor.gaps)
        }
        assert new == seen - sealed
        if new:
            cursor = advanced(cursor, seen=new, xmin=1, bound=9)
            sealed |= new
    missing = {n for gap in cursor.gaps for n in range(gap.first, gap.last + 1)}
    assert missing == set(range(1, cursor.high + 1)) - sealed
