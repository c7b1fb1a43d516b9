"""Who signs comes from rules; nodes that ask nobody are passed; outcomes write values."""

from datetime import timedelta

import msgspec

from anshu.flow.habit_commands import Withdraw
from tests.flow.hazards import person
from tests.flow.jobs import RECORD, Job, refusal, working


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
