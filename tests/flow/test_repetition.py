"""Which record a new one repeats, and where alike records become too many; time is a value."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.definitions.language import Recurrence
from anshu.flow.commands import KnownAlike, Reopen, Warn
from anshu.flow.repetition import crossings, is_settled_by, likeness_of
from anshu.flow.state import Link
from tests.flow.hazards import (
    CLOCK,
    KIND,
    MACHINE,
    NAMES,
    NOON,
    RECORD,
    Course,
    actor,
    facts_at,
)

RULE = KIND.item.recurrence
assert RULE is not None
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def alike(days: float, *, warned: bool = False, closed: float | None = None) -> KnownAlike:
    """A record discovered so many days after noon, closed so many days after noon."""
    return KnownAlike(
        uuid5(NAMES, f"alike {days}"), f"YH-{days:g}", NOON + days * DAY,
        NOON + closed * DAY if closed is not None else None, warned,
    )  # fmt: skip


def found(*known: KnownAlike, rule: Recurrence = RULE) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (crossing.at.number, tuple(each.number for each in crossing.linked))
        for crossing in crossings(rule, known)
    ]


def test_the_third_within_thirty_days_crosses_and_names_all_three() -> None:
    assert found(alike(0), alike(10)) == []
    assert found(alike(0), alike(10), alike(20)) == [("YH-20", ("YH-0", "YH-10", "YH-20"))]


def test_the_window_is_thirty_times_24_hours_with_both_ends() -> None:
    assert len(found(alike(0), alike(10), alike(30))) == 1
    beyond = msgspec.structs.replace(alike(30), discovered_at=NOON + 30 * DAY + TICK)
    assert found(alike(0), alike(10), beyond) == []


def test_a_fourth_is_no_further_crossing() -> None:
    assert found(alike(0), alike(5), alike(10, warned=True), alike(15), alike(20)) == []


def test_it_crosses_again_once_the_count_has_fallen_below_three() -> None:
    first = (alike(0), alike(5), alike(10, warned=True))
    assert found(*first, alike(36)) == []
    assert [number for number, _ in found(*first, alike(37), alike(38))] == ["YH-38"]
    # One of the first three has left the window before the next one is discovered.
    assert [number for number, _ in found(*first, alike(32))] == ["YH-32"]


def test_one_that_arrives_late_lets_nobody_be_warned_twice() -> None:
    known = (alike(0), alike(5), alike(10, warned=True))
    assert found(*known, alike(2)) == []


def test_one_that_arrives_late_completes_a_later_one() -> None:
    assert [number for number, _ in found(alike(9), alike(0), alike(4))] == ["YH-9"]


@given(st.lists(st.integers(0, 200), unique=True, max_size=12))
def test_whatever_the_order_of_arrival_what_was_warned_of_is_not_found_again(
    days: list[int],
) -> None:
    known: list[KnownAlike] = []
    for day in days:
        known.append(alike(day))
        for crossing in crossings(RULE, known):
            place = known.index(crossing.at)
            known[place] = msgspec.structs.replace(crossing.at, warned=True)
        assert crossings(RULE, known) == ()


@given(st.lists(st.integers(0, 200), unique=True, max_size=12))
def test_in_order_of_discovery_it_warns_exactly_at_every_third(days: list[int]) -> None:
    known: list[KnownAlike] = []
    for day in sorted(days):
        known.append(alike(day))
        counted = [
            each for each in known if each.discovered_at >= known[-1].discovered_at - 30 * DAY
        ]
        expected = [known[-1].id] if len(counted) == 3 else []
        assert [crossing.at.id for crossing in crossings(RULE, known)] == expected
        known = [msgspec.structs.replace(each, warned=True) if each.id in expected else each
                 for each in known]  # fmt: skip


def rechecked(*known: KnownAlike, **data: object) -> Course:
    """A hazard of the machine, rechecked into a category with these alike ones known."""
    course = Course()
    course.report(equipment=str(MACHINE))
    course.complete("pass")
    facts = facts_at(course.now, alike=tuple(known))
    course.take(course.completing("pass", **data), actor("safety"), facts)
    return course


@pytest.mark.parametrize(
    ("closed", "repeats"), [(-31, False), (-30, True), (-1, True), (0, True), (1, False)]
)
def test_a_hazard_recurs_within_thirty_days_after_the_closing_of_another(
    closed: float, repeats: bool
) -> None:
    earlier = alike(-60, closed=closed)
    expected = Link(earlier.id, earlier.number) if repeats else None
    assert rechecked(earlier).state.recurs == expected


def test_of_several_the_one_closed_last_is_repeated() -> None:
    state = rechecked(alike(-60, closed=-2), alike(-50, closed=-1), alike(-40)).state
    assert state.recurs is not None
    assert state.recurs.number == "YH--50"


def test_a_category_that_changes_takes_the_recurrence_back() -> None:
    course = rechecked(alike(-60, closed=-1))
    course.complete("return")
    course.take(course.completing("pass", category="fire"), actor("safety"))
    assert course.state.recurs is None


def test_only_data_that_gives_or_changes_what_is_compared_settles_it() -> None:
    state = rechecked().state
    assert is_settled_by(KIND, state, {"category": "fire"})
    assert not is_settled_by(KIND, state, {"category": "equipment"})
    assert not is_settled_by(KIND, state, {"advice": "x"})


def test_nothing_is_alike_while_a_value_is_open() -> None:
    assert likeness_of(KIND, {"equipment": str(MACHINE)}, NOON) is None
    known = likeness_of(KIND, {"equipment": str(MACHINE), "category": "fire"}, NOON)
    assert known is not None
    assert (known.equipment, known.others, known.voided) == (
        MACHINE, {"category": "fire"}, ("voided", "duplicate", "withdrawn"),
    )  # fmt: skip


def warned(course: Course, known: Sequence[KnownAlike]) -> int:
    facts = facts_at(course.now, alike=tuple(known))
    return len(course.take(Warn(course.next_id(), RECORD, "hazard"), CLOCK, facts))


def test_a_warning_stands_only_on_the_hazard_that_crosses_and_names_the_others() -> None:
    course = rechecked()
    me = msgspec.structs.replace(alike(0), id=RECORD)
    assert warned(course, (alike(-1), me)) == 0
    assert warned(course, (alike(-3), alike(-2), alike(-1), me)) == 0
    assert warned(course, (alike(-2), alike(-1), me)) == 1
    assert [link.number for link in course.state.repeated] == ["YH--2", "YH--1", "YH-0"]


def test_a_closed_hazard_says_what_brought_it_back() -> None:
    course = rechecked()
    other = UUID(int=7)
    course.take(Reopen(course.next_id(), RECORD, "hazard", by=other, number="YH-7"), CLOCK)
    assert course.state.recurred == (Link(other, "YH-7"),)
