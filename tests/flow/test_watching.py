"""Watches count from a moment that moves; what their tables find are alarms, not events."""

from datetime import datetime, timedelta

from anshu.flow.commands import Fire
from anshu.flow.state import RecordState
from anshu.flow.watching import moment_of, newly_armed, next_look, watched
from tests.flow.jobs import KIND, RECORD, Job, entry, working

ROUNDS, OVERTIME = KIND.nodes["working"].watches


def _armed(before: RecordState, after: RecordState) -> dict[str, datetime | None]:
    return {each.watch.key: each.due for each in newly_armed(KIND, before, after)}


def _fire(job: Job, name: str = "rounds") -> Fire:
    return Fire(job.next_id(), RECORD, "permit", job.open.id, "watch", name=name)


def test_a_watch_counts_from_the_opening_of_its_task_until_there_is_a_row() -> None:
    job = working()
    assert _armed(RecordState(), job.state) == {"rounds": job.now + timedelta(minutes=120)}


def test_a_new_row_puts_the_watch_off_and_an_older_one_does_not() -> None:
    job = working()
    before = job.state
    job.later(minutes=50)
    newest = job.now
    job.take(entry(job, "reading", {"oxygen": "20", "at": newest.isoformat()}), "ehs")
    assert _armed(before, job.state) == {"rounds": newest + timedelta(minutes=120)}
    before = job.state
    older = {"oxygen": "20", "at": (newest - timedelta(minutes=20)).isoformat()}
    job.take(entry(job, "reading", older), "ehs")
    assert _armed(before, job.state) == {}
    assert moment_of(ROUNDS, job.open, job.state.data) == newest


def test_a_field_that_is_empty_gives_no_moment() -> None:
    job = working()
    assert moment_of(OVERTIME, job.open, job.state.data) is None
    end = job.now + timedelta(hours=8)
    planned = working(end=end.isoformat())
    assert _armed(RecordState(), planned.state)["overtime"] == end


def test_what_a_watch_finds_is_an_alarm_and_no_event() -> None:
    job = working()
    assert job.take(_fire(job), "ehs") == ()
    found = watched(KIND, job.state, _fire(job), job.facts())
    assert [(each.code, each.said) for each in found] == [("30", "超过时间没有检测")]


def test_a_watch_says_nothing_once_its_task_has_ended() -> None:
    job = working()
    fire = _fire(job)
    job.take(job.completing("stop"), "leader")
    assert watched(KIND, job.state, fire, job.facts()) == ()


def test_a_watch_looks_again_only_if_it_says_how_often() -> None:
    job = working()
    assert next_look(ROUNDS, job.now) == job.now + timedelta(minutes=30)
    assert next_look(OVERTIME, job.now) is None
