"""What one tenant keeps busy, others do not wait for."""

import asyncio
import dataclasses
import threading
from uuid import uuid4

import pytest

from anshu.identity.passwords import Passwords
from anshu.kernel.refusal import Refusal
from anshu.records.imports import jobs
from anshu.records.imports.desk import import_context
from anshu.records.imports.jobs import NewImport, create_job
from anshu.records.imports.table import refused
from anshu.records.imports.targets import shape_of
from anshu.store.node import Node, NodeSettings
from anshu.store.principal import Tenant
from anshu.store.turns import Turns
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow, principal
from tests.flow.hazards import COMPILED
from tests.records.people import Plant


async def test_forty_slow_workbooks_keep_no_log_in_waiting(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()

    def slow(_: bytes) -> Refusal:
        done.wait(30)
        return refused("import_empty")

    monkeypatch.setattr(jobs, "read_table", slow)
    context, tenant = import_context(plant.services), principal(plant.row)
    new, shape = (
        NewImport("x.csv", b"x", uuid4(), "Asia/Shanghai"),
        shape_of(COMPILED.types["hazard"]),
    )
    reading = [
        asyncio.create_task(create_job(context, tenant, new, shape=shape)) for _ in range(40)
    ]
    try:
        await asyncio.sleep(0.05)
        async with asyncio.timeout(5):
            assert not await Passwords().matches(None, "irgendetwas")
    finally:
        done.set()
        await asyncio.gather(*reading)


async def test_a_flood_of_one_tenant_delays_another_by_a_turn(
    node_settings: NodeSettings, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    """On the one connection that both must share."""
    settings = dataclasses.replace(node_settings, fast_connections=1)
    store = Store({settings.name: Node(settings)})
    flooding, other = (principal(row) for row in tenant_pair)
    ended: list[Tenant] = []

    async def ask(who: Tenant) -> None:
        async with store.begin(who, purpose="test.flood") as tx:
            await tx.fetchrow("select count(*) from record")
        ended.append(who)

    try:
        flood = [asyncio.create_task(ask(flooding)) for _ in range(300)]
        await asyncio.sleep(0)
        await ask(other)
        assert len(ended) < 20
        await asyncio.gather(*flood)
        assert len(ended) == 301
    finally:
        await store.close()


async def test_who_is_cancelled_while_waiting_or_at_the_turn_blocks_nobody() -> None:
    turns, held, order = Turns(), asyncio.Event(), []

    async def wait(key: str) -> None:
        async with turns.turn(key):
            order.append(key)
            if key == "first":
                await held.wait()

    tasks = {key: asyncio.create_task(wait(key)) for key in ("first", "waiting", "due", "last")}
    await asyncio.sleep(0)
    tasks["waiting"].cancel()
    held.set()
    # The first lets go now; "due" is given the turn and cancelled before it runs.
    await tasks["first"]
    tasks["due"].cancel()
    await asyncio.wait(tasks.values(), timeout=5)
    assert order[0] == "first"
    assert "last" in order
    assert "waiting" not in order
    assert not turns.locked()
