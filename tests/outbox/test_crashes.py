"""Workers that are killed, and messages that kill them."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import msgspec
import pytest

from anshu.outbox import queries
from anshu_tenants.registry import TenantRow
from tests.outbox.victim import ACTOR, VictimSettings
from tests.outbox.workshop import Workshop, until

Pair = tuple[TenantRow, TenantRow]
Spawn = Callable[[VictimSettings], "subprocess.Popen[bytes]"]


@pytest.fixture
def spawn() -> Iterator[Spawn]:
    """Starts worker processes; those still alive at the end are killed."""
    with ExitStack() as stack:

        def started(settings: VictimSettings) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.outbox.victim", msgspec.json.encode(settings)]
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield started


@pytest.mark.parametrize("broker", ["outbox", "rabbitmq"])
async def test_nothing_is_lost_or_doubled_when_workers_are_killed_in_the_middle(
    broker: str,
    workshop: Workshop,
    tenant_pair: Pair,
    spawn: Spawn,
    request: pytest.FixtureRequest,
) -> None:
    first, _ = tenant_pair
    url = request.getfixturevalue("rabbitmq_url") if broker == "rabbitmq" else None
    settings = VictimSettings(workshop.settings, workshop.queue, rabbitmq_url=url)
    await workshop.send(first, *(workshop.message(first, ACTOR) for _ in range(600)))
    for enough in (100, 250):
        process = spawn(settings)

        async def done(enough: int = enough) -> bool:
            return await workshop.effects(first) >= enough

        await until(done, seconds=40)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert await workshop.effects(first) < 600
    last = spawn(settings)

    async def all_done() -> bool:
        return await workshop.effects(first) == 600 and await workshop.empty()

    await until(all_done, seconds=40)
    last.send_signal(signal.SIGTERM)
    assert last.wait(20) == 0
    assert await workshop.effects(first) == 600


async def test_message_that_kills_every_worker_is_dead_after_twenty_losses(
    workshop: Workshop, tenant_pair: Pair, spawn: Spawn
) -> None:
    first, _ = tenant_pair
    await workshop.send(first, workshop.message(first, ACTOR))
    spawn(VictimSettings(workshop.settings, workshop.queue, lethal=True)).wait(30)
    (row,) = await workshop.rows()
    assert row["state"] == "leased"

    async with workshop.relay() as tx:  # eighteen more deaths, without waiting for them
        await tx.execute(
            "update outbox set returns = 18, leased_until = clock_timestamp() where id = $1",
            row["id"],
        )
    async with workshop.relay() as tx:
        await tx.fetch(queries.RETURN_EXPIRED, 20)
    (row,) = await workshop.rows()
    assert (row["state"], row["returns"]) == ("ready", 19)

    spawn(VictimSettings(workshop.settings, workshop.queue, lethal=True)).wait(30)
    async with workshop.relay() as tx:
        await tx.execute(
            "update outbox set leased_until = clock_timestamp() where id = $1", row["id"]
        )
    async with workshop.relay() as tx:
        await tx.fetch(queries.RETURN_EXPIRED, 20)
    (row,) = await workshop.rows()
    assert (row["state"], row["error"]) == ("dead", "worker lost 20 times")
