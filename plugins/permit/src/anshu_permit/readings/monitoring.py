"""Continuous monitoring of hot work: which monitor the permit names, and what a connected one says.

A detector is connected to a permit when it sends about the permit itself, its area or its
equipment. A plant without any names the monitor and enters its readings as gas tests.
"""

from uuid import UUID

from anshu.sdk.facts import Asked, FactProvider, Known, Observing, Reading, Readings, Situation
from anshu_permit.readings.place import area_of
from anshu_permit.readings.rows import identity
from anshu_permit.readings.said import minutes, truth

QUANTITY = "fixed_detector"
# One that has been silent for longer was taken away; how long it may be silent the tables say.
REMEMBERED_MINUTES = 24 * 60


def asks(situation: Situation) -> Asked:
    """The newest reading of every detector at the permit, its area and its equipment."""
    subjects = (Observing(QUANTITY, each, REMEMBERED_MINUTES) for each in _subjects(situation))
    return Asked(observations=tuple(subjects))


def read(situation: Situation, known: Known) -> Readings:
    """Whether a monitor is named and connected, the longest silence and the highest value."""
    subjects = _subjects(situation)
    seen = [e for e in known.observations if e.quantity == QUANTITY and e.subject in subjects]
    named = str(situation.data.get("monitor_no") or "").strip()
    values = {"monitor.named": truth(bool(named)), "monitor.connected": truth(bool(seen))}
    if seen:
        newest = max(each.at for each in seen)
        highest = max(seen, key=lambda each: float(each.value))
        values["monitor.silent"] = minutes(situation.now - newest, at=newest)
        values["monitor.value"] = Reading(highest.value, highest.unit, highest.at)
    return Readings(values=values)


def _subjects(situation: Situation) -> tuple[UUID, ...]:
    named = (situation.record, area_of(situation), identity(situation.data.get("equipment")))
    return tuple(dict.fromkeys(each for each in named if each is not None))


MONITORING = FactProvider(
    gives=("monitor.named", "monitor.connected", "monitor.silent", "monitor.value"),
    asks=asks,
    read=read,
)
