"""会签, 依次, 加签, 转交, 撤回 and 委托 on a flow of definitions only."""

import pytest

from anshu.flow.commands import Fire
from anshu.flow.habit_commands import AddSigner, Reassign, Withdraw
from anshu.flow.task import open_seats
from anshu.kernel.refusal import Refusal
from tests.flow.approvals import (
    RECORD,
    SECOND,
    Approval,
    in_turn,
    someone,
    standing_in,
)
from tests.flow.hazards import CLOCK, person


def refusal(course: Approval, command: object, who: object) -> str:
    decision = course.ask(command, who)  # type: ignore[arg-type]
    assert isinstance(decision, Refusal), decision
    return decision.code


def test_all_must_agree_in_any_order_and_only_the_last_one_ends_the_task() -> None:
    course = Approval().begin()
    assert course.sign("fixer", measure="全程监护") == ("TaskSigned",)
    course.later(minutes=1)
    assert course.sign("leader", measure="挂牌") == ("TaskSigned",)
    assert (course.open.node, course.state.data.get("measure")) == ("together", None)
    assert course.sign("safety", opinion="可以") == ("TaskCompleted", "TaskOpened")
    assert course.open.node == "in_turn"
    # Every signature's values count; of the same field the last one's.
    assert (course.state.data["opinion"], course.state.data["measure"]) == ("可以", "挂牌")


def test_nobody_signs_twice_and_nobody_from_elsewhere_signs() -> None:
    course = Approval().begin()
    course.sign("leader")
    again = course.completing("agree", opinion="再签一次")
    assert refusal(course, again, someone("leader")) == "task_not_yours"
    assert refusal(course, again, someone("other_leader")) == "task_not_yours"


def test_one_objection_ends_the_task_and_no_signature_counts() -> None:
    course = Approval().begin()
    course.sign("leader", measure="挂牌")
    assert course.sign("fixer", "refuse", reason="没有监护条件") == (
        "TaskCompleted", "RecordClosed",
    )  # fmt: skip
    assert (course.state.state, course.state.data.get("measure")) == ("refused", None)


def test_in_order_each_waits_for_the_one_before() -> None:
    course = in_turn()
    early = course.completing("agree")
    assert refusal(course, early, someone("ehs")) == "task_not_yours"
    assert course.sign("safety") == ("TaskSigned",)
    assert [seat.roles for seat in open_seats(course.open)] == [("ehs_manager",)]
    assert course.open.roles == ("ehs_manager",)
    assert course.sign("ehs") == ("TaskCompleted", "TaskOpened")


def test_each_holder_of_the_role_over_the_unit_must_sign() -> None:
    course = in_turn()
    course.sign("safety")
    course.sign("ehs")
    assert set(course.open.people) == {person("leader"), person(SECOND)}
    assert course.sign(SECOND) == ("TaskSigned",)
    assert course.sign("leader") == ("TaskCompleted", "RecordClosed")


def test_a_return_makes_every_signature_of_the_activation_void() -> None:
    course = in_turn()
    course.sign("safety")
    course.sign("ehs", "return", reason="措施不全")
    assert (course.open.node, course.open.activation) == ("together", 2)
    assert all(seat.signed_at is None for seat in course.open.seats)


@pytest.mark.parametrize(
    ("place", "first"), [("before", "other_leader"), ("after", "safety"), ("beside", None)]
)
def test_an_added_signer_has_a_turn_of_its_own(place: str, first: str | None) -> None:
    course = in_turn()
    command = AddSigner(
        course.next_id(), RECORD, "approval", course.open.id, person("other_leader"),
        place, "熟悉现场",  # type: ignore[arg-type]
    )  # fmt: skip
    assert course.take(command, someone("safety")) == ("SignerAdded",)
    turns = [seat.people or seat.roles for seat in open_seats(course.open)]
    by_name = {"other_leader": (person("other_leader"),), "safety": ("workshop_safety",)}
    assert turns == ([by_name[first]] if first else [by_name["safety"], by_name["other_leader"]])
    for name in ("other_leader", "safety") if place == "before" else ("safety", "other_leader"):
        assert course.sign(name) == ("TaskSigned",)
    # The next in order waited for both.
    assert course.open.roles == ("ehs_manager",)


def test_who_is_kept_apart_cannot_be_added_or_given_the_task() -> None:
    course = in_turn()
    course.sign("safety")
    course.sign("ehs")
    for command in (
        AddSigner(
            course.next_id(), RECORD, "approval", course.open.id, person("ehs"), "after", "x"
        ),
        Reassign(course.next_id(), RECORD, "approval", course.open.id, person("safety"), "x"),
    ):
        assert refusal(course, command, someone("leader")) == "receiver_barred"


