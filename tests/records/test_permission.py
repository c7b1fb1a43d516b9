"""Who may ask what: 404 for what one may not know, 403 for what one may not do."""

from uuid import uuid4

import pytest

from anshu.definitions.language import Scope
from anshu.flow.commands import Command, Comment, Complete, Create, Fire, Update
from anshu.flow.state import RecordState
from anshu.records.permission import authorise, can_read, owner_of
from tests.flow.hazards import COMPILED, KIND, RECORD, REPORT, at_node, person
from tests.records.subjects import granted, shipped

WAITING = at_node("rectification").state
PERSON = COMPILED.types["person"]
SOMEBODY = RecordState(
    version=1, type="person", org_path="/w1/t1/", data={"name": "王工", "assignments": []}
)
READ = ("hazard:record:read", "org")
ROLES = [{"role": "worker", "org_path": "/"}]
ELSEWHERE = "/w2/"
TASK = WAITING.open_tasks()[0].id
COMMANDS: dict[str, Command] = {
    "create": Create(uuid4(), "hazard", {**REPORT}),
    "complete": Complete(uuid4(), RECORD, "hazard", TASK, 1, "submit", {}),
    "comment": Comment(uuid4(), RECORD, "hazard", "x"),
    "update": Update(uuid4(), RECORD, "hazard", 1, {}),
    "fire": Fire(uuid4(), RECORD, "hazard", TASK, "remind"),
}
NEEDS = {
    "create": "hazard:record:create", "complete": "hazard:task:act",
    "comment": "hazard:record:comment", "update": "hazard:record:update",
}  # fmt: skip


def verdict(name: str, *grants: tuple[str, Scope], org_path: str = "/w1/") -> str:
    subject = granted("auditor", *grants, org_path=org_path)
    refusal = authorise(KIND, WAITING, COMMANDS[name], subject)
    return refusal.kind if refusal is not None else "allowed"


@pytest.mark.parametrize("name", ["complete", "comment", "update", "fire"])
def test_what_may_not_be_read_is_unknown_whatever_else_is_held(name: str) -> None:
    others: list[tuple[str, Scope]] = [(key, "tenant") for key in NEEDS.values()]
    assert verdict(name, *others) == "unknown"
    assert verdict(name, *others, READ, org_path=ELSEWHERE) == "unknown"


@pytest.mark.parametrize("name", ["complete", "comment", "update", "fire"])
def test_what_may_be_read_only_is_forbidden(name: str) -> None:
    assert verdict(name, READ) == "forbidden"


@pytest.mark.parametrize("name", ["complete", "comment", "update"])
def test_with_its_permission_on_the_row_it_is_allowed(name: str) -> None:
    assert verdict(name, READ, (NEEDS[name], "org")) == "allowed"


@pytest.mark.parametrize("name", ["comment", "update"])
def test_a_permission_that_does_not_reach_the_row_is_forbidden(name: str) -> None:
    assert verdict(name, READ, (NEEDS[name], "own")) == "forbidden"
    assert verdict(name, READ, (NEEDS[name], "team")) == "forbidden"


def test_creating_needs_its_permission_and_nothing_to_read() -> None:
    assert verdict("create") == "forbidden"
    assert verdict("create", ("hazard:record:create", "own")) == "allowed"


def test_nobody_fires_a_deadline() -> None:
    everything: list[tuple[str, Scope]] = [(key, "tenant") for key in NEEDS.values()]
    assert verdict("fire", READ, *everything) == "forbidden"


def test_a_refusal_names_the_permission() -> None:
    refusal = authorise(KIND, WAITING, COMMANDS["comment"], granted("auditor", READ))
    assert refusal is not None
    assert [(fact.name, fact.value) for fact in refusal.facts] == [
        ("permission", "hazard:record:comment")
    ]


def test_a_record_that_is_not_there_is_unknown_to_all() -> None:
    refusal = authorise(KIND, RecordState(), COMMANDS["comment"], shipped("ehs"))
    assert refusal is not None
    assert refusal.code == "unknown_record"


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("worker", True), ("fixer", True), ("leader", True), ("safety", True), ("ehs", True),
        ("auditor", True), ("boss", True), ("other_leader", False), ("admin", False),
    ],
)  # fmt: skip
def test_who_of_the_plant_reads_a_hazard_of_the_first_workshop(name: str, reads: bool) -> None:
    assert can_read(KIND, WAITING, shipped(name)) is reads


def test_the_owner_is_the_responsible_person_once_decided() -> None:
    assert owner_of(KIND, WAITING) == person("fixer")
    assert owner_of(KIND, at_node("team_review").state) is None
    assert owner_of(COMPILED.types["area"], RecordState()) is None


def on_person(command: Command, *grants: str) -> str:
    held: list[tuple[str, Scope]] = [(key, "tenant") for key in ("person:record:read", *grants)]
    refusal = authorise(PERSON, SOMEBODY, command, granted("auditor", *held))
    return "allowed" if refusal is None else refusal.facts[0].value


def test_giving_roles_needs_a_permission_of_its_own_at_creation_as_later() -> None:
    create = Create(uuid4(), "person", {"name": "x", "org": "/", "assignments": ROLES})
    update = Update(uuid4(), RECORD, "person", 1, {"assignments": ROLES})
    for command, held in ((create, "person:record:create"), (update, "person:record:update")):
        assert on_person(command, held) == "person:assignment:manage"
        assert on_person(command, held, "person:assignment:manage") == "allowed"


def test_roles_that_stay_as_they_are_need_no_permission() -> None:
    same = Update(uuid4(), RECORD, "person", 1, {"name": "x", "assignments": []})
    assert on_person(same, "person:record:update") == "allowed"
    none = Create(uuid4(), "person", {"name": "x", "org": "/", "assignments": []})
    assert on_person(none, "person:record:create") == "allowed"
