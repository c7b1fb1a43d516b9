"""Where every seat is another person's, nobody fills two: not by posts, nor by anybody else."""

import msgspec

from anshu.flow.commands import Fire
from anshu.flow.decide import decide
from anshu.flow.habit_commands import AddSigner, Reassign
from anshu.flow.task import open_seats
from anshu.kernel.refusal import Refusal
from tests.flow.approvals import APART, BOTH, RECORD, SECOND, Approval, someone, standing_in
from tests.flow.hazards import CLOCK, person


def begun() -> Approval:
    return Approval(kind=APART).begin()


def refused(course: Approval, name: str, *, behalf: str = "") -> Refusal:
    who = standing_in(name, behalf) if behalf else someone(name)
    decision = course.ask(course.completing("agree", opinion="同意"), who)
    assert isinstance(decision, Refusal), decision
    return decision


def waiting(course: Approval) -> list[tuple[str, ...]]:
    return [seat.asked for seat in open_seats(course.open)]


def test_who_holds_both_posts_signs_one_of_them_and_is_told_who_may_sign_the_other() -> None:
    course = begun()
    assert course.sign(BOTH) == ("TaskSigned",)
    assert waiting(course) == [("workshop_safety",), ()]
    again = refused(course, BOTH)
    assert (again.code, again.kind) == ("seat_for_another", "forbidden")
    (may_sign,) = again.facts
    assert may_sign.value == "孙安全员"
    assert (may_sign.label, may_sign.label_en) == ("车间安全员", "Workshop safety officer")
    assert course.sign("safety") == ("TaskSigned",)
    assert course.sign("fixer") == ("TaskCompleted", "TaskOpened")
    signers = {seat.signed_by for seat in course.state.tasks[0].seats}
    assert len(signers) == 3


def test_where_nobody_else_holds_the_post_the_refusal_says_so() -> None:
    course = begun()
    course.sign(BOTH)
    alone = tuple(each for each in course.facts().holders if each.id == person(BOTH))
    facts = msgspec.structs.replace(course.facts(), holders=alone)
    again = course.completing("agree", opinion="同意")
    decision = decide(APART, course.state, again, facts, someone(BOTH))
    assert isinstance(decision, Refusal)
    assert (decision.code, decision.facts[0].label) == ("nobody_else", "车间安全员")


def test_nobody_signs_for_one_who_has_signed_nor_signs_after_standing_in() -> None:
    course = begun()
    course.sign(BOTH)
    assert refused(course, "ehs", behalf=BOTH).code == "task_not_yours"
    other = begun()
    other.sign(standing_in("ehs", BOTH))
    assert other.open.seats[0].signed_for == person(BOTH)
    # What was signed in one's name is one's signature.
    assert refused(other, BOTH).code == "seat_for_another"
    assert refused(other, "ehs", behalf="safety").code == "seat_for_another"
    assert other.sign("safety") == ("TaskSigned",)


def test_whom_the_clock_adds_is_another_person_too() -> None:
    course = begun()
    course.sign(standing_in("boss", "leader"))
    course.later(minutes=61)
    course.take(Fire(course.next_id(), RECORD, "approval", course.open.id, "escalate"), CLOCK)
    assert waiting(course)[-1] == ("plant_manager",)
    assert refused(course, "boss").code == "nobody_else"


def test_a_seat_that_nobody_holds_is_not_signed_by_those_of_other_seats() -> None:
    course = begun()
    fire = Fire(course.next_id(), RECORD, "approval", course.open.id, "vacant", seats=(1,))
    course.take(fire, CLOCK)
    assert course.open.seats[0].roles == ("team_leader", "plant_manager")
    course.sign("safety")
    assert refused(course, "safety").code == "seat_for_another"
    assert course.sign("boss") == ("TaskSigned",)


def test_who_has_signed_is_given_no_other_seat_and_not_added() -> None:
    course = begun()
    course.sign(BOTH)
    add = AddSigner(
        course.next_id(), RECORD, "approval", course.open.id, person(BOTH), "beside", "熟悉现场"
    )
    give = Reassign(
        course.next_id(), RECORD, "approval", course.open.id, person(BOTH), "出差", seat=2
    )
    for command in (add, give):
        decision = course.ask(command, someone("safety"))
        assert isinstance(decision, Refusal)
        assert decision.code == "already_signer"


def test_who_is_named_for_a_seat_fills_that_one() -> None:
    course = begun()
    give = Reassign(
        course.next_id(), RECORD, "approval", course.open.id, person(BOTH), "出差", seat=2
    )
    course.take(give, someone("safety"))
    course.sign(BOTH)
    assert waiting(course) == [("team_leader",), ()]
    assert course.sign(SECOND) == ("TaskSigned",)


def test_whom_a_late_task_asks_already_is_told_and_signs_once() -> None:
    course = begun()
    course.take(
        Fire(course.next_id(), RECORD, "approval", course.open.id, "vacant", seats=(1,)), CLOCK
    )
    course.later(minutes=61)
    late = Fire(course.next_id(), RECORD, "approval", course.open.id, "escalate")
    course.take(late, CLOCK)
    assert len(course.open.seats) == 3
    for name in ("safety", "boss"):
        course.sign(name)
    assert course.sign("fixer") == ("TaskCompleted", "TaskOpened")
