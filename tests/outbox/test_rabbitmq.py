"""The relay, RabbitMQ and Dramatiq's consumer, end to end."""

import asyncio
from datetime import timedelta

import aio_pika
import pytest

from anshu.kernel.clock import MovedClock, SystemClock
from anshu.outbox.delivery import Delivery, wire_message
from anshu.outbox.errors import Retryable, Terminal
from anshu.outbox.intake import Source
from anshu.outbox.reaction import Reaction, ReactionContext, reaction
from anshu.outbox.relay import Relay, Target, count_foreign
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.outbox.rabbitmq import RabbitServer
from tests.outbox.workshop import Job, Workshop, count_once, until

Pair = tuple[TenantRow, TenantRow]
counting = "test.counted.once"


def counter(workshop: Workshop) -> Reaction:
    return reaction(counting, queue=workshop.queue)(count_once)


async def publish(url: str, queue: str, *bodies: bytes) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for body in bodies:
            await channel.default_exchange.publish(aio_pika.Message(body), queue)


async def test_messages_of_two_tenants_take_effect_each_under_its_own_tenant(
    workshop: Workshop, tenant_pair: Pair, rabbitmq_url: str
) -> None:
    workshop.start(workshop.context([counter(workshop)], rabbitmq_url=rabbitmq_url))
    for tenant, number in zip(tenant_pair, (300, 40), strict=True):
        await workshop.send(tenant, *(workshop.message(tenant, counting) for _ in range(number)))

    async def all_done() -> bool:
        return [await workshop.effects(tenant) for tenant in tenant_pair] == [300, 40]

    await until(all_done)
    assert await workshop.empty()


@pytest.mark.parametrize("end", ["stopped", "killed"])
async def test_nothing_is_lost_when_the_broker_goes_in_the_middle_and_comes_back(
    end: str, workshop: Workshop, tenant_pair: Pair, rabbitmq: RabbitServer
) -> None:
    first, _ = tenant_pair

    async def slow(context: ReactionContext, payload: Job) -> None:
        await asyncio.sleep(0.005)
        await count_once(context, payload)

    declared = reaction(counting, queue=workshop.queue)(slow)
    workshop.start(workshop.context([declared], rabbitmq_url=rabbitmq.url))
    await workshop.send(first, workshop.message(first, counting))

    async def running() -> bool:
        return await workshop.effects(first) == 1

    await until(running)
    # RabbitMQ 3.10 writes the name of a new queue to disk a second late: killed before that,
    # it forgets the queue with all that it has confirmed.
    await asyncio.sleep(2)
    await workshop.send(first, *(workshop.message(first, counting) for _ in range(999)))

    async def begun() -> bool:
        return await workshop.effects(first) >= 100

    await until(begun)
    await asyncio.to_thread(rabbitmq.kill if end == "killed" else rabbitmq.stop_node)
    try:
        await workshop.send(first, *(workshop.message(first, counting) for _ in range(100)))
        assert await workshop.effects(first) < 1100
    finally:
        await asyncio.to_thread(rabbitmq.start)

    async def all_done() -> bool:
        return await workshop.effects(first) == 1100 and await workshop.empty()

    await until(all_done, seconds=90)


async def test_rows_wait_in_the_table_while_there_is_no_broker(
    workshop: Workshop, tenant_pair: Pair, store: Store
) -> None:
    first, _ = tenant_pair
    await workshop.send(first, workshop.message(first, counting))
    source = Source(store, SystemClock(), "nobody", timedelta(seconds=1))
    relay = asyncio.create_task(
        Relay(source, Target("amqp://guest:guest@127.0.0.1:9/", (workshop.queue,))).run()
    )
    await asyncio.sleep(0.3)
    assert not relay.done()
    relay.cancel()
    with pytest.raises(asyncio.CancelledError):
        await relay
    assert [row["state"] for row in await workshop.rows()] == ["ready"]


