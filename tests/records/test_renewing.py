"""After an update: the tenants of an older version get the definitions that are shipped now."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.embedded.server import EmbeddedPostgres
from anshu.flow.commands import Update
from anshu.kernel.clock import MovedClock
from anshu.records.adoption import adopt
from anshu.records.renewing import outdated, renew_all
from anshu.records.run import Answer, run
from anshu.records.services import Services
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant
from anshu_tenants.registry import TenantRow, principal
from tests.records.people import hazard_packs, services_over, settle
from tests.tenants.fleet import SECRET, open_fleet

NEW = ("hazard-boards", "hazard-checks", "anshu-telling")
OWN = """
layer: company
publisher: test
name: own
version: "1"
effective_from: "2026-01-01"
requires: [anshu-foundation]
items:
  - kind: RecordType
    key: {key}
    module: {key}
    title: {{zh: 自有}}
    prefix: ZY
    start_form: {key}
    fields: [{{key: what, kind: text, label: {{zh: 事项}}, promoted: title}}]
  - kind: Form
    key: {key}
    title: {{zh: 自有}}
    fields: [{{field: what, required: true}}]
"""


def own(key: str) -> Pack:
    return parse_pack(OWN.format(key=key), name="own")


def former() -> tuple[Pack, ...]:
    """What an older version shipped: without the packs that came since."""
    return tuple(pack for pack in hazard_packs() if pack.name not in NEW)


@pytest_asyncio.fixture(loop_scope="session")
async def fleet(postgres: EmbeddedPostgres) -> AsyncIterator[Estate]:
    async with open_fleet("renewing", {"main": postgres}) as estate:
        yield estate


async def a_tenant(fleet: Estate, name: str) -> TenantRow:
    return await create_tenant(fleet, NewTenant(kind="company", name=name))


async def rows_of(fleet: Estate, row: TenantRow) -> list[tuple[object, ...]]:
    select = "select id, version, title, title_key, normal_search::text, normal::text from record"
    async with fleet.store.begin(principal(row), purpose="test.look") as tx:
        return sorted([tuple(each) for each in await tx.fetch(select)])


async def as_before(fleet: Estate, row: TenantRow, statement: str) -> None:
    async with fleet.store.begin(principal(row), purpose="test.arrange") as tx:
        await tx.execute(statement)


def services_of(fleet: Estate, clock: MovedClock, folder: Path) -> Services:
    node = NodeSettings("main", fleet.admin_dsns["main"], "renewing", SECRET)
    settings = Settings(
        installation="renewing", secret=SECRET, nodes=(node,),
        admin_urls={"main": node.url}, control_node="main", media_root=str(folder),
    )  # fmt: skip
    return services_over(fleet.store, clock, settings)


async def test_every_tenant_gets_what_is_shipped_and_keeps_its_own(
    fleet: Estate, clock: MovedClock, tmp_path: Path
) -> None:
    services = services_of(fleet, clock, tmp_path)
    plain, special, odd = [await a_tenant(fleet, name) for name in ("甲", "乙", "丙")]
    await a_tenant(fleet, "尚未启用")
    plant = await settle(services, plain)
    await adopt(fleet.store, principal(plain), former(), clock)
    services.books.forget(plain.schema)
    older = (await plant.add("area", uuid4(), {"name": "罐区", "org": "/w1/"})).id
    await adopt(fleet.store, principal(special), (*former(), own("own_thing")), clock)
    # This one made a type of its own with a name that is shipped now.
    await adopt(fleet.store, principal(odd), (*former(), own("gas_check")), clock)
    assert await outdated(services, hazard_packs()) == ("甲", "乙", "丙")
    before = await rows_of(fleet, plain)
    # As a migration leaves what an older version wrote.
    await as_before(fleet, plain, "update record set title_key = '', normal_search = ''::tsvector")

    outcome = await renew_all(services, hazard_packs())
    assert outcome.done == ("甲", "乙")
    ((name, reason),) = outcome.refused
    assert name == "丙" and "gas_check" in reason
    types = {
        row.name: (await services.books.current(principal(row))).compiled.types
        for row in (plain, special, odd)
    }
    assert types["甲"]["gas_check"].fields == types["乙"]["gas_check"].fields
    assert "own_thing" in types["乙"] and "own_thing" not in types["甲"]
    assert set(types["丙"]["gas_check"].fields) == {"what"}

    again = await renew_all(services, hazard_packs())
    assert again.done == ()
    assert await outdated(services, hazard_packs()) == ("丙",)
    assert await rows_of(fleet, plain) == before

    # What was made under the older set goes on.
    wider = Update(id=uuid4(), record=older, type="area", version=1, data={"name": "新罐区"})
    answer = await run(services, await plant.subject("admin"), wider)
    assert isinstance(answer, Answer), answer
    assert answer.version == 2
