"""Other permits nearby at an overlapping time: what they do, how far they are, what they share."""

from collections.abc import Mapping
from unicodedata import normalize

from anshu.sdk.facts import (
    Asked,
    FactProvider,
    Item,
    Known,
    Neighbour,
    Reading,
    Readings,
    Situation,
)
from anshu_permit.readings.place import area_of
from anshu_permit.readings.rows import codes, identity, job
from anshu_permit.readings.said import code, metres, truth

LIVE = ("issued", "working", "paused", "cancelling")
# A confined space and hot work in one name it each in a field of its own.
SPACE = ("space_name", "hot_space")
RELEASES = ("flammable_gas", "flammable_liquid", "solvent", "dust")


def asks(_: Situation) -> Asked:
    """The neighbours."""
    return Asked(near=True)


def read(situation: Situation, known: Known) -> Readings:
    """One item for every neighbour, and what this job itself releases."""
    permits = (one for one in known.neighbours if one.record.type == situation.record_type)
    items = tuple(_item(situation, one) for one in permits if one.record.id != situation.record)
    own = codes(situation.data.get("releases"))
    values = {f"releases.{each}": truth(each in own) for each in RELEASES}
    return Readings(values=values, lists={"neighbours": items})


def _item(situation: Situation, near: Neighbour) -> Item:
    other = near.record
    released = codes(other.data.get("releases"))
    values: dict[str, Reading] = {
        "job": code(str(other.data.get("job") or "")),
        "distance": metres(near.distance_m),
        "live": truth(other.state in LIVE),
        "same_space": truth(_same(situation, near, *SPACE)),
        "same_pipe": truth(_same(situation, near, "pipe")),
        "own_job": code(job(situation)),
        **{f"releases_{each}": truth(each in released) for each in RELEASES},
    }
    return Item(key=str(other.id), label=_label(near), values=values)


def _same(situation: Situation, near: Neighbour, *fields: str) -> bool:
    """Whether both name the same thing in one area, but for spaces, case and width of letters."""
    mine, theirs = _named(situation.data, fields), _named(near.record.data, fields)
    if not mine or mine != theirs:
        return False
    area = identity(near.record.data.get("area"))
    return area is None or area_of(situation) is None or area == area_of(situation)


def _named(data: Mapping[str, object], fields: tuple[str, ...]) -> str:
    """What the first of these fields that is filled says."""
    return next((said for field in fields if (said := _plain(data.get(field)))), "")


def _plain(value: object) -> str:
    return "".join(normalize("NFKC", str(value or "")).split()).casefold()


def _label(near: Neighbour) -> str:
    return f"{near.record.number} {near.record.title}".strip()


NEIGHBOURS = FactProvider(
    gives=("neighbours", *(f"releases.{each}" for each in RELEASES)), asks=asks, read=read
)
