"""The invented ground of a demonstration plant: metres east and north of its middle."""

from collections.abc import Sequence
from decimal import Decimal

from anshu.demonstration.group import Plant
from anshu.kernel.degrees import metres_per_degree

Metres = tuple[float, float]

# What the site plan shows, and where its picture lies: west, south, east, north.
EXTENT = (-110.0, -80.0, 110.0, 100.0)
# Around the centres that group.AREAS gives them.
BOUNDARIES: dict[str, tuple[Metres, ...]] = {
    "反应釜区": ((-4, 16), (42, 16), (42, 50), (-4, 50)),
    "中间罐区": ((18, -66), (78, -66), (78, -26), (46, -26), (46, -34), (18, -34)),
    "包装间": ((-64, 54), (-20, 54), (-20, 86), (-64, 86)),
    "配电室": ((-76, -38), (-38, -38), (-38, -8), (-76, -8)),
}
EQUIPMENT_AT: dict[str, Metres] = {
    "R-101": (6, 33), "R-102": (19, 33), "R-103": (32, 33), "P-201": (30, -48),
    "P-202": (42, -48), "V-301": (66, -40), "C-401": (-42, 70), "E-501": (-57, -22),
}  # fmt: skip


def degrees_of(plant: Plant, place: Metres) -> tuple[str, str]:
    """Longitude and latitude of a place, as the ledger keeps them."""
    east, north = metres_per_degree(float(plant.lat))
    lon = Decimal(plant.lon) + Decimal(place[0] / east)
    lat = Decimal(plant.lat) + Decimal(place[1] / north)
    return f"{lon:.7f}", f"{lat:.7f}"


def boundary_of(plant: Plant, area: str) -> dict[str, object]:
    """The area's boundary as its field keeps it."""
    ring: Sequence[list[str]] = [list(degrees_of(plant, corner)) for corner in BOUNDARIES[area]]
    return {"ring": ring, "system": "WGS-84"}


def position_of(plant: Plant, code: str) -> dict[str, object]:
    """Where an equipment stands."""
    lon, lat = degrees_of(plant, EQUIPMENT_AT[code])
    return {"lat": lat, "lon": lon, "accuracy_m": "3", "system": "WGS-84", "source": "manual"}
