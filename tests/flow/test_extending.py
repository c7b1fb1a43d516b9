"""Later limits: what is kept of the first one, by whom it is decided, what counts as begun."""

from datetime import UTC, datetime

from anshu.flow.extending import extension_errors, limits_kept
from tests.flow.hazards import KIND, NOON, at_node

FIRST = "2026-11-25T09:00:00Z"
LATER = "2026-11-30T09:00:00Z"


def test_the_first_limit_is_kept_and_later_ones_are_counted() -> None:
    course = at_node("extension_decision")
    assert course.state.data["first_deadline"] == FIRST
    assert course.state.data["asked_late"] is False
    course.complete("grant")
    assert course.state.data["first_deadline"] == FIRST
    assert course.state.data["times_extended"] == "1"
    assert course.open.due == datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_a_refusal_changes_no_limit() -> None:
    course = at_node("extension_decision")
    course.complete("refuse")
    assert course.state.data["deadline"] == FIRST
    assert "times_extended" not in course.state.data
    assert course.open.due == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_an_earlier_or_equal_limit_is_no_extension() -> None:
    state = at_node("rectification").state
    assert limits_kept(KIND, state, {"deadline": FIRST}, NOON) == {}
    assert limits_kept(KIND, state, {"deadline": "2026-11-24T09:00:00Z"}, NOON) == {}
    assert limits_kept(KIND, state, {"deadline": LATER}, NOON) == {"times_extended": "1"}


def test_an_imported_limit_becomes_the_first_one() -> None:
    state = at_node("rectification").state
    del state.data["first_deadline"]
    kept = limits_kept(KIND, state, {"deadline": LATER}, NOON)
    assert kept == {"first_deadline": FIRST, "times_extended": "1"}


def test_thirty_days_are_the_most_to_the_minute() -> None:
    state = at_node("extension_decision").state
    node = KIND.nodes["extension_decision"]
    grant = next(o for o in node.outcomes if o.key == "grant")

    def code(until: str) -> list[str]:
        errors = extension_errors(KIND, grant, state, {"deadline": until}, NOON)
        return [error.code for error in errors]

    assert code("2026-12-25T09:00:00Z") == []
    assert code("2026-12-25T09:01:00Z") == ["extended_too_far"]
    assert code(FIRST) == ["not_later"]


def test_of_a_major_hazard_the_plant_manager_decides_alone() -> None:
    course = at_node("extension_decision")
    assert course.open.roles == ("ehs_manager",)
    course = at_node("rectification")
    course.state.data["level"] = "major"
    course.complete("extend")
    assert course.open.roles == ("plant_manager",)
