"""A change may take a value away; what the form requires stays required."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from anshu.flow.commands import Create, Update
from anshu.flow.decide import decide
from anshu.flow.state import Happened, RecordState, evolve
from anshu.kernel.refusal import Refusal
from anshu.ledger.leaf import NewEvent
from anshu.records.preparing import prepare
from tests.flow.hazards import AREA, COMPILED, NOON, RECORD, actor, facts_at, refused

ADMIN = actor("admin")
POST = {"role": "worker", "org_path": "/w1/t1/"}
PERSON: dict[str, object] = {
    "name": "王工", "org": "/w1/t1/", "post": "钳工", "mobile": "13800000000",
    "assignments": [POST],
}  # fmt: skip
MACHINE: dict[str, object] = {
    "name": "3号反应釜", "code": "R-103", "org": "/w2/", "area": str(AREA),
}  # fmt: skip


def created(kind: str, data: dict[str, object]) -> RecordState:
    return kept(kind, RecordState(), Create(RECORD, kind, data))


def kept(kind: str, state: RecordState, command: Create | Update) -> RecordState:
    decision = decide(COMPILED.types[kind], state, command, facts_at(NOON), ADMIN)
    assert isinstance(decision, tuple), decision
    return prepare(COMPILED.types[kind], command, RECORD, state, decision, COMPILED.hash).after


def asked(kind: str, state: RecordState, **data: object) -> tuple[NewEvent, ...] | Refusal:
    update = Update(uuid4(), RECORD, kind, state.version, data)
    return decide(COMPILED.types[kind], state, update, facts_at(NOON), ADMIN)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_optional_text_is_removed_by_null_or_nothing(nothing: object) -> None:
    state = created("person", PERSON)
    after = kept("person", state, Update(uuid4(), RECORD, "person", 1, {"post": nothing}))
    assert "post" not in after.data
    assert after.data == {key: value for key, value in PERSON.items() if key != "post"}


def test_what_is_removed_is_kept_in_the_event_as_null_in_its_class() -> None:
    decision = asked("person", created("person", PERSON), mobile="", post=None)
    assert isinstance(decision, tuple)
    (event,) = decision
    assert (event.normal, event.personal) == ({"post": None}, {"mobile": None})


@pytest.mark.parametrize("nothing", [None, []])
def test_the_last_role_of_a_person_can_be_taken_away(nothing: object) -> None:
    state = created("person", PERSON)
    after = kept("person", state, Update(uuid4(), RECORD, "person", 1, {"assignments": nothing}))
    assert "assignments" not in after.data


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_a_required_field_is_not_removed(nothing: object) -> None:
    state = created("person", PERSON)
    for field in ("name", "org"):
        (error,) = refused(asked("person", state, **{field: nothing})).fields
        assert (error.field, error.code) == (field, "field_missing")


def test_removing_what_is_not_there_is_no_event() -> None:
    state = created("person", {"name": "王工", "org": "/"})
    assert asked("person", state, post="", mobile=None, assignments=[]) == ()


def test_a_field_that_does_not_exist_is_not_removed_but_named() -> None:
    (error,) = refused(asked("person", created("person", PERSON), colour=None)).fields
    assert (error.field, error.code) == ("colour", "unknown_field")


def test_a_reference_is_removed_and_the_record_stays_with_its_named_unit() -> None:
    state = created("equipment", MACHINE)
    after = kept("equipment", state, Update(uuid4(), RECORD, "equipment", 1, {"area": None}))
    assert "area" not in after.data
    assert after.org_path == "/w2/"


def test_a_machine_whose_unit_is_no_longer_named_belongs_to_its_areas_unit() -> None:
    state = created("equipment", MACHINE)
    after = kept("equipment", state, Update(uuid4(), RECORD, "equipment", 1, {"org": ""}))
    assert ("org" in after.data, after.org_path) == (False, "/w1/t1/")


def test_a_machine_without_area_and_unit_stays_where_it_was() -> None:
    state = created("equipment", MACHINE)
    update = Update(uuid4(), RECORD, "equipment", 1, {"org": None, "area": None})
    after = kept("equipment", state, update)
    assert (after.data.keys() & {"org", "area"}, after.org_path) == (set(), "/w2/")


def test_a_removed_value_can_be_given_again() -> None:
    state = created("person", PERSON)
    gone = kept("person", state, Update(uuid4(), RECORD, "person", 1, {"post": None}))
    back = kept("person", gone, Update(uuid4(), RECORD, "person", 2, {"post": "焊工"}))
    assert back.data["post"] == "焊工"


def test_folding_an_event_with_null_forgets_the_value() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    before = RecordState(version=1, type="person", data={"name": "王工", "post": "钳工"})
    event = Happened(2, "RecordUpdated", at, at, "person:x", {"post": None})
    assert evolve(before, event).data == {"name": "王工"}
