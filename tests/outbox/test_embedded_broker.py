"""The embedded broker and its reactions on a real outbox."""

import asyncio
import time
from datetime import timedelta
from functools import partial

import msgspec
import pytest

from anshu.kernel.clock import MovedClock
from anshu.kernel.ids import new_id
from anshu.outbox.dead_letters import backlog, dead_letters, discard_dead, retry_dead
from anshu.outbox.errors import Retryable, Terminal
from anshu.outbox.message import Address, Message, Signer
from anshu.outbox.reaction import Reaction, ReactionContext, reaction
from anshu.outbox.send import send
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow, principal
from tests.outbox.workshop import Job, Workshop, count, count_once, until

Pair = tuple[TenantRow, TenantRow]
counting = "test.counted.once"


def counter(workshop: Workshop) -> Reaction:
    return reaction(counting, queue=workshop.queue)(count_once)


class Failing:
    """A handler that fails with the given exceptions, one for each call, then counts."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.attempts: list[int] = []

    def reaction(self, workshop: Workshop, *, max_retries: int = 8) -> Reaction:
        async def fail(context: ReactionContext, payload: Job) -> None:
            self.attempts.append(context.attempt)
            if self.failures:
                raise self.failures.pop(0)
            await count_once(context, payload)

        return reaction("test.failing.first", queue=workshop.queue, max_retries=max_retries)(fail)


async def state_is(workshop: Workshop, state: str, *, attempts: int) -> bool:
    rows = await workshop.rows()
    return [(row["state"], row["attempts"]) for row in rows] == [(state, attempts)]


async def test_messages_of_two_tenants_take_effect_each_under_its_own_tenant(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    workshop.start(workshop.context([counter(workshop)]))
    first, second = tenant_pair
    await workshop.send(first, *(workshop.message(first, counting) for _ in range(30)))
    await workshop.send(second, *(workshop.message(second, counting) for _ in range(12)))
    await until(workshop.empty)
    assert [await workshop.effects(tenant) for tenant in tenant_pair] == [30, 12]


async def test_message_of_a_rolled_back_transaction_never_runs(
    workshop: Workshop, tenant_pair: Pair, store: Store
) -> None:
    first, _ = tenant_pair
    workshop.start(workshop.context([counter(workshop)]))
    with pytest.raises(RuntimeError, match="no"):
        async with store.begin(principal(first), purpose="test") as tx:
            await send(tx, [workshop.message(first, counting)])
            raise RuntimeError("no")
    await workshop.send(first, workshop.message(first, counting))
    await until(workshop.empty)
    assert await workshop.effects(first) == 1


async def test_message_delivered_twice_takes_effect_once(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    message = workshop.message(first, counting)
    for _ in range(2):
        await workshop.send(first, message)
        worker = workshop.start(workshop.context([counter(workshop)]))
        await until(workshop.empty)
        worker.stop()
    assert await workshop.effects(first) == 1


async def test_two_workers_share_a_queue_without_double_effects(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair

    async def careless(context: ReactionContext, payload: Job) -> None:
        async with context.begin() as tx:
            await count(tx)

    declared = reaction("test.counted.carelessly", queue=workshop.queue)(careless)
    for _ in range(2):
        workshop.start(workshop.context([declared]))
    await workshop.send(
        first, *(workshop.message(first, "test.counted.carelessly") for _ in range(200))
    )
    await until(workshop.empty)
    assert await workshop.effects(first) == 200


async def test_message_is_picked_up_at_once_when_the_bell_rings(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    workshop.start(workshop.context([counter(workshop)]))
    delays = []
    for _ in range(5):
        await asyncio.sleep(0.05)
        started = time.perf_counter()
        await workshop.send(first, workshop.message(first, counting))
        await until(workshop.empty)
        delays.append(time.perf_counter() - started)
    assert min(delays) < 0.3  # polling alone takes longer; other work may delay any of them


async def test_message_is_found_without_a_bell_by_polling(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    context = workshop.context([counter(workshop)])
    workshop.start(msgspec.structs.replace(context, doorbell=type(context.doorbell)()))
    await asyncio.sleep(0.3)
    await workshop.send(first, workshop.message(first, counting))
    await until(workshop.empty, seconds=3)
    assert await workshop.effects(first) == 1


async def test_message_is_not_run_before_its_time(
    workshop: Workshop, tenant_pair: Pair, clock: MovedClock
) -> None:
    first, _ = tenant_pair
    workshop.start(workshop.context([counter(workshop)], clock=clock))
    later = workshop.message(first, counting, not_before=clock.now() + timedelta(days=1))
    await workshop.send(first, later, workshop.message(first, counting))

    async def one_left() -> bool:
        return [row["id"] for row in await workshop.rows()] == [later.id]

    await until(one_left)
    await asyncio.sleep(0.7)
    assert await one_left()
    clock.move(timedelta(days=1))
    await until(workshop.empty)
    assert await workshop.effects(first) == 2


async def test_retryable_failure_is_tried_again_after_the_back_off(
    workshop: Workshop, tenant_pair: Pair, clock: MovedClock
) -> None:
    first, _ = tenant_pair
    failing = Failing(Retryable("busy"), ValueError("a bug"), TimeoutError())
    workshop.start(workshop.context([failing.reaction(workshop)], clock=clock))
    await workshop.send(first, workshop.message(first, "test.failing.first"))
    for attempts, error in ((1, "Retryable: busy"), (2, "ValueError: a bug"), (3, "TimeoutError")):
        await until(partial(state_is, workshop, "ready", attempts=attempts))
        (row,) = await workshop.rows()
        assert str(row["error"]).startswith(error)
        assert row["not_before"] > clock.now()
        clock.move(timedelta(minutes=1))
    await until(workshop.empty)
    assert failing.attempts == [1, 2, 3, 4]
    assert await workshop.effects(first) == 1


async def test_retry_without_delay_is_not_lost_when_the_first_try_is_settled(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    failing = Failing(*(Retryable("at once", after=timedelta(0)) for _ in range(20)))
    workshop.start(workshop.context([failing.reaction(workshop, max_retries=20)]))
    await workshop.send(first, workshop.message(first, "test.failing.first"))
    await until(workshop.empty)
    assert failing.attempts == list(range(1, 22))
    assert await workshop.effects(first) == 1


async def test_message_that_used_up_its_tries_is_dead_and_can_be_retried_by_a_person(
    workshop: Workshop, tenant_pair: Pair, clock: MovedClock
) -> None:
    first, second = tenant_pair
    at_once = timedelta(0)
    failing = Failing(*(Retryable("busy", after=at_once) for _ in range(3)))
    workshop.start(workshop.context([failing.reaction(workshop, max_retries=2)], clock=clock))
    message = workshop.message(first, "test.failing.first")
    await workshop.send(first, message)
    await until(lambda: state_is(workshop, "dead", attempts=3))
    async with workshop.relay() as tx:
        (letter,) = await dead_letters(tx, tenant_role=first.role)
        assert (letter.id, letter.attempts) == (message.id, 3)
        assert letter.error == "gave up after 3: Retryable: busy"
        assert await dead_letters(tx, tenant_role=second.role) == []
        assert await retry_dead(tx, message.id, now=clock.now())
    await until(workshop.empty)
    assert failing.attempts == [1, 2, 3, 1]
    async with workshop.relay() as tx:
        assert not await retry_dead(tx, message.id, now=clock.now())


async def test_terminal_failure_is_dead_at_once_and_can_be_discarded(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    failing = Failing(Terminal("the address does not exist"))
    workshop.start(workshop.context([failing.reaction(workshop)]))
    message = workshop.message(first, "test.failing.first")
    await workshop.send(first, message)
    await until(lambda: state_is(workshop, "dead", attempts=1))
    async with workshop.relay() as tx:
        assert [letter.error for letter in await dead_letters(tx, tenant_role=first.role)] == [
            "the address does not exist"
        ]
        assert await discard_dead(tx, message.id)
    assert failing.attempts == [1]
    assert await workshop.empty()


async def test_reaction_over_its_time_limit_is_ended_and_nothing_of_it_stored(
    workshop: Workshop, tenant_pair: Pair, clock: MovedClock
) -> None:
    first, _ = tenant_pair

    async def hang(context: ReactionContext, payload: Job) -> None:
        async with context.begin() as tx:
            await count(tx)
            await asyncio.sleep(60)

    declared = reaction("test.hung.up", queue=workshop.queue, time_limit_seconds=0.2)(hang)
    workshop.start(workshop.context([declared], clock=clock))
    await workshop.send(first, workshop.message(first, "test.hung.up"))
    await until(lambda: state_is(workshop, "ready", attempts=1))
    assert await workshop.effects(first) == 0


def forged(workshop: Workshop, writer: TenantRow, victim: TenantRow) -> list[tuple[str, Message]]:
    theirs = workshop.message(victim, counting)
    own = workshop.message(writer, counting)
    replace = msgspec.structs.replace
    return [
        ("signed for the victim", theirs),
        ("the victim's code on an own id", replace(theirs, id=new_id())),
        ("an own code on another body", replace(own, body=b'{"number":99}')),
        ("an own code on another actor", replace(own, id=new_id(), actor="test.other.one")),
        ("no code", replace(own, id=new_id(), mac=b"")),
    ]


async def test_forged_messages_are_dead_with_a_reason_and_run_under_no_tenant(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    writer, victim = tenant_pair
    workshop.start(workshop.context([counter(workshop)]))
    messages = [message for _, message in forged(workshop, writer, victim)]
    await workshop.send(writer, *messages)

    async def all_dead() -> bool:
        return {str(row["state"]) for row in await workshop.rows()} == {"dead"}

    await until(all_dead)
    rows = await workshop.rows()
    assert {row["id"] for row in rows} == {message.id for message in messages}
    reason = f"refused: not signed for tenant role {writer.role!r}"
    assert {row["error"] for row in rows} == {reason}
    assert [await workshop.effects(tenant) for tenant in tenant_pair] == [0, 0]


async def test_payload_that_does_not_fit_the_reaction_is_dead(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    class Other(msgspec.Struct):
        number: str

    first, _ = tenant_pair
    workshop.start(workshop.context([counter(workshop)]))
    message = Signer(workshop.settings.secret, first.role).message(
        Other("x"),
        to=Address(counting, workshop.queue),
        id=new_id(),
        not_before=MovedClock().now() - timedelta(seconds=1),
    )
    await workshop.send(first, message)
    await until(lambda: state_is(workshop, "dead", attempts=1))
    (row,) = await workshop.rows()
    assert "$.number" in str(row["error"])


async def test_message_for_a_reaction_that_this_worker_lacks_waits_for_another(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    workshop.start(workshop.context([counter(workshop)]))
    await workshop.send(first, workshop.message(first, "test.unknown.yet"))
    await until(lambda: state_is(workshop, "ready", attempts=1))
    (row,) = await workshop.rows()
    assert row["error"] == "Retryable: no reaction 'test.unknown.yet' in this worker"


async def test_stopping_lets_a_running_reaction_finish_and_hands_the_rest_back(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    running = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def slow(context: ReactionContext, payload: Job) -> None:
        loop.call_soon_threadsafe(running.set)
        await asyncio.sleep(0.3)
        await count_once(context, payload)

    declared = reaction("test.slow.one", queue=workshop.queue)(slow)
    worker = workshop.start(workshop.context([declared]))
    await workshop.send(first, *(workshop.message(first, "test.slow.one") for _ in range(50)))
    await running.wait()
    await asyncio.to_thread(worker.stop, grace_seconds=10)
    rows = await workshop.rows()
    assert {(row["state"], row["leased_by"]) for row in rows} == {("ready", None)}
    assert len(rows) + await workshop.effects(first) == 50
    assert 1 <= await workshop.effects(first) < 50


async def test_stopping_without_grace_cancels_a_reaction_and_loses_nothing(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    running = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def stuck(context: ReactionContext, payload: Job) -> None:
        async with context.begin() as tx:
            await count(tx)
            loop.call_soon_threadsafe(running.set)
            await asyncio.sleep(60)

    declared = reaction("test.stuck.one", queue=workshop.queue)(stuck)
    worker = workshop.start(workshop.context([declared]))
    await workshop.send(first, workshop.message(first, "test.stuck.one"))
    await running.wait()
    await asyncio.to_thread(worker.stop, grace_seconds=0.1)
    assert await state_is(workshop, "ready", attempts=0)
    assert await workshop.effects(first) == 0


async def test_backlog_counts_what_is_due_later_and_dead(
    workshop: Workshop, tenant_pair: Pair, clock: MovedClock
) -> None:
    first, _ = tenant_pair
    now = clock.now()
    await workshop.send(
        first,
        workshop.message(first, counting, not_before=now - timedelta(minutes=10)),
        workshop.message(first, counting, not_before=now + timedelta(minutes=10)),
    )
    async with workshop.relay() as tx:
        (found,) = [b for b in await backlog(tx, now=now) if b.queue == workshop.queue]
    assert (found.due, found.later, found.leased, found.dead) == (1, 1, 0, 0)
    assert found.oldest_due_seconds == pytest.approx(600, abs=1)
