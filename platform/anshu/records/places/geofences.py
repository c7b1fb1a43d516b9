"""Where the areas of a plant are: their boundaries, or a centre with a radius, in WGS-84."""

from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.kernel.boundary import read_boundary
from anshu.kernel.position import read_position, to_wgs84
from anshu.records.places import queries
from anshu.records.services import Services
from anshu.store.principal import Tenant

Coordinates = tuple[float, float]
# The gate's own radius for an area that names none (definitions.language.Evidence).
DEFAULT_RADIUS_M = 200.0


class Geofence(Struct, frozen=True):
    """An area as phones and boards need it; coordinates are (longitude, latitude).

    Without a boundary the centre and the radius are its fence; without both it has none.
    """

    id: UUID
    title: str
    number: str
    org_path: str
    level: str
    floor: str
    boundary: tuple[Coordinates, ...] | None
    centre: Coordinates | None
    radius_m: float


class Geofences(Struct, frozen=True):
    """All areas of a tenant, by number."""

    items: tuple[Geofence, ...]


async def geofences(services: Services, principal: Tenant) -> Geofences:
    """The areas with their fences; one statement."""
    async with services.store.begin(principal, purpose="places.geofences") as tx:
        rows = await tx.fetch(queries.AREAS)
    return Geofences(tuple(_geofence(row) for row in rows))


def _geofence(row: Record) -> Geofence:
    boundary = read_boundary(_json(row["boundary"]))
    place = read_position(_json(row["position"]))
    centre = to_wgs84(place) if place is not None else None
    return Geofence(
        id=row["id"],
        title=row["title"],
        number=row["number"],
        org_path=row["org_path"],
        level=row["level"],
        floor=row["floor"],
        boundary=boundary.ring if boundary is not None else None,
        centre=(centre.lon, centre.lat) if centre is not None else None,
        radius_m=float(row["radius_m"] or DEFAULT_RADIUS_M),
    )


def _json(value: str | None) -> object:
    return None if value is None else msgspec.json.decode(value)
