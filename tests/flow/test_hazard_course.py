"""The shipped hazard flow: where each outcome leads, who may, loops, limits, replays."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from anshu.flow.advance import activation_id
from anshu.flow.commands import Actor, Complete, Create
from anshu.kernel.refusal import Refusal
from tests.flow.hazards import (
    AREA,
    DATA,
    DOERS,
    KIND,
    NOON,
    RECORD,
    REPORT,
    Course,
    actor,
    at_node,
    closed,
    facts_at,
    person,
    refused,
)

LEADS_TO = {
    ("team_review", "pass"): "workshop_recheck", ("team_review", "void"): "voided",
    ("workshop_recheck", "pass"): "ehs_decision", ("workshop_recheck", "return"): "team_review",
    ("workshop_recheck", "void"): "voided",
    ("ehs_decision", "approve"): "rectification",
    ("ehs_decision", "return"): "workshop_recheck", ("ehs_decision", "void"): "voided",
    ("rectification", "submit"): "reinspection", ("rectification", "return"): "ehs_decision",
    ("team_review", "duplicate"): "duplicate", ("workshop_recheck", "duplicate"): "duplicate",
    ("ehs_decision", "duplicate"): "duplicate", ("rectification", "extend"): "extension_decision",
    ("extension_decision", "grant"): "rectification",
    ("extension_decision", "refuse"): "rectification",
    ("reinspection", "pass"): "closed", ("reinspection", "fail"): "rectification",
}  # fmt: skip
STATES = {
    "team_review": "reviewing", "workshop_recheck": "rechecking", "ehs_decision": "deciding",
    "rectification": "rectifying", "reinspection": "reinspecting", "closed": "closed",
    "voided": "voided", "duplicate": "duplicate", "extension_decision": "extending",
}  # fmt: skip
MINUTES = {
    "team_review": 120, "workshop_recheck": 240, "ehs_decision": 480, "reinspection": 1440,
    "extension_decision": 480,
}  # fmt: skip


def test_the_tables_of_this_file_cover_the_flow() -> None:
    ways = {(n.key, o.key) for n in KIND.nodes.values() for o in n.outcomes}
    assert set(LEADS_TO) == set(DATA) == ways


@pytest.mark.parametrize(("node", "outcome"), LEADS_TO)
def test_an_outcome_leads_to_its_node(node: str, outcome: str) -> None:
    course = at_node(node)
    course.later(minutes=5)
    done, *rest = course.complete(outcome)
    target = LEADS_TO[node, outcome]
    ends = KIND.nodes[target].kind == "end"
    assert done.kind == "TaskCompleted"
    assert [event.kind for event in rest] == ["RecordClosed" if ends else "TaskOpened"]
    assert course.state.state == STATES[target]
    assert (course.state.closed_at == course.now) is ends
    assert [task.node for task in course.state.open_tasks()] == ([] if ends else [target])


def test_a_report_is_numbered_and_opens_the_team_leaders_task_at_the_area() -> None:
    course = Course()
    created, opened = course.report()
    assert (created.kind, opened.kind) == ("RecordCreated", "TaskOpened")
    state = course.state
    assert (state.number, state.state, state.org_path) == ("YH-2026-000007", "reviewing", "/w1/t1/")
    assert (state.reporter, state.created_at) == (person("worker"), NOON)
    assert (course.open.roles, course.open.org_path) == (("team_leader",), "/w1/t1/")


def test_fields_go_into_the_class_that_they_have() -> None:
    created, _ = Course().report(contact="13800000000")
    assert created.personal == {"contact": "13800000000"}
    assert "contact" not in created.normal
    decided, _ = at_node("ehs_decision").complete("approve")
    assert decided.restricted == {"penalty": "扣分"}


@pytest.mark.parametrize("node", MINUTES)
def test_a_task_is_due_after_its_minutes(node: str) -> None:
    task = at_node(node).open
    assert task.due == task.opened_at + timedelta(minutes=MINUTES[node])


def test_the_rectification_is_due_at_the_deadline_that_was_decided() -> None:
    task = at_node("rectification").open
    assert task.due == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert task.people == (person("fixer"),)
    assert task.roles == ()


def test_closing_with_everything_is_valid_and_voiding_never_is() -> None:
    assert closed().state.evidence_valid
    course = at_node("team_review")
    course.complete("void")
    assert not course.state.evidence_valid


@pytest.mark.parametrize(
    ("node", "outcome", "back"),
    [("workshop_recheck", "return", "pass"), ("reinspection", "fail", "submit")],
)
def test_a_loop_opens_a_new_activation_with_its_own_id_and_limit(
    node: str, outcome: str, back: str
) -> None:
    course = at_node(node)
    course.later(minutes=30)
    course.complete(outcome)
    again = course.open
    earlier = [task for task in course.state.tasks if task.node == again.node]
    assert [task.activation for task in earlier] == [1, 2]
    assert len({task.id for task in earlier}) == 2
    course.later(minutes=30)
    course.complete(back)
    assert (course.open.node, course.open.activation) == (node, 2)
    assert course.open.due == course.now + timedelta(minutes=MINUTES[node])


def test_a_new_activation_begins_without_reminders_and_added_roles() -> None:
    course = at_node("team_review")
    course.take(course.firing("remind"), actor("worker"))
    course.take(course.firing("escalate"), actor("worker"))
    course.complete("pass")
    course.complete("return")
    assert (course.open.reminded, course.open.escalated_at) == (0, None)
    assert course.open.roles == ("team_leader",)


def test_ids_and_deadlines_follow_from_the_command_so_that_a_replay_agrees() -> None:
    course = at_node("workshop_recheck")
    command = course.completing("pass")
    first, second = (course.ask(command, actor("safety")) for _ in range(2))
    assert first == second
    assert not isinstance(first, Refusal)
    assert first[1].normal["@task"] == str(activation_id(command.id, "ehs_decision", 1))
    other = msgspec.structs.replace(command, id=uuid4())
    assert course.ask(other, actor("safety")) != first


def test_a_person_who_saw_an_older_version_is_told_the_current_one() -> None:
    course = at_node("team_review")
    stale = msgspec.structs.replace(course.completing("pass"), version=1)
    refusal = refused(course.ask(stale, actor("leader")))
    assert (refusal.code, refusal.current_version) == ("record_changed", 2)


def test_a_finished_task_is_not_finished_again() -> None:
    course = at_node("team_review")
    command = course.completing("pass")
    course.take(command, actor("leader"))
    refusal = refused(course.ask(command, actor("leader")))
    assert (refusal.code, refusal.current_version) == ("task_already_done", 4)


def test_a_task_that_is_not_the_records_is_unknown() -> None:
    course = at_node("team_review")
    command = msgspec.structs.replace(course.completing("pass"), task=uuid4())
    assert refused(course.ask(command, actor("leader"))).kind == "unknown"
    assert refused(Course().ask(command, actor("leader"))).code == "unknown_task"


@pytest.mark.parametrize("name", ["other_leader", "worker", "ehs", "auditor"])
def test_a_task_is_not_for_another_role_or_another_unit(name: str) -> None:
    course = at_node("team_review")
    refusal = refused(course.ask(course.completing("pass"), actor(name)))
    assert (refusal.code, refusal.kind) == ("task_not_yours", "forbidden")


def test_a_role_held_higher_up_reaches_down_and_one_further_down_does_not_reach_up() -> None:
    course = at_node("workshop_recheck")
    command = course.completing("pass")
    post = actor("safety").assignments[0]
    for path, reached in (("/", True), ("/w1/t1/", True), ("/w1/t1/x/", False), ("/w10/", False)):
        moved = msgspec.structs.replace(post, org_path=path)
        who = msgspec.structs.replace(actor("safety"), assignments=(moved,))
        assert isinstance(course.ask(command, who), tuple) is reached, path


@pytest.mark.parametrize(("after", "may"), [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_an_assignment_counts_until_it_ends(after: timedelta, may: bool) -> None:
    course = at_node("team_review")
    who = actor("leader", until=(course.now + after).isoformat())
    assert isinstance(course.ask(course.completing("pass"), who), tuple) is may


def test_the_named_person_may_and_others_with_the_same_role_may_not() -> None:
    course = at_node("rectification")
    command = course.completing("submit")
    assert refused(course.ask(command, actor("worker"))).code == "task_not_yours"
    assert isinstance(course.ask(command, actor("fixer")), tuple)


@pytest.mark.parametrize("outcome", ["pass", "fail"])
def test_nobody_inspects_his_own_rectification(outcome: str) -> None:
    course = at_node("rectification")
    course.state = msgspec.structs.replace(
        course.state, data={**course.state.data, "responsible": str(person("safety"))}
    )
    course.take(course.firing("escalate"), actor("worker"))
    post = msgspec.structs.replace(actor("safety").assignments[0], role="ehs_manager")
    both = (*actor("safety").assignments, post)
    twice = msgspec.structs.replace(actor("safety"), assignments=both)
    course.take(course.completing("submit"), twice)
    refusal = refused(course.ask(course.completing(outcome), twice))
    assert (refusal.code, refusal.kind) == ("same_person", "forbidden")


@pytest.mark.parametrize(("node", "outcome"), DATA)
def test_an_outcome_without_what_its_form_asks_is_refused_with_every_field(
    node: str, outcome: str
) -> None:
    course = at_node(node)
    command = msgspec.structs.replace(course.completing(outcome), data={})
    decision = course.ask(command, actor(DOERS[node]))
    (target,) = (o for o in KIND.nodes[node].outcomes if o.key == outcome)
    uses = KIND.form(target.form).form.fields
    asked = {use.field for use in uses if use.required or use.min_items}
    if not asked:
        assert isinstance(decision, tuple)
        return
    refusal = refused(decision)
    assert refusal.code == "form_incomplete"
    assert {error.field for error in refusal.fields} == asked


def test_an_outcome_that_the_node_lacks_is_refused_with_those_it_has() -> None:
    course = at_node("team_review")
    (error,) = refused(course.ask(course.completing("approve"), actor("leader"))).fields
    assert (error.field, error.code, error.limit) == (
        "outcome",
        "not_in_list",
        "pass, duplicate, void",
    )


def test_references_that_lead_nowhere_are_refused_together() -> None:
    data = {
        **REPORT, "photos": ["f" * 64], "area": str(person("worker")), "equipment": str(uuid4()),
    }  # fmt: skip
    refusal = refused(Course().ask(Create(RECORD, "hazard", data), actor("worker")))
    assert [(error.field, error.code) for error in refusal.fields] == [
        ("photos", "file_unknown"), ("area", "reference_unknown"),
        ("equipment", "reference_unknown"),
    ]  # fmt: skip


def test_an_id_is_used_once() -> None:
    course = at_node("team_review")
    again = Create(RECORD, "hazard", {**REPORT})
    refusal = refused(course.ask(again, actor("worker")))
    assert (refusal.code, refusal.current_version) == ("id_already_used", 2)


@pytest.mark.parametrize(("minutes", "taken"), [(5, True), (6, False)])
def test_a_capture_time_may_be_five_minutes_ahead_and_no_more(minutes: int, taken: bool) -> None:
    captured = NOON + timedelta(minutes=minutes)
    create = Create(RECORD, "hazard", {**REPORT}, captured_at=captured)
    decision = Course().ask(create, actor("worker"))
    assert isinstance(decision, tuple) is taken
    course = at_node("team_review")
    done = msgspec.structs.replace(course.completing("pass"), captured_at=captured)
    decision = course.ask(done, actor("leader"))
    assert isinstance(decision, tuple) is taken
    if isinstance(decision, Refusal):
        assert (decision.code, decision.kind) == ("captured_in_the_future", "malformed")


def test_a_capture_time_without_a_zone_is_refused() -> None:
    naive = NOON.replace(tzinfo=None)
    create = Create(RECORD, "hazard", {**REPORT}, captured_at=naive)
    (error,) = refused(Course().ask(create, actor("worker"))).fields
    assert (error.field, error.code) == ("captured_at", "time_without_zone")


def test_a_capture_time_is_kept_with_the_step() -> None:
    course = at_node("team_review")
    captured = course.now - timedelta(hours=3)
    command = msgspec.structs.replace(course.completing("pass"), captured_at=captured)
    assert isinstance(command, Complete)
    course.take(command, actor("leader"))
    assert course.state.tasks[0].captured_at == captured
    assert course.state.tasks[0].closed_at == course.now


@pytest.mark.parametrize(
    ("who", "data", "path"),
    [
        ("worker", {"team": "/w2/t1/"}, "/w2/t1/"),
        ("worker", {}, "/w1/t1/"),
        ("ehs", {}, "/w1/t1/"),
        ("other_leader", {}, "/w1/t1/"),
        ("other_leader", {"area": None}, "/w2/t1/"),
        ("ehs", {"area": None}, "/"),
    ],
)
def test_the_unit_is_the_named_one_else_the_areas_else_the_reporters(
    who: str, data: dict[str, object], path: str
) -> None:
    given = {key: value for key, value in {**REPORT, **data}.items() if value is not None}
    course = Course()
    course.take(Create(RECORD, "hazard", given), actor(who))
    assert course.state.org_path == path
    assert course.open.org_path == path


def test_in_an_area_of_the_whole_workshop_the_reporters_own_team_is_the_closer_unit() -> None:
    course, known = Course(), facts_at(NOON).records
    wide = msgspec.structs.replace(known[AREA], org_path="/w1/")
    facts = facts_at(NOON, records={**known, AREA: wide})
    course.take(Create(RECORD, "hazard", {**REPORT}), actor("worker"), facts)
    assert course.state.org_path == "/w1/t1/"


def test_naming_another_team_moves_the_record_and_what_follows() -> None:
    course = at_node("team_review")
    completed, opened = course.complete("pass", team="/w2/t1/")
    assert completed.normal["@org_path"] == "/w2/t1/"
    assert (course.state.org_path, course.open.org_path) == ("/w2/t1/", "/w2/t1/")
    assert opened.normal["@org_path"] == "/w2/t1/"
    assert refused(course.ask(course.completing("pass"), actor("safety"))).code == "task_not_yours"


def test_the_same_team_again_moves_nothing() -> None:
    course = at_node("team_review")
    completed, _ = course.complete("pass", team="/w1/t1/")
    assert "@org_path" not in completed.normal


def test_a_reporter_without_a_person_is_nobody() -> None:
    course = Course()
    course.take(Create(RECORD, "hazard", {**REPORT}), Actor(name="connector:eam"))
    assert (course.state.reporter, course.state.org_path) == (None, "/w1/t1/")
