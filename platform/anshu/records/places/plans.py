"""Plans of the plant: a picture, and where each of its pixels lies on the ground."""

from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.kernel.georeference import Georeference, read_georeference
from anshu.kernel.refusal import Refusal
from anshu.media.door import Fetched, fetch
from anshu.records.places import queries
from anshu.records.services import Services
from anshu.store.principal import Tenant

MOST_PLACED, MOST_UNPLACED = 5_000, 500


class Plan(Struct, frozen=True):
    """A plan as it is drawn; without a georeference nothing can be put on it yet."""

    id: UUID
    number: str
    version: int
    title: str
    org_path: str
    floor: str
    image: str
    width: int
    height: int
    georeference: Georeference | None


class EquipmentPlace(Struct, frozen=True):
    """An equipment and where it stands (longitude, latitude), if that is known."""

    id: UUID
    number: str
    title: str
    code: str
    area: UUID | None
    floor: str
    at: tuple[float, float] | None


class Plans(Struct, frozen=True):
    """All plans of a tenant, those of the whole site first, and the equipment on or beside them."""

    items: tuple[Plan, ...]
    equipment: tuple[EquipmentPlace, ...]


async def plans(services: Services, principal: Tenant, *, with_equipment: bool) -> Plans:
    """The plans; the equipment only for who may read it."""
    async with services.store.begin(principal, purpose="places.plans") as tx:
        rows = await tx.fetch(queries.PLANS)
        things: list[Record] = []
        if with_equipment:
            things = await tx.fetch(queries.EQUIPMENT_PLACES, MOST_PLACED, MOST_UNPLACED)
    return Plans(tuple(_plan(row) for row in rows), tuple(_equipment(row) for row in things))


async def plan_picture(services: Services, principal: Tenant, plan: UUID) -> Fetched | Refusal:
    """The picture of a plan as it was uploaded."""
    async with services.store.begin(principal, purpose="places.plan") as tx:
        row = await tx.fetchrow(queries.PLAN_IMAGE, plan)
    found = await fetch(services.media, principal, row["hash"]) if row is not None else None
    return found or Refusal("file_not_found", kind="unknown")


def _plan(row: Record) -> Plan:
    points = row["points"]
    return Plan(
        id=row["id"], number=row["number"], version=row["version"], title=row["title"],
        org_path=row["org_path"], floor=row["floor"], image=row["hash"], width=row["width"],
        height=row["height"],
        georeference=read_georeference(msgspec.json.decode(points)) if points else None,
    )  # fmt: skip


def _equipment(row: Record) -> EquipmentPlace:
    return EquipmentPlace(
        id=row["id"], number=row["number"], title=row["title"], code=row["code"],
        area=row["area"], floor=row["floor"],
        at=(row["lon"], row["lat"]) if row["lon"] is not None else None,
    )  # fmt: skip
