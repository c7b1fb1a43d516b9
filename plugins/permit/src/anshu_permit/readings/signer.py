"""Who signs: where they stand while they do it."""

from anshu.sdk.facts import Asked, FactProvider, Known, Readings, Situation
from anshu_permit.readings.place import NAMES, area_of, place_of, standing_at


def asks(situation: Situation) -> Asked:
    """The area with its fence."""
    area = area_of(situation)
    return Asked(records=(area,) if area is not None else ())


def read(situation: Situation, known: Known) -> Readings:
    """The position that was captured with this signature, not one of an earlier signer."""
    place = place_of(situation, known)
    position = situation.change.get("sign_position")
    return Readings(values=standing_at(place, position, "signer.", now=situation.now))


SIGNER = FactProvider(gives=tuple(f"signer.{name}" for name in NAMES), asks=asks, read=read)
