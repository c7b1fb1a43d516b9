"""The chain that a page shows, and the actions of its reader."""

from datetime import timedelta

import msgspec
import pytest
from msgspec import UNSET

from anshu.definitions.flow_language import Evidence
from anshu.definitions.words import Text
from anshu.flow.state import RecordState
from anshu.records.chain import Words, actions_of, chain_of, state_label
from anshu.records.elements import elements_of
from anshu.records.seats import Company, Holder
from tests.flow.approvals import APART, BOTH, Approval
from tests.flow.hazards import (
    CLOCK,
    COMPILED,
    KIND,
    NOON,
    PHOTO,
    Course,
    at_node,
    closed,
    facts_at,
    person,
)
from tests.records.people import PEOPLE
from tests.records.subjects import granted, shipped


def words(course: Course, language: str = "zh-CN") -> Words:
    company = Company(
        names={person(key): name for key, (name, _, _) in PEOPLE.items()},
        role_names={"team_leader": "班组长"},
        holders={
            "team_leader": [Holder(person("leader"), "李班长")],
            "ehs_manager": [Holder(person(name), name) for name in "甲乙丙丁"],
        },
        stand_ins={}, seen={}, language=language,
    )  # fmt: skip
    return Words(company, course.now)


def shown(course: Course) -> list[tuple[str, str]]:
    return [(step.node, step.state) for step in chain_of(KIND, course.state, words(course))]


def test_the_chain_shows_what_is_done_what_waits_and_the_straight_way_on() -> None:
    assert shown(at_node("workshop_recheck")) == [
        ("start", "done"), ("team_review", "done"), ("workshop_recheck", "now"),
        ("ehs_decision", "next"), ("rectification", "next"), ("reinspection", "next"),
        ("closed", "next"),
    ]  # fmt: skip


def test_a_closed_chain_ends_with_its_end_and_nothing_comes_after() -> None:
    course = closed()
    assert shown(course)[-2:] == [("reinspection", "done"), ("closed", "done")]
    assert "next" not in {state for _, state in shown(course)}
    voided = at_node("team_review")
    voided.complete("void")
    assert shown(voided) == [("start", "done"), ("team_review", "done"), ("voided", "done")]


def test_a_loop_shows_every_activation_in_the_order_of_time() -> None:
    course = at_node("reinspection")
    course.complete("fail")
    assert shown(course)[4:] == [
        ("rectification", "done"), ("reinspection", "done"), ("rectification", "now"),
        ("reinspection", "next"), ("closed", "next"),
    ]  # fmt: skip


def test_a_step_says_who_when_how_and_what() -> None:
    course = at_node("team_review")
    course.later(minutes=130)
    course.complete("pass")
    step = chain_of(KIND, course.state, words(course))[1]
    assert (step.by is not UNSET and step.by.name, step.outcome_label) == (
        "李班长", "属实，上报车间",
    )  # fmt: skip
    assert (step.elapsed_minutes, step.overdue, step.opened_at) == (130, True, NOON)
    assert (step.data, step.labels) == ({"review_opinion": "属实"}, {"review_opinion": "初审意见"})


def test_a_step_that_waits_says_for_whom_and_whether_it_is_late() -> None:
    course = at_node("team_review")
    step = chain_of(KIND, course.state, words(course))[1]
    assert [assignee.label for assignee in step.assignees] == ["班组长：李班长"]
    assert (step.overdue, step.escalated_at) == (False, UNSET)
    course.later(minutes=121)
    course.take(course.firing("escalate"), CLOCK)
    late = chain_of(KIND, course.state, words(course))[1]
    assert (late.overdue, late.escalated_at) == (True, course.now)
    assert late.assignees[-1].label == "workshop_safety（暂无人员）"


def test_a_person_who_is_named_stands_by_name() -> None:
    course = at_node("rectification")
    step = chain_of(KIND, course.state, words(course))[4]
    assert [assignee.label for assignee in step.assignees] == ["郑维修"]


def test_of_many_who_hold_a_role_three_are_named_while_it_waits() -> None:
    course = at_node("ehs_decision")
    said = [
        chain_of(KIND, course.state, words(course, each))[3].assignees for each in ("zh-CN", "en")
    ]
    assert [each[0].label for each in said] == [
        "ehs_manager：甲、乙、丙等 4 人", "ehs_manager: 甲, 乙, 丙 +1",
    ]  # fmt: skip
    course.complete("approve")
    done = chain_of(KIND, course.state, words(course))[3]
    assert [assignee.label for assignee in done.assignees] == ["ehs_manager"]


