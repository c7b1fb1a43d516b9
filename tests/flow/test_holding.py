"""A watch tells people when a row begins to hold, once; what held and was told is in the events."""

import msgspec

from anshu.flow.commands import Actor, Fire
from anshu.flow.state import Happened
from tests.flow.hazards import person
from tests.flow.jobs import RECORD, Job, working

CLOCK = Actor(name="system:clock")


def look(job: Job, **near: str) -> Happened | None:
    """The watch looks half an hour later: what is how far away; the event, if one was made."""
    job.near = near
    job.later(minutes=30)
    fire = Fire(job.next_id(), RECORD, "permit", job.open.id, "watch", name="rounds")
    made = job.take(fire, CLOCK)
    return job.events[-1] if made else None


def told(event: Happened | None) -> tuple[str, list[str], object]:
    """The kind, whom by role, what."""
    assert event is not None
    roles = event.payload.get("@roles", [])
    assert isinstance(roles, list)
    return event.kind, roles, event.payload["@said"]


def guarded() -> Job:
    return working(guards=[{"person": str(person("leader"))}])


def test_what_begins_to_hold_is_told_once_to_the_roles_and_the_people_of_the_task() -> None:
    job = guarded()
    event = look(job, a="20")
    assert told(event) == ("RuleRaised", ["workshop_safety"], ["a 号 相距 20 m"])
    assert event is not None
    assert event.payload["@people"] == [str(person("leader"))]
    assert (event.payload["@severity"], event.actor) == ("escalate", "system:clock")
    assert look(job, a="20") is None
    assert look(job, a="15") is None


def test_what_held_no_more_and_holds_again_is_told_again() -> None:
    job = guarded()
    look(job, a="20")
    assert told(look(job, a="40")) == ("RuleCleared", [], ["周边"])
    assert look(job, a="40") is None
    assert told(look(job, a="20"))[0] == "RuleRaised"


def test_each_item_and_each_row_is_told_of_by_itself() -> None:
    job = guarded()
    look(job, a="20")
    assert told(look(job, a="20", b="25"))[2] == ["b 号 相距 25 m"]
    assert told(look(job, a="4", b="25"))[1:] == (["ehs_manager"], ["a 号 就在旁边"])
    # One ends while another begins: that is told, and what is left is known.
    assert told(look(job, c="10"))[2] == ["c 号 相距 10 m"]
    assert look(job, c="10") is None
    assert job.open.held == {"rounds": ("job_near/too_near/c",)}


def test_what_a_watch_tells_makes_no_decision_outdated() -> None:
    job = guarded()
    seen = job.state.version
    look(job, a="20")
    look(job)
    assert job.state.version == seen + 2
    stop = msgspec.structs.replace(job.completing("stop"), version=seen)
    job.take(stop, "leader")
    assert job.state.state == "accepted"


def test_where_nothing_begins_to_hold_no_event_is_made() -> None:
    job = guarded()
    assert look(job) is None
    assert look(job, a="30") is None
    assert job.open.held == {}