def test_one_persons_signature_never_stands_for_two() -> None:
    """Who has a seat in the task cannot sign another's by a delegation."""
    course = Approval().begin()
    both = standing_in("leader", "safety")
    assert course.sign(both) == ("TaskSigned",)
    assert course.open.seats[0].signed_for is None
    more = course.completing("agree", opinion="代签")
    assert refusal(course, more, both) == "task_not_yours"
    # Somebody without a seat may, and both are kept.
    course.sign(standing_in("ehs", "safety"))
    seat = course.open.seats[1]
    assert (seat.signed_by, seat.signed_for) == (f"person:{person('ehs')}", person("safety"))


def test_who_signed_for_another_does_not_sign_for_themselves_when_the_clock_adds_them() -> None:
    course = Approval().begin()
    course.sign(standing_in("boss", "safety"))
    course.later(minutes=61)
    course.take(Fire(course.next_id(), RECORD, "approval", course.open.id, "escalate"), CLOCK)
    assert refusal(course, course.completing("agree"), someone("boss")) == "task_not_yours"


def test_a_delegate_of_one_who_is_kept_apart_is_kept_apart_too() -> None:
    course = in_turn()
    course.sign(standing_in("boss", "safety"))
    course.sign("ehs")
    # The boss signed in_turn for the safety officer: neither of them may act here.
    for name in ("boss", "safety"):
        barred = course.completing("agree")
        assert refusal(course, barred, standing_in(name, "leader")) == "same_person"


def test_escalation_adds_a_signature_and_takes_none_away() -> None:
    course = Approval().begin()
    course.later(minutes=61)
    fire = Fire(course.next_id(), RECORD, "approval", course.open.id, "escalate")
    assert course.take(fire, CLOCK) == ("TaskEscalated",)
    assert course.take(fire, CLOCK) == ()
    for name in ("leader", "safety", "fixer"):
        assert course.sign(name) == ("TaskSigned",)
    # Who was added by the clock fills the form like those whom the definition names.
    assert refusal(course, course.completing("agree"), someone("boss")) == "form_incomplete"
    assert course.sign("boss") == ("TaskCompleted", "TaskOpened")


def test_a_seat_that_nobody_holds_gets_the_next_one_up_instead() -> None:
    course = Approval().begin()
    fire = Fire(course.next_id(), RECORD, "approval", course.open.id, "vacant", seats=(1,))
    course.take(fire, CLOCK)
    course.sign("boss")
    assert course.open.seats[0].signed_by == f"person:{person('boss')}"
    assert [seat.no for seat in open_seats(course.open)] == [2, 3]


def test_a_signature_is_taken_back_while_the_task_waits_and_the_step_afterwards() -> None:
    course = Approval().begin()
    course.sign("leader")
    back = Withdraw(course.next_id(), RECORD, "approval", "看错了")
    assert course.take(back, someone("leader")) == ("SignatureWithdrawn",)
    assert course.open.roles[:1] == ("team_leader",)
    for name in ("leader", "safety", "fixer"):
        course.sign(name, measure="挂牌")
    undone = Withdraw(course.next_id(), RECORD, "approval", "措施不对")
    assert refusal(course, undone, someone("leader")) == "nothing_to_withdraw"
    course.seen = frozenset({course.open.id})
    assert refusal(course, undone, someone("fixer")) == "already_taken_up"
    course.seen = frozenset()
    assert course.take(undone, someone("fixer")) == ("CompletionWithdrawn", "TaskOpened")
    assert (course.open.node, course.state.data.get("measure")) == ("together", None)


def test_a_signature_that_the_next_in_order_relied_on_is_not_taken_back() -> None:
    course = in_turn()
    course.sign("safety")
    last = AddSigner(
        course.next_id(), RECORD, "approval", course.open.id, person("boss"), "after", "再看一遍"
    )
    course.take(last, someone("ehs"))
    course.sign("ehs")
    back = Withdraw(course.next_id(), RECORD, "approval", "看错了")
    assert refusal(course, back, someone("safety")) == "already_taken_up"
    assert course.take(back, someone("ehs")) == ("SignatureWithdrawn",)
    assert course.take(back, someone("safety")) == ("SignatureWithdrawn",)


def test_who_signed_for_another_passes_on_the_own_seat_and_not_a_colleagues() -> None:
    course = Approval().begin()
    course.sign(standing_in("boss", "safety"))
    course.later(minutes=61)
    course.take(Fire(course.next_id(), RECORD, "approval", course.open.id, "escalate"), CLOCK)
    pass_on = Reassign(
        course.next_id(), RECORD, "approval", course.open.id, person("ehs"), "已代人签署"
    )
    course.take(pass_on, someone("boss"))
    passed = [seat for seat in course.open.seats if seat.people == (person("ehs"),)]
    assert [(seat.via, seat.passed_on_by) for seat in passed] == [
        ("escalated", f"person:{person('boss')}")
    ]


def test_a_return_may_name_any_earlier_step_of_the_definition() -> None:
    course = in_turn()
    course.sign("safety")
    course.sign("ehs")
    elsewhere = course.completing("return", to="each_one", reason="不对")
    assert refusal(course, elsewhere, someone("leader")) == "form_incomplete"
    course.take(course.completing("return", to="together", reason="重新会签"), someone("leader"))
    assert course.open.node == "together"
