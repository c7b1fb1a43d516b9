"""Deadlines that fire: reminders, escalation, and nothing for what is finished."""

from datetime import time

import msgspec

from anshu.compiler.compiled import Compiled, CompiledType
from anshu.flow.commands import Complete, Create
from anshu.flow.decide import decide
from anshu.flow.state import RecordState
from anshu.kernel.calendar import WorkingCalendar
from anshu.records.preparing import prepare
from tests.definitions.small import GONE, Spoiling, pack
from tests.flow.hazards import CLOCK, NOON, RECORD, actor, at_node, closed, facts_at, refused


def test_a_reminder_of_a_task_that_waits_is_counted() -> None:
    course = at_node("team_review")
    (event,) = course.take(course.firing("remind"), CLOCK)
    assert (event.kind, event.actor) == ("TaskReminded", "system:clock")
    course.take(course.firing("remind"), CLOCK)
    assert course.open.reminded == 2
    assert course.open.roles == ("team_leader",)


def test_an_escalation_adds_a_role_and_takes_none_away() -> None:
    course = at_node("team_review")
    before = course.open
    course.later(hours=2)
    (event,) = course.take(course.firing("escalate"), CLOCK)
    assert event.kind == "TaskEscalated"
    assert course.open.roles == ("team_leader", "workshop_safety")
    assert (course.open.due, course.open.escalated_at) == (before.due, course.now)
    for who in ("leader", "safety"):
        assert isinstance(course.ask(course.completing("pass"), actor(who)), tuple)
    assert refused(course.ask(course.completing("pass"), actor("ehs"))).kind == "forbidden"


def test_the_person_of_a_task_keeps_it_when_it_is_escalated() -> None:
    course = at_node("rectification")
    course.take(course.firing("escalate"), CLOCK)
    for who in ("fixer", "ehs"):
        assert isinstance(course.ask(course.completing("submit"), actor(who)), tuple)


def test_a_task_is_escalated_once() -> None:
    course = at_node("team_review")
    course.take(course.firing("escalate"), CLOCK)
    assert course.take(course.firing("escalate"), CLOCK) == ()


def test_nothing_fires_for_a_task_that_is_done_or_unknown() -> None:
    course = at_node("team_review")
    first = course.open
    course.complete("pass")
    other = msgspec.structs.replace(first, id=RECORD)
    for kind in ("remind", "escalate"):
        assert course.take(course.firing(kind, first), CLOCK) == ()
        assert course.take(course.firing(kind, other), CLOCK) == ()
        assert closed().take(course.firing(kind, first), CLOCK) == ()


def test_a_role_that_the_task_has_already_is_not_added_twice() -> None:
    course = at_node("workshop_recheck")
    task = msgspec.structs.replace(course.open, roles=("workshop_safety", "ehs_manager"))
    tasks = (*course.state.tasks[:-1], task)
    course.state = msgspec.structs.replace(course.state, tasks=tasks)
    course.take(course.firing("escalate"), CLOCK)
    assert course.open.roles == ("workshop_safety", "ehs_manager")


def leaks(*spoilings: Spoiling) -> CompiledType:
    return Compiled([pack(*spoilings)]).types["leak"]


def created(
    kind: CompiledType, calendar: WorkingCalendar | None = None, **data: object
) -> RecordState:
    facts = msgspec.structs.replace(facts_at(NOON), calendar=calendar)
    command = Create(RECORD, "leak", {"what": "渗漏", **data})
    decision = decide(kind, RecordState(), command, facts, CLOCK)
    assert isinstance(decision, tuple), decision
    return prepare(kind, command, RECORD, RecordState(), decision, b"0" * 32).after


def test_working_time_is_counted_only_where_the_definition_says_so() -> None:
    """Noon in UTC's 04:00 is noon in the plant; its day ends at one."""
    plant = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(7), (time(8), time(13))))
    every = created(leaks(), plant).tasks[0].due
    working = leaks((("flow", "nodes", 0, "timer", "working_time"), True))
    counted, uncounted = created(working, plant).tasks[0].due, created(working).tasks[0].due
    assert [str(due) for due in (every, counted, uncounted)] == [
        "2026-11-20 06:00:00+00:00", "2026-11-21 01:00:00+00:00", "2026-11-20 06:00:00+00:00",
    ]  # fmt: skip


def test_a_limit_field_that_is_empty_sets_no_limit_and_no_timer_neither() -> None:
    by_field = leaks((("flow", "nodes", 0, "timer"), {"limit_field": "due"}))
    assert created(by_field).tasks[0].due is None
    due = created(by_field, due="2026-12-01T00:00:00Z").tasks[0].due
    assert str(due) == "2026-12-01 00:00:00+00:00"
    assert created(leaks((("flow", "nodes", 0, "timer"), GONE))).tasks[0].due is None


def test_an_outcome_without_a_form_takes_no_data() -> None:
    kind = leaks(
        (("flow", "nodes", 0, "outcomes", 0, "form"), ""), (("flow", "nodes", 2, "needs"), [])
    )
    state = created(kind)
    post = msgspec.structs.replace(actor("leader").assignments[0], role="fitter", org_path="/")
    fitter = msgspec.structs.replace(actor("leader"), assignments=(post,))
    command = Complete(RECORD, RECORD, "leak", state.tasks[0].id, 2, "done", {"what": "x"})
    refusal = refused(decide(kind, state, command, facts_at(NOON), fitter))
    assert [(error.field, error.code) for error in refusal.fields] == [("what", "unknown_field")]
    empty = msgspec.structs.replace(command, data={})
    assert isinstance(decide(kind, state, empty, facts_at(NOON), fitter), tuple)
