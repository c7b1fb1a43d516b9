"""Any sequence of approval habits keeps what must always hold, with delegations in force."""

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from anshu.flow.commands import Actor, Command, Fire
from anshu.flow.habit_commands import AddSigner, Reassign, SendCopy, Urge, Withdraw
from anshu.flow.standing import standing
from anshu.flow.state import RecordState, evolve
from anshu.flow.task import open_seats
from anshu.kernel.refusal import Refusal
from anshu.records.projection import deadline_rows, record_row, task_row
from tests.flow.approvals import (
    APART,
    BOTH,
    COMPILED,
    KIND,
    RECORD,
    SECOND,
    Approval,
    in_turn,
    someone,
    standing_in,
)
from tests.flow.hazards import CLOCK, person

NAMES = ("leader", SECOND, "other_leader", "safety", "ehs", "boss", "fixer", "worker", BOTH)
WHO = st.sampled_from(NAMES)
FOR = st.one_of(st.none(), WHO)
OUTCOMES = st.sampled_from(["agree", "agree", "agree", "agree", "return", "refuse"])


class Habits(RuleBasedStateMachine):
    """Signs, objects, adds, passes on, urges, copies, takes back; rightly and wrongly."""

    course: Approval
    kind = KIND

    @initialize(far=st.integers(0, 2))
    def begin_on_the_way(self, far: int) -> None:
        self.course = Approval(kind=self.kind).begin() if far == 0 else in_turn(self.kind)
        for name in ("safety", "ehs") if far == 2 else ():
            self.course.sign(name)

    def attempt(self, command: Command, who: Actor) -> None:
        """Decides twice with the same facts, then keeps what was decided, if anything."""
        before = self.course.state
        decision = self.course.ask(command, who)
        assert decision == self.course.ask(command, who)
        if isinstance(decision, Refusal):
            assert self.course.state == before
            return
        self.course.take(command, who)

    def acting(self, name: str, principal: str | None) -> Actor:
        plain = principal is None or principal == name
        return someone(name) if plain else standing_in(name, str(principal))

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.course.later(minutes=minutes)

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(outcome=OUTCOMES, name=WHO, principal=FOR)
    def somebody_signs(self, outcome: str, name: str, principal: str | None) -> None:
        task = self.course.open
        form = task.node == "together" and outcome == "agree"
        data = {"opinion": "同意"} if form else {} if outcome == "agree" else {"reason": "不全"}
        who = self.acting(name, principal)
        self.attempt(self.course.completing(outcome, **data), who)
        # Who was added agrees without the form.
        if self.course.state.task(task.id) == task:
            self.attempt(self.course.completing(outcome), who)

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(place=st.integers(0, 5), principal=FOR)
    def one_whose_turn_it_is_agrees(self, place: int, principal: str | None) -> None:
        task = self.course.open
        entitled = [n for n in NAMES if standing(self.kind, task, someone(n), self.course.now)]
        name = entitled[place % len(entitled)] if entitled else "boss"
        data = {"opinion": "同意"} if task.node == "together" else {}
        self.attempt(self.course.completing("agree", **data), self.acting(name, principal))

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(name=WHO, other=WHO, place=st.sampled_from(["before", "after", "beside"]))
    def somebody_is_added(self, name: str, other: str, place: str) -> None:
        task = self.course.open
        if len(task.seats) < 6:
            command = AddSigner(
                self.course.next_id(), RECORD, "approval", task.id, person(other),
                place, "熟悉",  # type: ignore[arg-type]
            )  # fmt: skip
            self.attempt(command, someone(name))

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(name=WHO, other=WHO, seat=st.integers(0, 4))
    def a_seat_is_passed_on(self, name: str, other: str, seat: int) -> None:
        task = self.course.open
        command = Reassign(
            self.course.next_id(), RECORD, "approval", task.id, person(other), "出差", seat
        )
        self.attempt(command, someone(name))
        after = self.course.state.task(task.id)
        assert after is not None
        assert len(after.seats) == len(task.seats)
        assert after.due == task.due

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(name=WHO)
    def somebody_urges(self, name: str) -> None:
        command = Urge(self.course.next_id(), RECORD, "approval", self.course.open.id)
        self.attempt(command, someone(name))

    @rule(name=WHO, other=WHO)
    def a_copy_is_sent(self, name: str, other: str) -> None:
        command = SendCopy(self.course.next_id(), RECORD, "approval", (person(other),))
        self.attempt(command, someone(name))

    @rule(name=WHO, seen=st.booleans())
    def somebody_takes_back(self, name: str, *, seen: bool) -> None:
        waiting = frozenset(task.id for task in self.course.state.open_tasks())
        self.course.seen = waiting if seen else frozenset()
        self.attempt(Withdraw(self.course.next_id(), RECORD, "approval", "写错"), someone(name))
        self.course.seen = frozenset()

    @precondition(lambda self: self.course.state.open_tasks())
    @rule(kind=st.sampled_from(["remind", "escalate", "vacant"]))
    def a_deadline_fires(self, kind: str) -> None:
        before = self.course.open
        fire = Fire(
            self.course.next_id(), RECORD, "approval", before.id,
            kind, tuple(s.no for s in before.seats[:1]),  # type: ignore[arg-type]
        )  # fmt: skip
        self.attempt(fire, CLOCK)
        after = self.course.state.task(before.id)
        assert after is not None
        for old in before.seats:
            kept = after.seat(old.no)
            assert kept is not None
            assert set(old.roles) <= set(kept.roles)
            assert (kept.people, kept.signed_by) == (old.people, old.signed_by)

    @invariant()
    def no_record_is_stuck_and_no_node_is_open_twice(self) -> None:
        state = self.course.state
        waiting = state.open_tasks()
        assert len(waiting) == (state.closed_at is None)
        for task in waiting:
            assert open_seats(task), "somebody's turn it must be"
            assert all(seat.roles or seat.people for seat in task.seats)
            assert task.roles or task.people

    @invariant()
    def an_agreed_task_has_every_signature_by_somebody_else(self) -> None:
        for task in self.course.state.tasks:
            if task.outcome != "agree" or task.cancelled:
                continue
            assert all(seat.signed_at is not None for seat in task.seats)
            # One act may fill several seats of the same person, never those of two people.
            for one in task.seats:
                others = [s for s in task.seats if s.signed_by == one.signed_by]
                assert {s.signed_for for s in others} == {one.signed_for}

    @invariant()
    def nobody_acts_where_they_are_kept_apart_nor_does_anybody_for_them(self) -> None:
        state = self.course.state
        latest: set[str] = set()
        for task in state.tasks:
            if task.node == "in_turn" and task.closed_at is not None and not task.cancelled:
                latest = task.actors() if task.withdrawn_at is None else set()
            if task.node == "each_one":
                assert not task.actors() & latest

    @invariant()
    def the_stream_folds_to_the_same_state_and_versions_have_no_gaps(self) -> None:
        folded = RecordState()
        for place, event in enumerate(self.course.events, start=1):
            assert event.version == place
            folded = evolve(folded, event)
        assert folded == self.course.state

    @invariant()
    def the_rows_show_the_fold_and_deadlines_are_for_tasks_that_are_open(self) -> None:
        state = self.course.state
        row = record_row(self.kind, state, RECORD, COMPILED.hash)
        assert row["copied"] == [copy.person for copy in state.copies]
        ids = set()
        for task in state.tasks:
            shown = task_row(self.kind, task, RECORD)
            assert (shown.roles, shown.people) == (task.roles, task.people)
            assert shown.signed <= shown.needed
            rows = deadline_rows(self.kind, task, RECORD, task.opened_at)
            ids |= {each.id for each in rows}
            if task.node == "together":
                assert len(rows) == 2
            # The runner cancels what is left of a task that the event closed.
            assert msgspec.json.encode(rows)
        assert len(ids) == 2 * sum(1 for task in state.tasks if task.node == "together")


class Apart(Habits):
    """The same where every seat of the first node is another person's."""

    kind = APART

    @precondition(lambda self: [t.node for t in self.course.state.open_tasks()] == ["together"])
    @rule(name=st.sampled_from([BOTH, "boss"]), principal=FOR)
    def who_may_sign_several_seats_tries(self, name: str, principal: str | None) -> None:
        signing = self.course.completing("agree", opinion="同意")
        self.attempt(signing, self.acting(name, principal))

    @invariant()
    def nobody_has_a_part_in_two_seats(self) -> None:
        for task in self.course.state.tasks:
            parts = [
                {seat.signed_by, f"person:{seat.signed_for}" if seat.signed_for else ""} - {""}
                for seat in task.seats
                if task.node == "together"
            ]
            assert sum(len(part) for part in parts) == len(set[str]().union(*parts))


for machine in (Habits, Apart):
    machine.TestCase.settings = settings(
        max_examples=30, stateful_step_count=25, deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
test_any_sequence_of_habits_keeps_the_invariants = Habits.TestCase
test_any_sequence_of_habits_keeps_one_person_to_one_seat = Apart.TestCase
