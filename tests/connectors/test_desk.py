"""Connecting, listing and probing; nothing of a configuration shows."""

from uuid import UUID

import msgspec
import pytest

from anshu.records.connectors.desk import (
    Connectors,
    ConnectorUnknown,
    connect,
    list_instances,
    probe,
)
from anshu.records.connectors.instance import NewConnector
from anshu.records.connectors.reconfiguring import reconfigure
from anshu.sdk.errors import ConfigRefused
from anshu.store.principal import Tenant
from tests.connectors.sources import PASSWORD

NEW = NewConnector("script", "一号厂 EAM", {"site": "A", "password": PASSWORD})


async def test_connected_source_is_listed_in_its_tenant_only(
    room: Connectors, ours: Tenant, theirs: Tenant
) -> None:
    made = await connect(room, ours, NEW)
    assert await list_instances(room, ours) == (made,)
    assert await list_instances(room, theirs) == ()
    assert (made.state, made.title) == ("new", "一号厂 EAM")
    assert PASSWORD not in repr(made)


async def test_stored_configuration_is_sealed(room: Connectors, ours: Tenant) -> None:
    made = await connect(room, ours, NEW)
    async with room.store.begin(ours, purpose="test") as transaction:
        row = await transaction.fetchrow("select config from connector where id = $1", made.id)
    assert row is not None
    assert PASSWORD.encode() not in row["config"]
    assert b"site" not in row["config"]


async def test_probe_answers_from_the_stored_configuration(room: Connectors, ours: Tenant) -> None:
    made = await connect(room, ours, NEW)
    assert (await probe(room, ours, made.id)).text.zh == "站点 A"


async def test_a_new_secret_alone_keeps_everything_else(room: Connectors, ours: Tenant) -> None:
    made = await connect(room, ours, NEW)
    await reconfigure(room, ours, made.id, {"password": "fresh"})
    assert (await probe(room, ours, made.id)).text.zh == "站点 A"
    assert await kept(room, ours, made.id) == {"site": "A", "password": "fresh"}


async def test_a_kept_secret_never_goes_where_it_was_not_entered_for(
    room: Connectors, ours: Tenant, theirs: Tenant
) -> None:
    made = await connect(room, ours, NEW)
    with pytest.raises(ConfigRefused) as refused:
        await reconfigure(room, ours, made.id, {"site": "B"})
    assert refused.value.field == "password"
    assert await kept(room, ours, made.id) == {"site": "A", "password": PASSWORD}
    with pytest.raises(ConnectorUnknown):
        await reconfigure(room, theirs, made.id, {"site": "B", "password": "p"})
    await reconfigure(room, ours, made.id, {"site": "B", "password": PASSWORD})
    assert (await probe(room, ours, made.id)).text.zh == "站点 B"


async def kept(room: Connectors, tenant: Tenant, instance: UUID) -> dict[str, object]:
    async with room.store.begin(tenant, purpose="test") as transaction:
        row = await transaction.fetchrow("select config from connector where id = $1", instance)
    assert row is not None
    plain = room.vault.open(row["config"], place=f"{tenant.schema}:{instance}")
    return msgspec.json.decode(plain, type=dict[str, object])


async def test_probe_of_another_tenants_connector_finds_nothing(
    room: Connectors, ours: Tenant, theirs: Tenant
) -> None:
    made = await connect(room, ours, NEW)
    with pytest.raises(ConnectorUnknown):
        await probe(room, theirs, made.id)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewConnector("nothing", "x", {}), "driver"),
        (NewConnector("script", " ", {"site": "A"}), "title"),
        (NewConnector("script", "长" * 101, {"site": "A"}), "title"),
        (NewConnector("script", "x", {}), "site"),
        (NewConnector("script", "x", {"site": "A"}, interval_minutes=1), "interval_minutes"),
        (NewConnector("csv_eam", "x", {"folder": "../other"}), "folder"),
    ],
)
async def test_wrong_entry_is_refused_naming_the_field_and_nothing_is_stored(
    room: Connectors, ours: Tenant, new: NewConnector, field: str
) -> None:
    with pytest.raises(ConfigRefused) as raised:
        await connect(room, ours, new)
    assert raised.value.field == field
    assert await list_instances(room, ours) == ()


async def test_file_driver_cannot_reach_another_tenants_folder(
    room: Connectors, ours: Tenant, theirs: Tenant
) -> None:
    assert room.root is not None
    for tenant in (ours, theirs):
        (room.root / tenant.schema / "eam").mkdir(parents=True)
    target = str(room.root / theirs.schema / "eam")
    with pytest.raises(ConfigRefused):
        await connect(room, ours, NewConnector("csv_eam", "x", {"folder": target}))


INSTANCE = UUID(int=1)