def test_a_plain_record_has_no_chain() -> None:
    assert chain_of(COMPILED.types["area"], RecordState(version=1), words(Course())) == ()


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_actions_are_offered_to_whom_the_decision_would_take_them_from(name: str) -> None:
    """Wherever the hazard waits: offered means entitled, and not offered means refused."""
    subject = shipped(name)
    for node in ("team_review", "workshop_recheck", "ehs_decision", "rectification"):
        course = at_node(node)
        outcome = KIND.nodes[node].outcomes[0].key
        decision = course.ask(course.completing(outcome), subject.actor())
        offered = actions_of(KIND, course.state, subject, course.now)
        assert bool(offered) == isinstance(decision, tuple), node
        if offered:
            keys = [choice.key for choice in offered[0].outcomes]
            assert keys == [o.key for o in KIND.nodes[node].outcomes]


def test_nobody_is_offered_to_inspect_his_own_work() -> None:
    course = at_node("reinspection")
    done = msgspec.structs.replace(course.state.tasks[-2], closed_by=f"person:{person('safety')}")
    tasks = (*course.state.tasks[:-2], done, course.state.tasks[-1])
    mine = msgspec.structs.replace(course.state, tasks=tasks)
    subject = shipped("safety")
    assert actions_of(KIND, course.state, subject, course.now)
    assert actions_of(KIND, mine, subject, course.now) == ()


def test_without_the_permission_to_act_nothing_is_offered() -> None:
    course = at_node("rectification")
    assert actions_of(KIND, course.state, shipped("fixer"), course.now)
    reader = granted("fixer", ("hazard:record:read", "tenant"))
    assert actions_of(KIND, course.state, reader, course.now) == ()


def test_an_action_that_ends_with_the_assignment_is_not_offered_after_it() -> None:
    course = at_node("team_review")
    subject = shipped("leader")
    (post,) = subject.access.assignments
    ending = msgspec.structs.replace(post, until=(NOON + timedelta(hours=1)).isoformat())
    access = msgspec.structs.replace(subject.access, assignments=(ending,))
    leaving = msgspec.structs.replace(subject, access=access)
    assert actions_of(KIND, course.state, leaving, NOON)
    assert actions_of(KIND, course.state, leaving, NOON + timedelta(hours=1)) == ()


def test_elements_are_present_as_they_are_given_and_gone_when_it_failed() -> None:
    course = at_node("rectification")
    assert [e.present for e in elements_of(KIND, course.state, facts_at(course.now), "zh-CN")] == [
        False
    ] * 4
    course.complete("submit")
    found = elements_of(KIND, course.state, facts_at(course.now), "zh-CN")
    assert [(e.key, e.present) for e in found] == [
        ("before_photo", True), ("after_photo", True), ("signature", True), ("watermark", False),
    ]  # fmt: skip
    assert (found[0].reason, found[3].reason) == (UNSET, "尚未提交")
    course.complete("fail")
    assert [e.present for e in elements_of(KIND, course.state, facts_at(course.now), "en")] == [
        False
    ] * 4
    assert {e.present for e in elements_of(KIND, closed().state, facts_at(NOON), "zh-CN")} == {True}


def test_an_element_from_the_start_is_present_with_the_report() -> None:
    need = Evidence("first", "photo", Text("上报照片"), node="start", field="photos")
    end = msgspec.structs.replace(KIND.nodes["closed"], needs=(need,))
    assert KIND.flow is not None
    nodes = tuple(end if node.key == "closed" else node for node in KIND.flow.nodes)
    flow = msgspec.structs.replace(KIND.flow, nodes=nodes)
    kind = type(KIND)(KIND.item, {}, KIND.lists, flow)
    state = at_node("team_review").state
    assert state.data["photos"] == [PHOTO]
    assert [e.present for e in elements_of(kind, state, facts_at(NOON), "zh-CN")] == [True]


def test_a_state_is_said_in_the_readers_language_or_as_it_is() -> None:
    said = [state_label(KIND, "rectifying", language) for language in ("zh-CN", "en")]
    assert said == ["整改中", "Rectifying"]
    assert state_label(KIND, "gone", "en") == "gone"


def test_a_seat_whose_only_holder_signed_another_one_waits_for_nobody_else() -> None:
    course = Approval(kind=APART).begin()
    both = [Holder(person(BOTH), "沈双岗")]
    posts = {"team_leader": both, "workshop_safety": both}
    company = Company(
        names={}, role_names={}, holders=posts, stand_ins={}, seen={}, language="zh-CN"
    )

    def seats() -> list[str]:
        step = chain_of(APART, course.state, Words(company, course.now))[1]
        return [seat.label for seat in step.seats][:2]

    assert seats() == ["team_leader：沈双岗", "workshop_safety：沈双岗"]
    course.sign(BOTH)
    assert seats()[1] == "workshop_safety（没有其他人担任）"
