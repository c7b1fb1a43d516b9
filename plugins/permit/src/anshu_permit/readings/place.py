"""Where the work is, and how far from it a position was measured.

The boundary of the permit's area is the fence, else the area's centre with its radius; without
either the distance to the permit's own position is what is known. The accuracy that a device
claims is allowed for in its favour, so the tables bound it.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.sdk.facts import Known, Reading, Situation
from anshu.sdk.places import (
    Boundary,
    Position,
    distance_m,
    distance_to_m,
    read_boundary,
    read_position,
)
from anshu_permit.readings.rows import identity, moment
from anshu_permit.readings.said import metres, minutes, truth

# What a person typed or a photo says measures nothing.
MEASURED = ("browser", "wecom")


class Place(Struct, frozen=True):
    """The fence of the work (a boundary, or a centre with a radius) and its own position."""

    boundary: Boundary | None = None
    centre: Position | None = None
    radius_m: float = 0.0
    spot: Position | None = None

    @property
    def fenced(self) -> bool:
        return self.boundary is not None or (self.centre is not None and self.radius_m > 0)


def area_of(situation: Situation) -> UUID | None:
    """The area that the permit names."""
    return identity(situation.data.get("area"))


def place_of(situation: Situation, known: Known) -> Place:
    """The place of the work as far as it is known."""
    area = area_of(situation)
    record = known.records.get(area) if area is not None else None
    spot = read_position(situation.data.get("position"))
    if record is None:
        return Place(spot=spot)
    radius = record.data.get("radius_m")
    return Place(
        boundary=read_boundary(record.data.get("boundary")),
        centre=read_position(record.data.get("position")),
        radius_m=float(str(radius)) if radius else 0.0,
        spot=spot,
    )


def standing_at(
    place: Place, value: object, prefix: str, *, now: datetime | None = None
) -> dict[str, Reading]:
    """What a captured position says: is it measured, how sharp, how old, how far from the work.

    `…outside` is the distance to the fence (0 inside), `…away` that to the permit's position.
    """
    position = read_position(value)
    if position is None or not isinstance(value, dict):
        return {f"{prefix}known": truth(False)}
    accuracy = position.accuracy_m
    measured = str(value.get("source", "")) in MEASURED and bool(accuracy and accuracy > 0)
    found = {
        f"{prefix}known": truth(True),
        f"{prefix}measured": truth(measured),
        f"{prefix}fenced": truth(place.fenced),
        f"{prefix}located": truth(place.fenced or place.spot is not None),
    }
    if accuracy is not None:
        found[f"{prefix}accuracy"] = metres(accuracy)
    captured = moment(value.get("at"))
    if captured is not None and now is not None:
        found[f"{prefix}age"] = minutes(now - captured, at=captured)
    return found | _distances(place, position, prefix)


def _distances(place: Place, position: Position, prefix: str) -> dict[str, Reading]:
    allowed = position.accuracy_m or 0.0
    found = {}
    if place.boundary is not None:
        outside = distance_to_m(place.boundary, position)
        found[f"{prefix}outside"] = metres(max(0.0, outside - allowed))
    elif place.centre is not None and place.radius_m > 0:
        outside = distance_m(place.centre, position) - place.radius_m
        found[f"{prefix}outside"] = metres(max(0.0, outside - allowed))
    if place.spot is not None:
        away = distance_m(place.spot, position)
        found[f"{prefix}away"] = metres(max(0.0, away - allowed))
    return found


NAMES = ("known", "measured", "fenced", "located", "accuracy", "age", "outside", "away")
