"""Provisioning: spares, claims, what an interrupted builder leaves, refusals."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu.store.principal import Control
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.provision import (
    NewTenant,
    TenantRefused,
    build_spares,
    claim_spare,
    create_tenant,
    fill_spares,
)
from anshu_tenants.registry import TenantRow, find, list_all, principal
from tests.tenants.fleet import open_fleet


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def yard(postgres: EmbeddedPostgres) -> AsyncIterator[Estate]:
    """An installation whose spares this file alone counts and takes."""
    async with open_fleet("yard", {"main": postgres}) as estate:
        yield estate


async def spares(estate: Estate) -> int:
    async with estate.store.begin(Control("main"), purpose="test") as transaction:
        rows = await transaction.fetch("select 1 from tenant where state = 'spare'")
    return len(rows)


async def schemas(estate: Estate) -> set[str]:
    admin = await asyncpg.connect(estate.admin_dsns["main"])
    try:
        rows = await admin.fetch(
            "select nspname::text from pg_namespace where starts_with(nspname, 't_')"
        )
    finally:
        await admin.close()
    return {row["nspname"] for row in rows}


async def test_a_tenant_writes_and_reads_its_own_schema(
    store: Store, tenant_pair: tuple[TenantRow, TenantRow], control_node: str
) -> None:
    first, second = tenant_pair
    for row, key in ((first, "a"), (second, "b")):
        async with store.begin(principal(row), purpose="test") as transaction:
            await transaction.execute(
                "insert into claim (key, generation, held, stream, at) "
                "values ($1, 1, true, 's', now())",
                key,
            )
    async with store.begin(principal(second), purpose="test") as transaction:
        rows = await transaction.fetch("select key from claim")
    assert [r["key"] for r in rows] == ["b"]
    assert await find(store, control_node, first.id) == first


async def test_a_claimed_spare_is_the_tenant_and_nothing_is_built(yard: Estate) -> None:
    await fill_spares(yard, 2, node="main")
    before = await schemas(yard)
    row = await create_tenant(yard, NewTenant("company", "甲公司", timezone="Asia/Urumqi"))
    assert (row.kind, row.name, row.timezone, row.state) == (
        "company",
        "甲公司",
        "Asia/Urumqi",
        "active",
    )
    assert await spares(yard) == 1
    assert await schemas(yard) == before
    assert await fill_spares(yard, 2, node="main") == 1
    assert await spares(yard) == 2


async def test_a_schemas_name_says_nothing_about_the_customer(yard: Estate) -> None:
    row = await create_tenant(yard, NewTenant("supplier", "acme"))
    assert row.schema.startswith("t_")
    assert "acme" not in row.schema + row.role


async def test_without_spares_a_tenant_is_built_at_once(yard: Estate) -> None:
    while await spares(yard):
        await create_tenant(yard, NewTenant("company", "takes a spare"))
    parent = await create_tenant(yard, NewTenant("group", "集团"))
    child = await create_tenant(yard, NewTenant("region", "区域", parent=parent.id))
    assert child.parent == parent.id
    assert await spares(yard) == 0


async def test_many_sign_ups_at_once_get_a_schema_each(yard: Estate) -> None:
    await fill_spares(yard, 4, node="main")
    rows = await asyncio.gather(
        *(create_tenant(yard, NewTenant("company", f"公司 {i}")) for i in range(6))
    )
    assert len({row.schema for row in rows}) == 6
    assert len({row.id for row in rows}) == 6


async def test_a_claim_that_is_rolled_back_leaves_the_spare(yard: Estate) -> None:
    await fill_spares(yard, 1, node="main")
    before = await spares(yard)
    with pytest.raises(ZeroDivisionError):
        async with yard.store.begin(Control("main"), purpose="test") as transaction:
            assert await claim_spare(transaction, NewTenant("company", "甲"))
            raise ZeroDivisionError
    assert await spares(yard) == before


async def test_what_an_interrupted_builder_left_is_cleared_away_by_the_next(yard: Estate) -> None:
    taken = await create_tenant(yard, NewTenant("company", "must stay"))
    await fill_spares(yard, 1, node="main")
    async with yard.store.begin(Control("main"), purpose="test") as transaction:
        await transaction.execute("update tenant set state = 'building' where state = 'spare'")
        rows = await transaction.fetch("select schema::text from tenant where state = 'building'")
    left = {row["schema"] for row in rows}
    assert left <= await schemas(yard)
    await build_spares(yard, 1, node="main")
    now = await schemas(yard)
    assert not left & now
    assert taken.schema in now
    assert await spares(yard) == 1


@pytest.mark.parametrize(
    "new",
    [
        NewTenant("customer", "甲"),
        NewTenant("company", " "),
        NewTenant("company", "甲", timezone="Peking"),
        NewTenant("company", "甲", timezone="../../etc/passwd"),
        NewTenant("company", "甲", parent=uuid4()),
        NewTenant("company", "甲", node="elsewhere"),
    ],
)
async def test_a_wrongly_described_tenant_is_refused_and_takes_no_spare(
    yard: Estate, new: NewTenant
) -> None:
    await fill_spares(yard, 1, node="main")
    before = await spares(yard), len(await list_all(yard.store, "main"))
    with pytest.raises(TenantRefused):
        await create_tenant(yard, new)
    assert (await spares(yard), len(await list_all(yard.store, "main"))) == before
