"""Other permits that the guardians of this one guard too: at work or planned, and how far away."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

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
from anshu.sdk.places import distance_m, read_position
from anshu_permit.readings.place import area_of
from anshu_permit.readings.rows import (
    Row,
    identities,
    identity,
    moment,
    recorded,
    rows_of,
    standing,
)
from anshu_permit.readings.said import metres, truth
from anshu_permit.readings.window import window_of

OPEN = ("signing", "issued", "working", "paused")
# Longer than any permit lasts with the time before it.
LOOKED_BACK = timedelta(days=62)


def asks(situation: Situation) -> Asked:
    """The open permits that name one of the guardians, and who they are."""
    persons = identities(_rows(situation), "person")
    since = situation.now - LOOKED_BACK
    similar = tuple(
        Similar("permit", None, (("guardians.person", str(each)),), since, OPEN) for each in persons
    )
    return Asked(records=persons, similar=similar)


def read(situation: Situation, known: Known) -> Readings:
    """One item for every guardian and other permit that is guarded now or at the planned time."""
    items = tuple(
        _item(situation, known, person, other)
        for person in identities(_rows(situation), "person")
        for other in _others(situation, known, person)
        if _is_working(situation, other) or _overlaps(situation, other)
    )
    return Readings(lists={"guardians_elsewhere": items})


def _rows(situation: Situation) -> tuple[Row, ...]:
    if situation.form == "guardian_added":
        return (situation.change,)
    return standing(situation.data, "guardians")


def _others(situation: Situation, known: Known, person: UUID) -> Iterator[KnownRecord]:
    for each in known.similar:
        guards = person in identities(standing(each.data, "guardians"), "person")
        if each.type == "permit" and each.id != situation.record and each.state in OPEN and guards:
            yield each


def _item(situation: Situation, known: Known, person: UUID, other: KnownRecord) -> Item:
    record = known.records.get(person)
    name = record.title if record is not None else str(person)
    working = _is_working(situation, other)
    values = {
        "working": truth(working),
        "overlaps": truth(_overlaps(situation, other)),
        "present": truth(working and _is_there(other, person)),
    }
    away = _away(situation, other)
    values["located"] = truth(away is not None)
    if away is not None:
        values["distance"] = metres(away)
    label = f"{name}（{other.number} {other.title}）"
    return Item(key=f"{person}:{other.id}", label=label, values=values)


def _is_working(situation: Situation, other: KnownRecord) -> bool:
    """One that has run over has its own alarm: nobody may be working there."""
    ends = moment(other.data.get("planned_end"))
    return other.state == "working" and (ends is None or ends >= situation.now)


def _overlaps(situation: Situation, other: KnownRecord) -> bool:
    own = window_of(situation)
    begins, ends = moment(other.data.get("planned_start")), moment(other.data.get("planned_end"))
    if own is None or begins is None or ends is None:
        return False
    return begins < own[1] and own[0] < ends


def _is_there(other: KnownRecord, person: UUID) -> bool:
    """Whether the person has checked in there and not left since."""
    acts = [row for row in rows_of(other.data, "presence") if identity(row.get("@by")) == person]
    timed = [(at, row) for row in acts if (at := recorded(row)) is not None]
    last = max(timed, key=lambda each: each[0], default=None)
    return last is not None and last[1].get("act") != "leave"


def _away(situation: Situation, other: KnownRecord) -> float | None:
    """Between the two places of work; 0 in one area if one of them says no more."""
    here, there = (read_position(data.get("position")) for data in (situation.data, other.data))
    if here is not None and there is not None:
        return distance_m(here, there)
    area = area_of(situation)
    return 0.0 if area is not None and area == identity(other.data.get("area")) else None


ELSEWHERE = FactProvider(gives=("guardians_elsewhere",), asks=asks, read=read)
