"""Fixed hot-work areas in the permit's area, and whether their yearly review still holds."""

from datetime import UTC, datetime

from anshu.sdk.facts import Asked, FactProvider, Known, Readings, Similar, Situation
from anshu_permit.readings.place import area_of
from anshu_permit.readings.rows import moment
from anshu_permit.readings.said import truth

EVER = datetime(2000, 1, 1, tzinfo=UTC)
KIND = "hot_work_area"


def asks(situation: Situation) -> Asked:
    """Every fixed hot-work area of the area."""
    area = area_of(situation)
    return Asked(similar=(Similar(KIND, area, (), EVER),) if area is not None else ())


def read(situation: Situation, known: Known) -> Readings:
    """Whether one is valid now, whether one was and is no more."""
    area = str(area_of(situation))
    here = [e for e in known.similar if e.type == KIND and str(e.data.get("area")) == area]
    ends = [at for at in (moment(each.data.get("valid_until")) for each in here) if at is not None]
    return Readings(
        values={
            "hot_area.valid": truth(any(at >= situation.now for at in ends)),
            "hot_area.expired": truth(any(at < situation.now for at in ends)),
        }
    )


HOT_AREAS = FactProvider(gives=("hot_area.valid", "hot_area.expired"), asks=asks, read=read)
