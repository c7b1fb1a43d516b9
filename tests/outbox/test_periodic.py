"""Sweepers beside the reactions."""

import asyncio

import msgspec
import pytest

from anshu.outbox.reaction import reaction
from anshu.worker.periodic import Periodic, PeriodicContext
from anshu.worker.run import start_worker
from anshu_tenants.registry import TenantRow, principal
from tests.outbox.workshop import Workshop, count, count_once, until

Pair = tuple[TenantRow, TenantRow]


async def test_sweeper_runs_again_and_again_also_after_a_failed_round(
    workshop: Workshop, tenant_pair: Pair
) -> None:
    first, _ = tenant_pair
    rounds: list[int] = []

    async def sweep(context: PeriodicContext) -> None:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise RuntimeError("a bad round")
        async with context.store.begin(principal(first), purpose="test: sweep") as tx:
            await count(tx)

    counting = reaction("test.counted.once", queue=workshop.queue)(count_once)
    periodic = Periodic("test sweep", 0.02, sweep)
    worker = workshop.start(workshop.context([counting], periodics=(periodic,)))

    async def three() -> bool:
        return await workshop.effects(first) >= 3

    await until(three)
    await asyncio.to_thread(worker.stop)
    ended = len(rounds)
    await asyncio.sleep(0.1)
    assert len(rounds) == ended


async def test_round_over_its_time_limit_is_ended_and_the_next_one_follows(
    workshop: Workshop,
) -> None:
    rounds: list[int] = []

    async def hang(context: PeriodicContext) -> None:
        rounds.append(len(rounds))
        await asyncio.sleep(60)

    counting = reaction("test.counted.once", queue=workshop.queue)(count_once)
    periodic = Periodic("test hang", 0.01, hang, time_limit_seconds=0.05)
    workshop.start(workshop.context([counting], periodics=(periodic,)))

    async def three() -> bool:
        return len(rounds) >= 3

    await until(three)


async def test_a_round_may_ask_for_the_next_one_earlier(workshop: Workshop) -> None:
    rounds: list[int] = []

    async def sweep(context: PeriodicContext) -> float:
        rounds.append(len(rounds))
        return -1 if len(rounds) % 2 else 0.01

    counting = reaction("test.counted.once", queue=workshop.queue)(count_once)
    periodic = Periodic("test asking", 600, sweep)
    workshop.start(workshop.context([counting], periodics=(periodic,)))

    async def three() -> bool:
        return len(rounds) >= 3

    await until(three)


async def test_worker_for_rabbitmq_without_a_url_does_not_start(workshop: Workshop) -> None:
    context = workshop.context([], rabbitmq_url="amqp://127.0.0.1/")
    with pytest.raises(ValueError, match="broker_url"):
        start_worker(msgspec.structs.replace(context, broker_url=None))
