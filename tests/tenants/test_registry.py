"""The registry finds tenants by id and role, lists families, and forgets in time."""

from uuid import uuid4

import pytest

from anshu.store.principal import Control, Tenant
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant, fill_spares
from anshu_tenants.registry import (
    Registry,
    TenantRow,
    TenantUnknown,
    children,
    find,
    find_by_role,
    list_all,
    principal,
)

Pair = tuple[TenantRow, TenantRow]


async def set_state(store: Store, row: TenantRow, state: str) -> None:
    async with store.begin(Control("main"), purpose="test") as transaction:
        await transaction.execute("update tenant set state = $2 where id = $1", row.id, state)


async def test_a_tenant_is_found_by_id_and_by_role(store: Store, tenant_pair: Pair) -> None:
    for row in tenant_pair:
        assert await find(store, "main", row.id) == row
        assert await find_by_role(store, "main", row.role) == row
        assert principal(row) == Tenant(row.schema, row.role, "main")


async def test_an_unknown_tenant_is_an_error(store: Store) -> None:
    with pytest.raises(TenantUnknown):
        await find(store, "main", uuid4())
    with pytest.raises(TenantUnknown):
        await find_by_role(store, "main", "test_t_unknown")


async def test_a_spare_schema_is_no_tenant(store: Store, estate: Estate) -> None:
    await fill_spares(estate, 1, node="main")
    async with store.begin(Control("main"), purpose="test") as transaction:
        spare = await transaction.fetchrow("select id from tenant where state = 'spare'")
    assert spare is not None
    with pytest.raises(TenantUnknown):
        await find(store, "main", spare["id"])
    assert spare["id"] not in {row.id for row in await list_all(store, "main")}


async def test_children_are_the_active_tenants_directly_below(store: Store, estate: Estate) -> None:
    group = await create_tenant(estate, NewTenant("group", "集团"))
    region = await create_tenant(estate, NewTenant("region", "区域", parent=group.id))
    plants = [
        await create_tenant(estate, NewTenant("company", name, parent=region.id)) for name in "甲乙"
    ]
    await set_state(store, plants[0], "quarantined")
    assert await children(store, "main", group.id) == [region]
    assert await children(store, "main", region.id) == [plants[1]]


async def test_retired_tenants_are_listed_on_demand_only(store: Store, tenant_pair: Pair) -> None:
    await set_state(store, tenant_pair[0], "retired")
    living = {row.id for row in await list_all(store, "main")}
    assert tenant_pair[1].id in living
    assert tenant_pair[0].id not in living
    assert tenant_pair[0].id in {r.id for r in await list_all(store, "main", states=["retired"])}


async def test_a_remembered_tenant_is_read_again_when_its_time_is_up(
    store: Store, tenant_pair: Pair
) -> None:
    row, now = tenant_pair[0], [0.0]
    registry = Registry(store, "main", ttl_seconds=2, ticks=lambda: now[0])
    assert await registry.find(row.id) == await registry.find_by_role(row.role) == row
    await set_state(store, row, "quarantined")
    now[0] = 1.9
    assert (await registry.find(row.id)).state == "active"
    now[0] = 2.1
    assert (await registry.find(row.id)).state == "quarantined"
    assert (await registry.find_by_role(row.role)).state == "quarantined"
