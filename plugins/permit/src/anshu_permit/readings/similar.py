"""Permits of the same kind in the same area during the last half year, and when the last ended."""

from datetime import datetime, timedelta

from anshu.sdk.facts import (
    Asked,
    FactProvider,
    Item,
    Known,
    KnownRecord,
    Readings,
    Similar,
    Situation,
)
from anshu_permit.readings.place import area_of
from anshu_permit.readings.rows import job, moment
from anshu_permit.readings.said import days, hours, truth

LOOKED_BACK = timedelta(days=184)
# What nobody reads is not shown either.
MOST_SHOWN = 20
CANCELLED = ("voided", "cancelled")


def asks(situation: Situation) -> Asked:
    """Permits of this kind in this area; nothing until both are chosen."""
    area = area_of(situation)
    if area is None or not job(situation):
        return Asked()
    kind = (("job", job(situation)),)
    return Asked(similar=(Similar("permit", area, kind, situation.now - LOOKED_BACK),))


def read(situation: Situation, known: Known) -> Readings:
    """The time from the last one's end to the planned start, and every one of them."""
    alike = sorted(
        ((ended, one) for one in known.similar if (ended := _ended(situation, one)) is not None),
        key=lambda pair: pair[0],
        reverse=True,
    )
    begins = moment(situation.data.get("planned_start"))
    values = {
        "similar.seen": truth(situation.data.get("similar_seen") is True),
    }
    if alike and begins is not None:
        values["similar.hours"] = hours(begins - alike[0][0])
    items = tuple(
        Item(
            key=str(one.id),
            label=f"{one.number} {one.title}".strip(),
            values={"ended_days": days(situation.now - ended)},
        )
        for ended, one in alike[:MOST_SHOWN]
    )
    return Readings(values=values, lists={"similar_permits": items})


def _ended(situation: Situation, one: KnownRecord) -> datetime | None:
    """When this kind of work ended there; None for another kind or place, or if it was not done."""
    alike = (
        one.type == "permit"
        and one.id != situation.record
        and one.state not in CANCELLED
        and str(one.data.get("job")) == job(situation)
        and str(one.data.get("area")) == str(situation.data.get("area"))
    )
    return moment(one.data.get("actual_end")) if alike else None


SIMILAR = FactProvider(
    gives=("similar.seen", "similar.hours", "similar_permits"),
    asks=asks,
    read=read,
)
