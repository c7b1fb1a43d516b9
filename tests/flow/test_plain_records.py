"""Records without a flow, and comments."""

from uuid import uuid4

import msgspec
import pytest

from anshu.flow.commands import Comment, Create, Update
from anshu.flow.decide import content_hash, decide
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.ledger.leaf import NewEvent
from anshu.records.preparing import prepare
from tests.flow.hazards import (
    AREA,
    CLOCK,
    COMPILED,
    NOON,
    RECORD,
    Course,
    actor,
    at_node,
    closed,
    facts_at,
    refused,
)

ADMIN = actor("admin")
PERSON: dict[str, object] = {"name": "王工", "org": "/w1/t1/", "mobile": "13800000000"}
MACHINE: dict[str, object] = {"name": "3号反应釜", "code": "R-103"}


def created(kind: str, data: dict[str, object]) -> RecordState:
    command = Create(RECORD, kind, data)
    return kept(kind, RecordState(), command)


def kept(kind: str, state: RecordState, command: Create | Update) -> RecordState:
    decision = decide(COMPILED.types[kind], state, command, facts_at(NOON), ADMIN)
    assert isinstance(decision, tuple), decision
    done = prepare(COMPILED.types[kind], command, RECORD, state, decision, COMPILED.hash)
    return done.after


def asked(
    kind: str, state: RecordState, *, version: int = 1, **data: object
) -> tuple[NewEvent, ...] | Refusal:
    update = Update(uuid4(), RECORD, kind, version, data)
    return decide(COMPILED.types[kind], state, update, facts_at(NOON), ADMIN)


def test_a_plain_record_is_active_and_has_no_tasks() -> None:
    state = created("person", PERSON)
    assert (state.state, state.tasks, state.org_path) == ("active", (), "/w1/t1/")
    assert state.number == "RY-2026-000007"


def test_an_update_keeps_only_what_changed_by_class() -> None:
    decision = asked("person", created("person", PERSON), name="王工", mobile="139", post="钳工")
    assert isinstance(decision, tuple)
    (event,) = decision
    assert (event.kind, event.normal, event.personal) == (
        "RecordUpdated", {"post": "钳工"}, {"mobile": "139"},
    )  # fmt: skip


def test_an_update_that_changes_nothing_is_no_event() -> None:
    assert asked("person", created("person", PERSON), **PERSON) == ()


def test_an_update_of_an_older_version_is_refused() -> None:
    refusal = refused(asked("person", created("person", PERSON), version=2, name="x"))
    assert (refusal.code, refusal.current_version) == ("record_changed", 1)


def test_what_the_record_would_be_is_checked_as_a_whole() -> None:
    state = created("person", PERSON)
    refusal = refused(asked("person", state, name=" ", colour="red"))
    assert {e.field: e.code for e in refusal.fields} == {
        "name": "field_missing", "colour": "unknown_field",
    }  # fmt: skip


def test_a_new_reference_must_exist() -> None:
    state = created("equipment", MACHINE)
    (error,) = refused(asked("equipment", state, area=str(uuid4()))).fields
    assert (error.field, error.code) == ("area", "reference_unknown")


def test_a_person_who_moves_takes_the_record_along() -> None:
    state = created("person", PERSON)
    command = Update(uuid4(), RECORD, "person", 1, {"org": "/w2/t1/"})
    after = kept("person", state, command)
    assert (after.org_path, after.data["org"], after.version) == ("/w2/t1/", "/w2/t1/", 2)


def test_a_machine_that_is_given_an_area_belongs_to_the_areas_unit() -> None:
    state = created("equipment", MACHINE)
    assert state.org_path == "/"
    update = Update(uuid4(), RECORD, "equipment", 1, {"area": str(AREA).upper()})
    assert kept("equipment", state, update).org_path == "/w1/t1/"


def test_a_machine_whose_unit_is_named_stays_there_whatever_its_area() -> None:
    state = created("equipment", {**MACHINE, "org": "/w2/"})
    update = Update(uuid4(), RECORD, "equipment", 1, {"area": str(AREA)})
    assert kept("equipment", state, update).org_path == "/w2/"


def test_a_record_with_a_flow_is_changed_by_its_tasks_only() -> None:
    course = at_node("team_review")
    update = Update(uuid4(), RECORD, "hazard", 2, {"description": "x"})
    assert refused(course.ask(update, actor("leader"))).code == "changed_by_tasks_only"


def test_what_does_not_exist_is_neither_changed_nor_commented_on() -> None:
    assert refused(asked("person", RecordState(), name="x")).kind == "unknown"
    comment = Comment(uuid4(), RECORD, "hazard", "在吗")
    assert refused(Course().ask(comment, actor("leader"))).kind == "unknown"


@pytest.mark.parametrize("course", [at_node("team_review"), closed()], ids=["open", "closed"])
def test_a_comment_is_kept_and_touches_nothing_else(course: Course) -> None:
    before = course.state
    (event,) = course.take(Comment(uuid4(), RECORD, "hazard", "  已看过\n"), actor("auditor"))
    assert (event.kind, event.normal) == ("Commented", {"@text": "已看过"})
    moved = msgspec.structs.replace(
        before, version=before.version + 1, comments=("已看过",), updated_at=course.now
    )
    assert course.state == moved


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "field_missing"), (" \n", "field_missing"), ("啊" * 2001, "too_long"),
     ("a\0b", "unreadable_text")],
)  # fmt: skip
def test_a_comment_that_says_nothing_or_cannot_be_kept_is_refused(text: str, code: str) -> None:
    comment = Comment(uuid4(), RECORD, "hazard", text)
    refusal = refused(at_node("team_review").ask(comment, actor("leader")))
    assert [(error.field, error.code) for error in refusal.fields] == [("text", code)]
    assert refusal.kind == "malformed"


def test_the_longest_comment_is_taken() -> None:
    comment = Comment(uuid4(), RECORD, "hazard", "啊" * 2000)
    assert isinstance(at_node("team_review").ask(comment, actor("leader")), tuple)


def test_the_identity_of_what_was_sent_does_not_depend_on_the_order_of_its_keys() -> None:
    assert content_hash({"a": "1", "b": ["2"]}) == content_hash({"b": ["2"], "a": "1"})
    assert content_hash({"a": "1"}) != content_hash({"a": "2"})


def test_data_that_no_form_would_take_has_the_identity_of_no_record() -> None:
    for data in ({"a": 1.5}, {"a": 2**60}, {"a": "\ud800"}):
        assert content_hash(data) == "sha256:none"


def test_the_product_itself_may_add_records() -> None:
    command = Create(RECORD, "equipment", MACHINE)
    decision = decide(COMPILED.types["equipment"], RecordState(), command, facts_at(NOON), CLOCK)
    assert isinstance(decision, tuple)
    assert "@reporter" not in decision[0].normal
