"""Facts to read for a command: what its data refers to, and what a gate looks at."""

from uuid import uuid4

import msgspec

from anshu.flow.commands import Comment, Create, Fire, Update
from anshu.flow.references import References
from anshu.records.wanted import wanted_facts
from tests.flow import jobs
from tests.flow.hazards import (
    AFTER,
    AREA,
    BEFORE,
    CHECKED,
    CLOCK,
    COMPILED,
    KIND,
    MACHINE,
    PHOTO,
    RECORD,
    REPORT,
    SIGNED,
    Course,
    actor,
    at_node,
    person,
)


def test_a_report_wants_what_it_names_and_the_reporter() -> None:
    create = Create(RECORD, "hazard", {**REPORT, "equipment": str(MACHINE)})
    wanted = wanted_facts(KIND, Course().state, create, actor("worker"))
    assert set(wanted.records) == {AREA, MACHINE, person("worker")}
    assert wanted.media == (PHOTO,)
    assert AREA in wanted_facts(KIND, Course().state, create, CLOCK).records


def test_a_closing_wants_all_evidence_and_the_area() -> None:
    course = at_node("reinspection")
    wanted = wanted_facts(KIND, course.state, course.completing("pass"), actor("safety"))
    assert {BEFORE, AFTER, CHECKED, SIGNED} <= set(wanted.media)
    assert set(wanted.records) == {AREA, person("safety")}


def test_another_outcome_wants_its_own_data_only() -> None:
    course = at_node("reinspection")
    wanted = wanted_facts(KIND, course.state, course.completing("fail"), actor("safety"))
    assert wanted == References(records=(person("safety"),))


def test_a_task_that_is_done_or_unknown_wants_no_evidence() -> None:
    course = at_node("reinspection")
    command = course.completing("pass")
    course.take(command, actor("safety"))
    for each in (command, msgspec.structs.replace(command, task=uuid4())):
        wanted = wanted_facts(KIND, course.state, each, actor("safety"))
        assert set(wanted.media) == {CHECKED}


def test_an_update_wants_what_it_names_and_a_comment_or_deadline_nothing() -> None:
    course = at_node("team_review")
    kind = COMPILED.types["equipment"]
    update = Update(uuid4(), RECORD, "equipment", 1, {"name": "x", "area": str(AREA)})
    assert wanted_facts(kind, course.state, update, actor("admin")) == References((AREA,))
    for command in (Comment(uuid4(), RECORD, "hazard", "x"), course.firing("remind")):
        assert wanted_facts(KIND, course.state, command, actor("leader")) == References()


def test_values_of_a_wrong_shape_want_nothing() -> None:
    data: dict[str, object] = {
        "photos": "x", "area": 5, "equipment": "nothing", "responsible": ["x"],
    }  # fmt: skip
    wanted = wanted_facts(KIND, Course().state, Create(RECORD, "hazard", data), CLOCK)
    assert wanted == References()


def test_what_tables_look_through_is_wanted_when_a_watch_looks() -> None:
    job = jobs.working()
    state = msgspec.structs.replace(job.state, data={**job.state.data, "area": str(AREA)})
    fire = Fire(uuid4(), jobs.RECORD, "permit", job.open.id, "watch", name="rounds")
    assert AREA in wanted_facts(jobs.KIND, state, fire, CLOCK).records
    reading = jobs.entry(job, "reading", {"oxygen": "20.9"})
    assert AREA in wanted_facts(jobs.KIND, state, reading, actor("ehs")).records
