"""Whether the permit's own position lies in the area that it names: neighbours are found by it."""

from anshu.sdk.facts import Asked, FactProvider, Known, Reading, Readings, Situation
from anshu.sdk.places import distance_m, distance_to_m
from anshu_permit.readings.place import Place, area_of, place_of
from anshu_permit.readings.said import metres


def asks(situation: Situation) -> Asked:
    """The area with its fence."""
    area = area_of(situation)
    return Asked(records=(area,) if area is not None else ())


def read(situation: Situation, known: Known) -> Readings:
    """How far beyond the fence the position is, 0 inside; accuracy allows for nothing here."""
    return Readings(values=_beyond(place_of(situation, known)))


def _beyond(place: Place) -> dict[str, Reading]:
    if place.spot is None:
        return {}
    if place.boundary is not None:
        beyond = distance_to_m(place.boundary, place.spot)
    elif place.centre is not None and place.fenced:
        beyond = distance_m(place.centre, place.spot) - place.radius_m
    else:
        return {}
    return {"spot.beyond": metres(max(0.0, beyond))}


SPOT = FactProvider(gives=("spot.beyond",), asks=asks, read=read)