async def test_delays_and_failures_wait_and_die_in_the_table(
    workshop: Workshop, tenant_pair: Pair, clock: MovedClock, rabbitmq_url: str
) -> None:
    first, _ = tenant_pair
    attempts: list[tuple[int, int]] = []

    async def fail(context: ReactionContext, payload: Job) -> None:
        attempts.append((payload.number, context.attempt))
        if payload.number == 1:
            raise Terminal("never")
        if context.attempt < 3:
            raise Retryable("busy")
        await count_once(context, payload)

    declared = reaction("test.failing.first", queue=workshop.queue)(fail)
    workshop.start(workshop.context([declared], clock=clock, rabbitmq_url=rabbitmq_url))
    later = clock.now() + timedelta(days=2)
    await workshop.send(
        first,
        workshop.message(first, "test.failing.first", number=1),
        workshop.message(first, "test.failing.first", number=2),
        workshop.message(first, "test.failing.first", number=3, not_before=later),
    )

    async def states(*expected: tuple[str, int]) -> bool:
        rows = sorted(await workshop.rows(), key=lambda row: bytes(row["body"]))
        return [(row["state"], row["attempts"]) for row in rows] == list(expected)

    await until(lambda: states(("dead", 1), ("ready", 1), ("ready", 0)))
    clock.move(timedelta(minutes=1))
    await until(lambda: states(("dead", 1), ("ready", 2), ("ready", 0)))
    clock.move(timedelta(minutes=1))

    async def third_time_lucky() -> bool:
        return await workshop.effects(first) == 1

    await until(third_time_lucky)
    assert await states(("dead", 1), ("ready", 0))
    assert sorted(attempts) == [(1, 1), (2, 1), (2, 2), (2, 3)]


async def test_forged_message_put_into_rabbitmq_itself_is_dead_and_runs_under_no_tenant(
    workshop: Workshop, tenant_pair: Pair, rabbitmq_url: str
) -> None:
    writer, victim = tenant_pair
    workshop.start(workshop.context([counter(workshop)], rabbitmq_url=rabbitmq_url))
    await workshop.send(writer, workshop.message(writer, counting))
    await until(workshop.empty)
    own = workshop.message(writer, counting)
    stolen = Delivery(
        node=workshop.settings.name,
        id=own.id,
        tenant_role=victim.role,
        queue=own.queue,
        actor=own.actor,
        body=own.body,
        mac=own.mac,
        created_at=own.not_before,
    )
    await publish(rabbitmq_url, workshop.queue, wire_message(stolen))

    async def refused() -> bool:
        return [row["error"] for row in await workshop.rows()] == [
            f"refused: not signed for tenant role {victim.role!r}"
        ]

    await until(refused)
    assert await workshop.effects(victim) == 0


async def test_foreign_bytes_in_rabbitmq_do_not_stop_the_queue_and_are_counted(
    workshop: Workshop, tenant_pair: Pair, rabbitmq_url: str
) -> None:
    first, _ = tenant_pair
    workshop.start(workshop.context([counter(workshop)], rabbitmq_url=rabbitmq_url))
    await workshop.send(first, workshop.message(first, counting))
    await until(workshop.empty)
    await publish(rabbitmq_url, workshop.queue, b"\xff", b"{}")
    await workshop.send(first, workshop.message(first, counting))

    async def both_done() -> bool:
        return await workshop.effects(first) == 2

    await until(both_done)

    async def counted() -> bool:
        return await count_foreign(rabbitmq_url, [workshop.queue]) == {workshop.queue: 2}

    await until(counted)


async def test_message_that_rabbitmq_gave_up_on_becomes_a_dead_letter_of_the_table(
    workshop: Workshop, tenant_pair: Pair, rabbitmq_url: str
) -> None:
    first, _ = tenant_pair
    workshop.start(workshop.context([counter(workshop)], rabbitmq_url=rabbitmq_url))
    await workshop.send(first, workshop.message(first, counting))
    await until(workshop.empty)
    lost = workshop.message(first, counting)
    delivery = Delivery(
        node=workshop.settings.name,
        id=lost.id,
        tenant_role=first.role,
        queue=lost.queue,
        actor=lost.actor,
        body=lost.body,
        mac=lost.mac,
        created_at=lost.not_before,
    )
    await publish(rabbitmq_url, f"{workshop.queue}.XQ", wire_message(delivery))

    async def dead() -> bool:
        return [(row["id"], row["state"]) for row in await workshop.rows()] == [(lost.id, "dead")]

    await until(dead)
    assert await count_foreign(rabbitmq_url, [workshop.queue]) == {workshop.queue: 0}
