"""Any sequence of commands on a hazard keeps what must always hold."""

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from anshu.flow.commands import Command, Comment, Complete
from anshu.flow.completion import after_completion
from anshu.flow.state import RecordState, evolve
from anshu.kernel.refusal import Refusal
from anshu.records.projection import deadline_rows, done_at, record_row
from tests.flow.hazards import (
    CLOCK,
    COMPILED,
    DOERS,
    KIND,
    RECORD,
    Course,
    actor,
    at_node,
    facts_at,
)
from tests.records.people import PEOPLE

OUTCOMES = ("pass", "void", "return", "approve", "submit", "fail")
TEAMS = ("/w1/t1/", "/w2/t1/", "/w1/")


class Hazard(RuleBasedStateMachine):
    """Reports, ends tasks rightly and wrongly, fires deadlines, comments, lets time pass."""

    course: Course

    @initialize(node=st.sampled_from(sorted(DOERS)))
    def begin_on_the_straight_way(self, node: str) -> None:
        self.course = at_node(node)

    def attempt(self, command: Command, who: str) -> None:
        """Decides twice with the same facts, then keeps what was decided, if anything."""
        doer = CLOCK if who == "clock" else actor(who)
        before = self.course.state
        decision = self.course.ask(command, doer)
        assert decision == self.course.ask(command, doer)
        if isinstance(decision, Refusal):
            assert self.course.state == before
            return
        self.course.take(command, doer)
        if isinstance(command, Complete):
            self.agrees_with_the_fold(before, command, who)

    def agrees_with_the_fold(self, before: RecordState, command: Complete, who: str) -> None:
        """What the gate looked at is what a later load sees after the task's completion."""
        (event, *_) = [e for e in self.course.events if e.version == before.version + 1]
        folded = evolve(before, event)
        task = folded.task(command.task)
        assert task is not None
        sent = msgspec.structs.replace(command, data=task.data)
        looked = after_completion(KIND, before, sent, facts_at(self.course.now), actor(who))
        assert msgspec.structs.replace(looked, updated_at=folded.updated_at) == folded

    @rule(minutes=st.integers(0, 3000))
    def time_passes(self, minutes: int) -> None:
        self.course.later(minutes=minutes)

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(data=st.data())
    def end_the_task_as_one_may(self, data: st.DataObject) -> None:
        node = self.course.open.node
        outcomes = [o.key for o in KIND.nodes[node].outcomes]
        # Voiding ends the walk: less often than the rest.
        often = [key for key in outcomes if key != "void"] * 4
        outcome = data.draw(st.sampled_from([*often, *outcomes]))
        self.attempt(self.course.completing(outcome), DOERS[node])

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(outcome=st.sampled_from(OUTCOMES), who=st.sampled_from(sorted(PEOPLE)))
    def end_the_task_as_anybody_might(self, outcome: str, who: str) -> None:
        self.attempt(self.course.completing(outcome), who)

    @precondition(lambda self: self.course.state.state == "reviewing")
    @rule(team=st.sampled_from(TEAMS), who=st.sampled_from(["leader", "other_leader"]))
    def name_a_team(self, team: str, who: str) -> None:
        self.attempt(self.course.completing("pass", team=team), who)

    @rule(place=st.integers(0, 30), kind=st.sampled_from(["remind", "escalate"]))
    def a_deadline_fires(self, place: int, kind: str) -> None:
        tasks = self.course.state.tasks
        before = tasks[place % len(tasks)]
        self.attempt(self.course.firing(kind, before), "clock")
        after = self.course.state.task(before.id)
        assert after is not None
        assert set(before.roles) <= set(after.roles)
        assert (before.people, before.due) == (after.people, after.due)

    @rule(text=st.sampled_from(["已看", " ", "x" * 2001]), who=st.sampled_from(sorted(PEOPLE)))
    def somebody_comments(self, text: str, who: str) -> None:
        self.attempt(Comment(self.course.next_id(), RECORD, "hazard", text), who)

    @invariant()
    def at_most_one_task_waits_and_none_when_closed(self) -> None:
        state = self.course.state
        assert len(state.open_tasks()) == (state.closed_at is None)
        assert (state.closed_at is not None) == (state.state in ("closed", "voided", "duplicate"))

    @invariant()
    def only_a_closing_with_evidence_is_valid(self) -> None:
        state = self.course.state
        assert state.evidence_valid == (state.state == "closed")

    @invariant()
    def versions_have_no_gaps(self) -> None:
        versions = [event.version for event in self.course.events]
        assert versions == list(range(1, self.course.state.version + 1))

    @invariant()
    def every_finished_task_has_an_actor_and_every_activation_its_own_id(self) -> None:
        tasks = self.course.state.tasks
        assert all(bool(task.closed_by) == (task.closed_at is not None) for task in tasks)
        assert len({task.id for task in tasks}) == len(tasks)
        assert len({(task.node, task.activation) for task in tasks}) == len(tasks)

    @invariant()
    def the_stream_folds_to_the_same_state(self) -> None:
        folded = RecordState()
        for event in self.course.events:
            folded = evolve(folded, event)
        assert folded == self.course.state

    @invariant()
    def the_row_shows_the_fold(self) -> None:
        state = self.course.state
        row = record_row(KIND, state, RECORD, COMPILED.hash)
        kept = (row["state"], row["version"], row["org_path"], row["closed_at"])
        assert kept == (state.state, state.version, state.org_path, state.closed_at)
        newest = state.last_of("rectification")
        submitted = newest is not None and newest.outcome == "submit"
        assert (row["done_at"] is not None) == submitted
        assert done_at(KIND, state) == (newest.closed_at if submitted and newest else None)

    @invariant()
    def deadlines_of_a_task_are_its_own_and_lie_before_or_at_its_limit(self) -> None:
        for task in self.course.state.tasks:
            rows = deadline_rows(KIND, task, RECORD, task.opened_at)
            assert len({row.id for row in rows}) == len(rows)
            assert all(task.due is not None and row.due_at <= task.due for row in rows)


Hazard.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
test_any_sequence_of_commands_keeps_the_invariants = Hazard.TestCase
