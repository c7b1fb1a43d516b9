"""Any sequence of entries and outcomes keeps rows, their numbers and who may act in order."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from anshu.flow.commands import Command, Fire
from anshu.flow.habit_commands import Withdraw
from anshu.flow.rows import is_running, number_of, rows_of
from anshu.flow.state import RecordState, evolve
from anshu.flow.watching import newly_armed
from anshu.kernel.refusal import Refusal
from anshu.records.firing import superseded, watch_rows
from tests.flow.hazards import person
from tests.flow.jobs import KIND, RECORD, Job, entry, working
from tests.records.people import PEOPLE

TABLES = ("readings", "passages", "guards")
WHO = st.sampled_from(["leader", "ehs", "leader", "ehs", "fixer", "safety"])
OXYGEN = st.sampled_from(["20.9", "20", "19", "209", "low"])


class Recording(RuleBasedStateMachine):
    """Enters rightly and wrongly, ends rows, ends tasks, takes back, lets time pass."""

    job: Job

    @initialize(runs=st.sampled_from([True, True, True, False]))
    def begin(self, runs: bool) -> None:
        self.job = working() if runs else Job().begin(grade="high", outdoor=True)

    def attempt(self, command: Command, who: str) -> None:
        """Decides twice alike; keeps rows that were, except those that are ended."""
        before = self.job.state
        decision = self.job.ask(command, who)
        assert decision == self.job.ask(command, who)
        if isinstance(decision, Refusal):
            return
        self.job.take(command, who)
        for table in TABLES:
            after = {number_of(row): row for row in rows_of(self.job.state.data, table)}
            for row in rows_of(before.data, table):
                kept = after[number_of(row)]
                assert kept == row or (is_running(row) and not is_running(kept))
        self.watches_follow(before)

    def watches_follow(self, before: RecordState) -> None:
        armed = list(newly_armed(KIND, before, self.job.state))
        rows = list(watch_rows(KIND, before, self.job.state, RECORD))
        assert len({row.id for row in rows}) == len(rows)
        assert len(superseded(KIND, before, self.job.state)) == len(armed) >= len(rows)

    @rule(
        who=WHO, oxygen=OXYGEN, reason=st.booleans(), several=st.booleans(), ago=st.integers(0, 90)
    )
    def read(self, who: str, oxygen: str, reason: bool, several: bool, ago: int) -> None:
        at = self.job.now - timedelta(minutes=ago)
        row: dict[str, object] = {"oxygen": oxygen, "at": at.isoformat()}
        if reason:
            row["reason"] = "通风不足，已停工"
        self.attempt(entry(self.job, "reading", *([row, row] if several else [row])), who)

    @rule(who=WHO, key=st.sampled_from(["passage_in", "passage_out", "add_guard", "relieve"]),
          whom=st.sampled_from(["fixer", "worker"]))  # fmt: skip
    def come_and_go(self, who: str, key: str, whom: str) -> None:
        self.attempt(entry(self.job, key, {"person": str(person(whom))}), who)

    @precondition(lambda self: self.job.state.open_tasks())
    @rule(who=WHO, outcome=st.sampled_from(["agree", "stop", "none", "none"]))
    def end(self, who: str, outcome: str) -> None:
        self.attempt(self.job.completing(outcome), who)

    @rule(who=WHO)
    def take_back(self, who: str) -> None:
        self.attempt(Withdraw(self.job.next_id(), RECORD, "permit", reason="看错了"), who)

    @precondition(lambda self: self.job.state.open_tasks())
    @rule()
    def look(self) -> None:
        task = self.job.open.id
        assert (
            self.job.ask(Fire(RECORD, RECORD, "permit", task, "watch", name="rounds"), "ehs") == ()
        )

    @rule(minutes=st.integers(1, 120))
    def wait(self, minutes: int) -> None:
        self.job.later(minutes=minutes)

    @invariant()
    def the_stream_folds_to_the_same_state(self) -> None:
        folded = RecordState()
        for event in self.job.events:
            folded = evolve(folded, event)
        assert folded == self.job.state

    @invariant()
    def rows_are_numbered_from_one_without_a_gap(self) -> None:
        for table in TABLES:
            numbers = [number_of(row) for row in rows_of(self.job.state.data, table)]
            assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def whoever_guards_now_may_act_and_whoever_left_may_not(self) -> None:
        rows = rows_of(self.job.state.data, "guards")
        running = {str(row["person"]) for row in rows if is_running(row)}
        for task in self.job.state.open_tasks():
            if task.node == "working":
                assert {str(each) for each in task.people} == running
        assert running <= {str(person(who)) for who in PEOPLE}


Recording.TestCase.settings = settings(
    max_examples=50, stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
test_any_sequence_of_entries_keeps_the_invariants = Recording.TestCase
