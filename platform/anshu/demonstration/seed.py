"""Builds the demonstration group once: tenants, people, a few hazards at different steps."""

from collections.abc import Sequence
from uuid import UUID

from anshu.definitions.language import Pack
from anshu.demonstration.days import Place, Plan, pass_days
from anshu.demonstration.exports import FOLDER, write_exports
from anshu.demonstration.group import (
    CARRIER_NAMES,
    GROUP,
    REGIONS,
    Plant,
    person_name,
    posts_of,
)
from anshu.demonstration.hazards import simulate_hazards
from anshu.demonstration.people import Settled, Settler, open_accounts, settle_office, settle_plant
from anshu.demonstration.permits import settle_permits, simulate_permits
from anshu.demonstration.queries import ADD_ENGAGEMENT, ADD_SUBSCRIPTION
from anshu.identity.wiring import Identity
from anshu.records.connectors.desk import connect
from anshu.records.connectors.instance import NewConnector
from anshu.records.connectors.room import connectors_of
from anshu.records.services import Services
from anshu.store.principal import Control
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant, fill_spares
from anshu_tenants.registry import TenantRow, principal

MODULES = ("hazard", "permit")


async def seed(
    estate: Estate,
    services: Services,
    identity: Identity,
    *,
    packs: Sequence[Pack],
    password: str,
    plan: Plan,
) -> list[Settled]:
    """The group in this plan; answers the settled plants. Runs on an empty installation only.

    With a history the services' clock is its own, and stands so many days back at first.
    Plants are placed on the nodes in turn, all other tenants on the node of the registry.
    """
    extent = plan.extent
    settler = Settler(services, identity, packs, password)
    await fill_spares(estate, extent.tenants, node=estate.control_node)
    group = await create_tenant(estate, NewTenant("group", GROUP, node=estate.control_node))
    settled = [await settle_office(settler, group, "hq.director", "秦总监", "ehs_manager")]
    regions: dict[str, TenantRow] = {}
    for key, name in REGIONS.items():
        regions[key] = await create_tenant(
            estate, NewTenant("region", name, parent=group.id, node=estate.control_node)
        )
        settled.append(
            await settle_office(settler, regions[key], f"{key}.officer", "区域专员", "ehs_manager")
        )
    plants: list[Settled] = []
    names: dict[UUID, str] = {}
    for place, plant in enumerate(extent.plants):
        one = await _plant(estate, settler, plant, place, parent=regions[plant.region].id)
        for index, post in enumerate(posts_of(place)):
            names[one.people[post.key]] = person_name(place, index)
        plants.append(one)
    settled += await _carriers(estate, settler, plants, count=extent.carriers)
    with_logins = [
        Settled(one.row, {f"{plant.key}.{key}": person for key, person in one.people.items()})
        for one, plant in zip(plants, extent.plants, strict=True)
    ]
    await open_accounts(settler, [*settled, *with_logins], names)
    await _subscribe(services, [one.row for one in (*settled, *plants)])
    await _simulate(services, plants, plan)
    return plants


async def _simulate(services: Services, plants: list[Settled], plan: Plan) -> None:
    """The plants' past, and what is going on in them now."""
    extent = plan.extent
    if not extent.hazards:
        return
    places = [
        Place(plant.key, one, await settle_permits(services, one))
        for one, plant in zip(plants, extent.plants, strict=True)
    ]
    if plan.history is not None:
        await pass_days(services, places, plan.history, days=extent.days)
    for one in plants:
        await simulate_hazards(services, one)
    for place in places[:1]:
        await simulate_permits(place.permits)


async def _plant(
    estate: Estate, settler: Settler, plant: Plant, place: int, *, parent: UUID
) -> Settled:
    nodes = settler.services.settings.nodes
    node = nodes[place % len(nodes)].name
    row = await create_tenant(estate, NewTenant("company", plant.name, parent=parent, node=node))
    write_exports(settler.services.settings.connector_root, row.schema)
    settled = await settle_plant(settler, row, plant, place)
    await _connect(settler.services, row)
    return settled


async def _connect(services: Services, row: TenantRow) -> None:
    """The plant's EAM exports, due at once: the worker brings them soon after the start."""
    new = NewConnector("csv_eam", "EAM 导出（模拟）", {"folder": FOLDER})
    await connect(connectors_of(services), principal(row), new)


async def _carriers(
    estate: Estate, settler: Settler, plants: list[Settled], *, count: int
) -> list[Settled]:
    carriers = []
    for place, name in enumerate(CARRIER_NAMES[:count], start=1):
        home = settler.services.settings.control_node
        new = NewTenant("supplier", f"{name}危货运输（演示）", node=home)
        row = await create_tenant(estate, new)
        login = f"carrier{place:02d}"
        carriers.append(await settle_office(settler, row, login, f"{name}调度员", "worker"))
        plant = plants[place % len(plants)].row.id
        async with settler.services.store.begin(Control(home), purpose="demo.engage") as tx:
            await tx.execute(ADD_ENGAGEMENT, row.id, plant)
    return carriers


async def _subscribe(services: Services, rows: Sequence[TenantRow]) -> None:
    node, now = services.settings.control_node, services.clock.now()
    async with services.store.begin(Control(node), purpose="demo.subscribe") as tx:
        for row in rows:
            for module in MODULES:
                await tx.execute(ADD_SUBSCRIPTION, row.id, module, "demonstration", now)
