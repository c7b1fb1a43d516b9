"""The record's row, tasks and deadlines, from its state alone."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from anshu.flow.commands import Comment
from anshu.flow.state import RecordState
from anshu.kernel.position import Position, distance_m
from anshu.records.projection import (
    TITLE_LENGTH,
    deadline_rows,
    done_at,
    record_row,
    task_row,
)
from anshu.records.search import media_lexeme
from tests.flow.hazards import (
    AFTER,
    AREA,
    BEFORE,
    CHECKED,
    CLOCK,
    COMPILED,
    KIND,
    NOON,
    PHOTO,
    RECORD,
    SIGNED,
    Course,
    actor,
    at_node,
    beside,
    closed,
    person,
)
from tests.records.people import PLACE

Row = dict[str, object]


def row_of(state: RecordState) -> Row:
    return record_row(KIND, state, RECORD, COMPILED.hash)


def words(row: Row, name: str = "normal") -> set[str]:
    found = row[f"{name}_search"]
    assert isinstance(found, list)
    return set(found)


def reported(**data: object) -> Course:
    course = Course()
    course.report(**data)
    return course


def test_promoted_fields_stand_in_their_columns() -> None:
    row = row_of(closed().state)
    assert {key: row[key] for key in ("title", "level", "area", "owner", "due", "t1", "t2")} == {
        "title": "密封渗漏", "level": "general", "area": str(AREA), "owner": str(person("fixer")),
        "due": "2026-11-25T09:00:00Z", "t1": "equipment", "t2": "by_deadline",
    }  # fmt: skip
    assert (row["definition"], row["reporter"]) == (COMPILED.hash.hex(), person("worker"))
    assert row["n1"] is None


def test_each_class_has_its_own_values_and_its_own_words() -> None:
    course = reported(contact="13800000000 王师傅")
    for outcome in ("pass", "pass", "approve"):
        course.complete(outcome)
    row = row_of(course.state)
    assert row["personal"] == {"contact": "13800000000 王师傅"}
    assert row["restricted"] == {"penalty": "扣分"}
    assert not {"contact", "penalty"} & set(dict(row["normal"]))  # type: ignore[call-overload]
    assert {"13800000000", "师傅"} <= words(row, "personal")
    assert "扣分" in words(row, "restricted")
    assert not {"13800000000", "师傅", "扣分"} & words(row)
    assert "yh-2026-000007" in words(row)
    assert "yh-2026-000007" not in words(row, "personal") | words(row, "restricted")


def test_codes_are_found_by_their_labels_in_both_languages() -> None:
    found = words(row_of(at_node("ehs_decision").state))
    assert {"设备", "equipment", "限期"} <= found


def test_several_codes_of_one_field_are_all_found() -> None:
    base = KIND.fields["category"]
    many = msgspec.structs.replace(base, kind="multi_choice", promoted=None)
    kind = type(KIND)(msgspec.structs.replace(KIND.item, fields=(many,)), {}, KIND.lists, KIND.flow)
    state = RecordState(version=1, data={"category": ["fire", "electrical"]})
    row = record_row(kind, state, RECORD, COMPILED.hash)
    assert {"消防", "电气"} <= words(row)
    assert "工艺" not in words(row)


def test_comments_are_found() -> None:
    course = at_node("team_review")
    course.take(Comment(course.next_id(), RECORD, "hazard", "阀门编号 V-77"), actor("leader"))
    assert {"阀门", "v-77"} <= words(row_of(course.state))


def test_a_record_is_found_by_the_files_of_every_activation() -> None:
    course = at_node("reinspection")
    sheet = str(dict(course.state.data["responsible_signature"])["shown"])  # type: ignore[call-overload]
    course.complete("fail")
    course.later(minutes=1)
    course.complete("submit", after_photos=[CHECKED])
    found = words(row_of(course.state))
    assert {media_lexeme(d) for d in (PHOTO, BEFORE, AFTER, CHECKED, SIGNED, sheet)} <= found


@pytest.mark.parametrize(
    ("description", "title"),
    [
        ("泵漏油", "泵漏油"), ("泵\n  漏油", "泵 漏油"),
        ("长" * TITLE_LENGTH, "长" * TITLE_LENGTH),
        ("长" * (TITLE_LENGTH + 1), "长" * (TITLE_LENGTH - 1) + "…"),
    ],
)  # fmt: skip
def test_a_title_is_one_short_line(description: str, title: str) -> None:
    assert row_of(reported(description=description).state)["title"] == title


def test_without_a_title_field_the_number_is_the_title() -> None:
    state = msgspec.structs.replace(reported().state, data={})
    assert row_of(state)["title"] == "YH-2026-000007"


@pytest.mark.parametrize("system", ["WGS-84", "GCJ-02"])
def test_a_position_stands_in_the_row_in_one_system(system: str) -> None:
    row = row_of(reported(position=beside(0, system=system)).state)
    found = Position(float(str(row["lat"])), float(str(row["lon"])))
    assert distance_m(found, Position(float(PLACE["lat"]), float(PLACE["lon"]))) < 0.05


def test_without_a_position_there_is_none() -> None:
    row = row_of(reported().state)
    assert (row["lat"], row["lon"]) == (None, None)


def test_done_is_when_the_newest_rectification_was_submitted() -> None:
    course = at_node("rectification")
    assert done_at(KIND, course.state) is None
    course.later(hours=1)
    course.complete("submit")
    submitted = course.now
    assert done_at(KIND, course.state) == submitted
    course.later(hours=1)
    course.complete("fail")
    assert done_at(KIND, course.state) is None
    course.complete("return")
    assert done_at(KIND, course.state) is None
    assert done_at(KIND, closed().state) is not None


def test_an_imported_record_was_done_when_its_ledger_says_until_it_is_opened_again() -> None:
    then = datetime(2024, 5, 1, tzinfo=UTC)
    imported = RecordState(version=1, origin="import", done_before=then)
    assert done_at(KIND, imported) == then
    course = at_node("rectification")
    course.state = msgspec.structs.replace(course.state, done_before=then)
    assert done_at(KIND, course.state) is None


def test_a_task_row_names_who_did_it_and_leaves_the_product_out() -> None:
    course = at_node("team_review")
    row = task_row(KIND, course.open, RECORD)
    assert (row.opened_by, row.closed_by, row.outcome) == (person("worker"), None, None)
    course.complete("pass")
    done = task_row(KIND, course.state.tasks[0], RECORD)
    assert (done.closed_by, done.outcome) == (person("leader"), "pass")
    by_clock = msgspec.structs.replace(course.open, opened_by=CLOCK.name)
    assert task_row(KIND, by_clock, RECORD).opened_by is None


def test_a_task_has_an_escalation_at_its_limit_and_reminders_before_it() -> None:
    task = at_node("rectification").open
    assert task.due is not None
    rows = deadline_rows(KIND, task, RECORD, task.opened_at)
    assert [(row.kind, task.due - row.due_at) for row in rows] == [
        ("escalate", timedelta(0)), ("remind", timedelta(days=1)), ("remind", timedelta(hours=2)),
    ]  # fmt: skip
    assert rows == deadline_rows(KIND, task, RECORD, task.opened_at)
    assert len({row.id for row in rows}) == 3


def test_a_reminder_that_would_lie_in_the_past_is_left_out_the_escalation_never() -> None:
    task = at_node("rectification").open
    assert task.due is not None
    for before, kinds in (
        (timedelta(hours=24), ["escalate", "remind"]),
        (-timedelta(1), ["escalate"]),
    ):
        rows = deadline_rows(KIND, task, RECORD, task.due - before)
        assert [row.kind for row in rows] == kinds


def test_a_task_without_a_limit_has_no_deadlines() -> None:
    task = msgspec.structs.replace(at_node("team_review").open, due=None)
    assert deadline_rows(KIND, task, RECORD, NOON) == ()
