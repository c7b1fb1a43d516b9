"""Declaring reactions, and the back-off."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.outbox.actors import by_name
from anshu.outbox.message import Address
from anshu.outbox.reaction import ReactionContext, backoff, reaction
from tests.outbox.workshop import Job, count_once


def test_reaction_knows_its_payload_and_address() -> None:
    declared = reaction("hazard.reported.notify", queue="mail", max_retries=2)(count_once)
    assert declared.payload is Job
    assert declared.address == Address("hazard.reported.notify", "mail")


@pytest.mark.parametrize("name", ["notify", "Hazard.reported", "hazard..x", "hazard.re-ported"])
def test_reaction_name_that_is_not_module_event_verb_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="reaction name"):
        reaction(name)


@pytest.mark.parametrize("queue", ["", "a.DQ", "a.XQ", "A", "1a"])
def test_queue_name_that_brokers_would_misread_is_refused(queue: str) -> None:
    with pytest.raises(ValueError, match="queue name"):
        reaction("a.b", queue=queue)


def test_handler_without_a_payload_struct_is_refused() -> None:
    async def handler(context: ReactionContext, payload: dict[str, str]) -> None: ...

    with pytest.raises(TypeError, match="SomeStruct"):
        reaction("a.b")(handler)  # type: ignore[type-var]


def test_handler_that_is_not_async_is_refused() -> None:
    def handler(context: ReactionContext, payload: Job) -> None: ...

    with pytest.raises(TypeError, match="async"):
        reaction("a.b")(handler)  # type: ignore[arg-type]


def test_two_reactions_of_one_name_are_refused() -> None:
    declared = reaction("a.b")(count_once)
    with pytest.raises(ValueError, match="two reactions"):
        by_name([declared, declared])


@given(st.integers(1, 500), st.uuids())
def test_backoff_stays_between_a_second_and_a_quarter_over_an_hour(
    attempt: int, message_id: UUID
) -> None:
    wait = backoff(attempt, message_id=message_id)
    assert timedelta(seconds=1) < wait <= timedelta(hours=1.25)


@given(st.integers(1, 9), st.uuids())
def test_backoff_doubles_for_the_same_message(attempt: int, message_id: UUID) -> None:
    ratio = backoff(attempt + 1, message_id=message_id) / backoff(attempt, message_id=message_id)
    assert ratio == pytest.approx(2, rel=1e-4)
