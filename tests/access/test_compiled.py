"""What assignments allow: permissions, reach, field classes, ends, caps."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from anshu.access.catalogue import UnknownPermission
from anshu.access.compiled import DEFAULT_LAWS, Laws, compile_allowed
from anshu.access.enforcer import DEFAULT_MODEL
from anshu.access.reach import NOTHING, Reach
from anshu.definitions.language import Assignment
from tests.access.rows import role

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
READ = "hazard:record:read"
ROLES = {
    r.key: r
    for r in (
        role("reporter", (READ, "own"), ("hazard:record:create", "org")),
        role("leader", (READ, "team"), ("hazard:task:act", "team")),
        role("officer", (READ, "org"), ("hazard:record:read_restricted", "org")),
        role("director", (READ, "tenant"), ("hazard:record:read_personal", "tenant")),
    )
}


def test_a_person_without_assignments_may_do_nothing() -> None:
    allowed = compile_allowed(ROLES, [], now=NOON)
    assert allowed.permissions == frozenset()
    assert allowed.reach(READ) == NOTHING
    assert allowed.classes("hazard:record") == frozenset()


def test_a_role_that_is_not_held_gives_nothing() -> None:
    allowed = compile_allowed(ROLES, [Assignment("reporter", "/plant/ws1/")], now=NOON)
    assert allowed.permissions == {READ, "hazard:record:create"}
    assert not allowed.has("hazard:task:act")


def test_each_scope_reaches_its_own_rows() -> None:
    def reach(key: str) -> Reach:
        return compile_allowed(ROLES, [Assignment(key, "/plant/ws1/")], now=NOON).reach(READ)

    assert reach("reporter") == Reach(own=True)
    assert reach("leader") == Reach(team_paths=("/plant/ws1/",))
    assert reach("officer") == Reach(org_paths=("/plant/ws1/",))
    assert reach("director") == Reach(everything=True)


def test_reach_is_the_union_over_assignments() -> None:
    assignments = [
        Assignment("officer", "/plant/ws1/"),
        Assignment("officer", "/plant/ws2/"),
        Assignment("leader", "/plant/ws1/team3/"),
        Assignment("leader", "/plant/ws4/"),
        Assignment("reporter", "/"),
    ]
    assert compile_allowed(ROLES, assignments, now=NOON).reach(READ) == Reach(
        org_paths=("/plant/ws1/", "/plant/ws2/"), team_paths=("/plant/ws4/",), own=True
    )


def test_one_role_s_path_does_not_widen_another_role_s_permission() -> None:
    assignments = [Assignment("officer", "/plant/ws1/"), Assignment("leader", "/plant/ws2/")]
    allowed = compile_allowed(ROLES, assignments, now=NOON)
    assert allowed.reach("hazard:task:act") == Reach(team_paths=("/plant/ws2/",))
    assert allowed.reach("hazard:record:read_restricted") == Reach(org_paths=("/plant/ws1/",))


def test_a_class_is_readable_only_when_its_reach_contains_the_reach_of_reading() -> None:
    officer = Assignment("officer", "/plant/ws1/")
    assert compile_allowed(ROLES, [officer], now=NOON).classes("hazard:record") == {
        "normal",
        "restricted",
    }
    both = compile_allowed(ROLES, [officer, Assignment("director", "/")], now=NOON)
    assert both.classes("hazard:record") == {"normal", "personal"}
    here = both.classes_of_row("hazard:record", org_path="/plant/ws1/", own=False)
    there = both.classes_of_row("hazard:record", org_path="/plant/ws2/", own=False)
    assert here == {"normal", "restricted", "personal"}
    assert there == {"normal", "personal"}


def test_no_class_is_readable_on_a_row_that_may_not_be_read() -> None:
    roles = {"r": role("r", ("hazard:record:read_personal", "tenant"), (READ, "own"))}
    allowed = compile_allowed(roles, [Assignment("r", "/")], now=NOON)
    assert allowed.classes_of_row("hazard:record", org_path="/a/", own=False) == frozenset()
    roles = {"r": role("r", ("hazard:record:read_personal", "tenant"))}
    allowed = compile_allowed(roles, [Assignment("r", "/")], now=NOON)
    assert allowed.classes("hazard:record") == frozenset()


@pytest.mark.parametrize(
    ("until", "held"),
    [
        ("2026-11-20T12:00:01Z", True),
        ("2026-11-20T12:00:00Z", False),
        ("2026-11-20T20:00:01+08:00", True),
        ("2026-11-20T19:59:59+08:00", False),
    ],
)
def test_an_assignment_ends_when_its_time_is_reached(until: str, held: bool) -> None:
    assignment = Assignment("director", "/", until=until)
    assert compile_allowed(ROLES, [assignment], now=NOON).has(READ) is held


@pytest.mark.parametrize("path", ["/plant/ws1", "plant/ws1/", "", "/plant//", "/%/", "/A/"])
def test_a_malformed_organisation_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no organisation path"):
        compile_allowed(ROLES, [Assignment("officer", path)], now=NOON)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        compile_allowed(ROLES, [], now=datetime(2026, 11, 20))
    with pytest.raises(ValueError, match="without a zone"):
        compile_allowed(ROLES, [Assignment("officer", "/", until="2026-12-01")], now=NOON)


def test_a_role_that_grants_an_unknown_permission_is_refused_by_name() -> None:
    roles = {"r": role("r", ("hazard:record:fly", "own"))}
    with pytest.raises(UnknownPermission, match="r grants 'hazard:record:fly'"):
        compile_allowed(roles, [], now=NOON)


@pytest.mark.parametrize("key", ["*", "@person"])
def test_a_role_may_not_bear_a_name_that_means_everyone_or_the_person(key: str) -> None:
    with pytest.raises(ValueError, match="may not be called"):
        compile_allowed({key: role(key, (READ, "own"))}, [], now=NOON)


def test_an_assignment_to_a_role_that_is_not_defined_gives_nothing() -> None:
    allowed = compile_allowed(ROLES, [Assignment("ghost", "/")], now=NOON)
    assert allowed.permissions == frozenset()
    assert allowed.posts == ()


def test_a_cap_takes_a_permission_away_from_every_role() -> None:
    laws = Laws(caps=frozenset({READ}))
    assignments = [Assignment("director", "/"), Assignment("officer", "/")]
    allowed = compile_allowed(ROLES, assignments, now=NOON, laws=laws)
    assert allowed.permissions == {"hazard:record:read_restricted", "hazard:record:read_personal"}
    assert allowed.reach(READ) == NOTHING
    assert compile_allowed(ROLES, assignments, now=NOON).has(READ)


def test_a_cap_on_an_unknown_permission_is_refused() -> None:
    with pytest.raises(UnknownPermission):
        compile_allowed(ROLES, [], now=NOON, laws=Laws(caps=frozenset({"a:b:c"})))


def test_a_token_narrows_what_its_owner_may_do() -> None:
    allowed = compile_allowed(ROLES, [Assignment("officer", "/a/")], now=NOON)
    narrowed = allowed.narrowed(frozenset({READ, "tenant:settings:manage"}))
    assert narrowed.permissions == {READ}
    assert narrowed.reach(READ) == Reach(org_paths=("/a/",))
    assert narrowed.reach("hazard:record:read_restricted") == NOTHING
    assert narrowed.classes("hazard:record") == {"normal"}
    assert allowed.narrowed(None) is allowed


def test_changed_role_definitions_change_the_answer() -> None:
    held = [Assignment("officer", "/")]
    assert not compile_allowed(ROLES, held, now=NOON).has("hazard:record:export")
    wider = {**ROLES, "officer": role("officer", ("hazard:record:export", "org"))}
    assert compile_allowed(wider, held, now=NOON).permissions == {"hazard:record:export"}


def test_changing_the_model_file_changes_the_answer(tmp_path: Path) -> None:
    model = tmp_path / "model.conf"
    text = DEFAULT_MODEL.read_text()
    model.write_text(text)
    laws = Laws(model_path=model)
    held = [Assignment("officer", "/")]
    before = compile_allowed(ROLES, held, now=NOON, laws=laws)
    assert before == compile_allowed(ROLES, held, now=NOON)

    model.write_text(text.replace("m = ", 'm = r.act == "export" || '))
    after = compile_allowed(ROLES, held, now=NOON, laws=laws)
    assert after.has("hazard:record:export")
    assert after.has(READ)

    model.write_text(text.replace("m = ", 'm = r.act != "read" && '))
    assert compile_allowed(ROLES, held, now=NOON, laws=laws).permissions == {
        "hazard:record:read_restricted"
    }


def test_a_synthetic_subject_is_evaluated_like_a_person() -> None:
    draft = {**ROLES, "inspector": role("inspector", (READ, "tenant"))}
    assert DEFAULT_LAWS.caps == frozenset()
    allowed = compile_allowed(draft, [Assignment("inspector", "/")], now=NOON)
    assert allowed.permissions == {READ}
    assert allowed.classes("hazard:record") == {"normal"}
