"""Nobody gives, moves or changes beyond what their own permissions reach."""

from uuid import uuid4

import pytest

from anshu.flow.commands import Create, Update
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.records.permission import authorise, misplaced
from tests.flow.hazards import COMPILED, RECORD
from tests.records.subjects import granted

PERSON = COMPILED.types["person"]
HELD = [{"role": "worker", "org_path": "/w1/t1/"}]
SOMEBODY = RecordState(
    version=1, type="person", org_path="/w1/t1/", data={"name": "王工", "assignments": HELD}
)
WORKSHOP = granted(
    "safety",
    ("person:record:read", "tenant"),
    ("person:record:create", "org"),
    ("person:record:update", "org"),
    ("person:assignment:manage", "org"),
    org_path="/w1/",
)
INSIDE = {"role": "team_leader", "org_path": "/w1/t1/"}
ABOVE = {"role": "tenant_admin", "org_path": "/"}
BESIDE = {"role": "worker", "org_path": "/w2/"}


def _update(assignments: object, before: object = HELD) -> Refusal | None:
    state = RecordState(
        version=1, type="person", org_path="/w1/t1/", data={"name": "王", "assignments": before}
    )
    command = Update(uuid4(), RECORD, "person", 1, {"assignments": assignments})
    return authorise(PERSON, state, command, WORKSHOP)


def test_a_workshops_administrator_gives_roles_over_the_workshop() -> None:
    assert _update([*HELD, INSIDE]) is None
    assert _update([]) is None


@pytest.mark.parametrize("given", [ABOVE, BESIDE])
def test_a_role_over_another_unit_is_not_theirs_to_give_or_take(given: dict[str, str]) -> None:
    for refusal in (_update([*HELD, given]), _update(HELD, before=[*HELD, given])):
        assert refusal is not None
        assert (refusal.kind, refusal.facts[0].value) == ("forbidden", "person:assignment:manage")
    command = Create(uuid4(), "person", {"name": "新", "assignments": [given]})
    refusal = authorise(PERSON, RecordState(), command, WORKSHOP)
    assert refusal is not None
    assert refusal.kind == "forbidden"


@pytest.mark.parametrize("given", ["/", 7, [7], [None], [{"role": "tenant_admin"}]])
def test_what_is_no_list_of_roles_is_left_to_the_form_or_refused(given: object) -> None:
    form = PERSON.form(PERSON.item.start_form)
    assert form.errors({"name": "王工", "assignments": given})
    _update(given)


@pytest.mark.parametrize("command", ["create", "update"])
def test_a_record_may_not_come_to_lie_outside_its_permissions_reach(command: str) -> None:
    asked = {
        "create": Create(uuid4(), "person", {"name": "新"}),
        "update": Update(uuid4(), RECORD, "person", 1, {"org": "/w2/"}),
    }[command]
    outside = RecordState(version=1, type="person", org_path="/w2/")
    inside = RecordState(version=1, type="person", org_path="/w1/t1/")
    refusal = misplaced(PERSON, outside, asked, WORKSHOP)
    assert refusal is not None
    assert (refusal.kind, refusal.facts[0].value) == ("forbidden", f"person:record:{command}")
    assert misplaced(PERSON, inside, asked, WORKSHOP) is None


def test_who_may_not_read_a_field_may_not_change_it() -> None:
    """Else "nothing has changed" would tell that a guess was right."""
    (personal,) = [f.key for f in PERSON.fields.values() if f.classed == "personal"][:1]
    command = Update(uuid4(), RECORD, "person", 1, {personal: "13800000000"})
    refusal = authorise(PERSON, SOMEBODY, command, WORKSHOP)
    assert refusal is not None
    assert refusal.facts[0].value == "person:record:read_personal"
