"""Several nodes: one worker serves them all, and one that is away stops no other."""

from collections.abc import AsyncIterator

import asyncpg
import msgspec
import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu.outbox.reaction import reaction
from anshu.outbox.send import send
from anshu.store.node import Node, NodeSettings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.install import install
from anshu_tenants.provision import NewTenant, create_tenant
from anshu_tenants.registry import TenantRow, principal
from tests.outbox.workshop import Workshop, count_once, until

Pair = tuple[TenantRow, TenantRow]
COUNTING = "test.counted.once"


@pytest_asyncio.fixture(loop_scope="session")
async def second(postgres: EmbeddedPostgres, node_settings: NodeSettings) -> AsyncIterator[Node]:
    """A second node: another database of the same server, without a control schema."""
    dsn = postgres.admin_dsn.replace("/postgres?", "/second?")
    admin = await asyncpg.connect(postgres.admin_dsn)
    await admin.execute("create database second")
    installation, secret = node_settings.installation, node_settings.secret
    await install(dsn, installation=installation, secret=secret, node="second", control=False)
    node = Node(NodeSettings("second", dsn, installation, secret))
    yield node
    await node.close()
    await admin.execute("delete from control.tenant where node = 'second'")
    await admin.execute("drop database second with (force)")
    await admin.close()


async def test_one_worker_runs_the_messages_of_two_nodes_each_on_its_own(
    workshop: Workshop, tenant_pair: Pair, estate: Estate, second: Node
) -> None:
    here, settings = tenant_pair[0], second.settings
    both = Store({**{n: Node(workshop.settings) for n in workshop.store.nodes}, "second": second})
    dsns = {**estate.admin_dsns, "second": settings.url}
    wide = Estate(both, settings.installation, estate.control_node, dsns)
    there = await create_tenant(wide, NewTenant(kind="company", name="丙公司", node="second"))
    assert there.node == "second"

    context = workshop.context([reaction(COUNTING, queue=workshop.queue)(count_once)])
    workshop.start(
        msgspec.structs.replace(
            context,
            open_store=lambda: Store(
                {workshop.settings.name: Node(workshop.settings), "second": Node(settings)}
            ),
        )
    )
    await workshop.send(here, *(workshop.message(here, COUNTING) for _ in range(5)))
    async with both.begin(principal(there), purpose="test: send") as tx:
        await send(tx, [workshop.message(there, COUNTING) for _ in range(7)])
    workshop.doorbell.ring()

    async def effects_there() -> int:
        async with both.begin(principal(there), purpose="test: look") as tx:
            row = await tx.fetchrow("select policy_version - 1 as effects from state")
        assert row is not None
        return int(row["effects"])

    async def all_done() -> bool:
        return (await workshop.effects(here), await effects_there()) == (5, 7)

    await until(all_done)
    await both.close()


@pytest.mark.parametrize("broker", ["outbox", "rabbitmq"])
async def test_node_that_is_away_does_not_stop_the_others(
    broker: str, workshop: Workshop, tenant_pair: Pair, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("rabbitmq_url") if broker == "rabbitmq" else None
    first, _ = tenant_pair
    settings = workshop.settings
    away = NodeSettings(
        "away", "postgresql://127.0.0.1:9/none", settings.installation, settings.secret
    )
    context = workshop.context(
        [reaction(COUNTING, queue=workshop.queue)(count_once)], rabbitmq_url=url
    )
    workshop.start(
        msgspec.structs.replace(
            context,
            open_store=lambda: Store({"away": Node(away), settings.name: Node(settings)}),
        )
    )
    await workshop.send(first, *(workshop.message(first, COUNTING) for _ in range(20)))

    async def all_done() -> bool:
        return await workshop.effects(first) == 20 and await workshop.empty()

    await until(all_done, seconds=10)
