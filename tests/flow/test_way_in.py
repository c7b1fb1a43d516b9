"""Who signs comes from rules; nodes that ask nobody are passed; outcomes write values."""

from datetime import timedelta

import msgspec

from anshu.flow.commands import Actor, Fire
from anshu.flow.habit_commands import Withdraw
from anshu.flow.task import Lateness
from tests.flow.hazards import person
from tests.flow.jobs import RECORD, Job, refusal, working

CLOCK = Actor(name="system:clock")


def _late(job: Job) -> tuple[str, ...]:
    """The task's limit passes."""
    fire = Fire(job.next_id(), RECORD, "permit", job.open.id, "escalate")
    return job.take(fire, CLOCK)


def _roles(job: Job) -> list[tuple[str, ...]]:
    return [seat.asked for seat in job.open.seats]


def test_optional_nodes_that_ask_nobody_are_passed() -> None:
    job = Job().begin()
    assert job.open.node == "sign_approval"
    assert [task.node for task in job.state.tasks] == ["sign_approval"]
    assert job.events[-1].payload["@passed"] == ["sign_unit", "sign_weather"]


def test_an_optional_node_waits_when_a_condition_asks_somebody() -> None:
    job = Job().begin(outdoor=True)
    assert job.open.node == "sign_weather"
    assert job.open.roles == ("team_leader",)


def test_an_optional_node_waits_when_a_rule_asks_somebody() -> None:
    job = Job().begin(grade="high")
    assert job.open.node == "sign_unit"
    assert job.open.roles == ("ehs_manager",)


def test_rules_add_a_seat_for_each_approver_beside_those_of_the_node() -> None:
    job = Job().begin(grade="special")
    assert set(job.open.roles) == {"ehs_manager", "plant_manager"}
    job.take(job.completing("agree"), "ehs")
    assert job.open.node == "sign_approval"
    assert _roles(job) == [("workshop_safety",), ("ehs_manager",), ("plant_manager",)]


def test_the_record_goes_on_only_when_everybody_obliged_has_signed() -> None:
    job = Job().begin(grade="high")
    job.take(job.completing("agree"), "ehs")
    assert job.take(job.completing("agree"), "safety") == ("TaskSigned",)
    assert job.take(job.completing("agree"), "ehs") == ("TaskCompleted", "TaskOpened")
    assert job.open.node == "working"


def test_who_was_obliged_is_so_again_when_the_signing_is_taken_back() -> None:
    job = Job().begin(grade="high")
    job.take(job.completing("agree"), "ehs")
    for who in ("safety", "ehs"):
        job.later(minutes=1)
        job.take(job.completing("agree"), who)
    job.take(Withdraw(job.next_id(), RECORD, "permit", reason="看错了"), "ehs")
    assert job.open.node == "sign_approval"
    assert _roles(job) == [("workshop_safety",), ("ehs_manager",)]


def test_a_late_task_is_escalated_to_whom_the_timer_names() -> None:
    job = Job().begin()
    assert job.open.due == job.now + timedelta(minutes=240)
    assert _late(job) == ("TaskEscalated",)
    assert _roles(job) == [("workshop_safety",), ("plant_manager",)]
    assert _late(job) == ()


def test_a_rule_says_who_is_added_to_a_late_task_and_shortens_its_limit() -> None:
    job = Job().begin(grade="special")
    job.take(job.completing("agree"), "ehs")
    assert job.open.due == job.now + timedelta(minutes=120)
    assert _late(job) == ("TaskEscalated",)
    asked = [("workshop_safety",), ("ehs_manager",), ("plant_manager",)]
    assert _roles(job) == [*asked, ("team_leader",)]
    assert job.open.seats[-1].via == "escalated"
    assert _late(job) == ()
    for who in ("safety", "ehs", "boss"):
        assert job.take(job.completing("agree"), who) == ("TaskSigned",)
    job.later(minutes=1)
    job.take(job.completing("agree"), "leader")
    job.take(Withdraw(job.next_id(), RECORD, "permit", reason="看错了"), "leader")
    # It is who the rule named that is added the next time too.
    assert (_roles(job), job.open.late.roles) == (asked, ("team_leader",))
    assert job.open.due == job.now + timedelta(minutes=120)


def test_who_has_a_seat_already_is_told_that_it_is_late_and_signs_once() -> None:
    job = Job().begin(grade="special")
    late = Fire(job.next_id(), RECORD, "permit", job.open.id, "vacant", seats=(1,))
    assert job.take(late, CLOCK) == ()
    job.take(job.completing("agree"), "ehs")
    named = msgspec.structs.replace(job.open, late=Lateness(("plant_manager",)))
    job.state = msgspec.structs.replace(job.state, tasks=(*job.state.tasks[:-1], named))
    assert _late(job) == ("TaskEscalated",)
    assert (len(job.open.seats), job.open.escalated_at) == (3, job.now)
    assert _late(job) == ()


def test_an_outcome_writes_the_moment_who_chose_it_and_a_value() -> None:
    job = working()
    assert job.state.data["started"] == job.now.isoformat()
    assert job.state.data["starter"] == str(person("safety"))
    assert job.state.data["running"] is True


def test_what_is_online_only_is_refused_when_it_waited_for_a_signal() -> None:
    job = working()
    late = job.completing("stop", captured_at=job.now - timedelta(minutes=3))
    found = refusal(job.ask(late, "leader"))
    assert (found.code, found.facts[0].value) == ("online_only", "3")
    waited = msgspec.structs.replace(late, captured_at=job.now, waited_offline=True)
    assert refusal(job.ask(waited, "leader")).code == "online_only"
    at_once = job.completing("stop", captured_at=job.now - timedelta(seconds=90))
    assert job.take(at_once, "leader")[0] == "TaskCompleted"
