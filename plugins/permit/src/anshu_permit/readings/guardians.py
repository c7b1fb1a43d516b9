"""The guardians: their training, when and where they were last seen, whether they have left."""

from uuid import UUID

from anshu.sdk.facts import (
    Asked,
    FactProvider,
    Item,
    Known,
    Observation,
    Observing,
    Reading,
    Readings,
    Situation,
)
from anshu_permit.readings.certificates import asked_of, certificate_of, certificate_values
from anshu_permit.readings.place import NAMES, Place, area_of, place_of, standing_at
from anshu_permit.readings.rows import (
    Row,
    identities,
    identity,
    recorded,
    rows_of,
    standing,
)
from anshu_permit.readings.said import code, count, minutes, truth
from anshu_permit.readings.workers import is_frozen

# How far back heartbeats are read; how old one may be is for the tables to say.
REMEMBERED_MINUTES = 24 * 60
PRESENCE = "presence"


def asks(situation: Situation) -> Asked:
    """The guardians, their certificates, the area with its fence, heartbeats for this permit."""
    rows = _rows(situation)
    persons = identities(rows, "person")
    area = area_of(situation)
    return Asked(
        records=(*persons, *identities(rows, "certificate"), *((area,) if area else ())),
        referring=asked_of(persons),
        observations=(Observing(PRESENCE, situation.record, REMEMBERED_MINUTES),),
    )


def read(situation: Situation, known: Known) -> Readings:
    """One item for every guardian who has not been relieved; how many there are."""
    rows = _rows(situation)
    place = place_of(situation, known)
    items = tuple(_item(situation, known, row, place) for row in rows)
    return Readings(
        values={
            "guardian.count": count(len(rows)),
        },
        lists={"guardians": items},
    )


def _rows(situation: Situation) -> tuple[Row, ...]:
    if situation.form == "guardian_added":
        return (situation.change,)
    return standing(situation.data, "guardians")


def _item(situation: Situation, known: Known, row: Row, place: Place) -> Item:
    person = identity(row.get("person"))
    record = known.records.get(person) if person is not None else None
    name = record.title if record is not None else str(person or row.get("@no", ""))
    certificate = certificate_of(row, known, ("guardian",))
    # Which one it was, so that a row without one can keep it.
    card = {"card": code(str(certificate.id))} if certificate is not None else {}
    values = {
        "frozen": truth(is_frozen(situation, known, person)),
        "working": truth(person in identities(standing(situation.data, "workers"), "person")),
        **certificate_values(situation, row, certificate),
        **card,
        **_presence(situation, known, person, place),
    }
    return Item(key=str(person or name), label=name, values=values)


def _presence(
    situation: Situation, known: Known, person: UUID | None, place: Place
) -> dict[str, Reading]:
    """When the person was last seen, where, and whether they have gone since."""
    acts = [row for row in rows_of(situation.data, "presence") if _of(row, person)]
    last = max(acts, key=lambda row: recorded(row) or situation.now, default=None)
    beat = max(_beats(known, person), key=lambda each: each.at, default=None)
    seen = [at for at in (recorded(last) if last else None, beat.at if beat else None) if at]
    checked = [recorded(row) for row in acts if row.get("act") == "check_in"]
    values = {
        # A phone in somebody's pocket tells nothing: who has left checks in again.
        "left": truth(last is not None and last.get("act") == "leave"),
        "checked_in": truth(bool(checked)),
    }
    if seen:
        values["seen_minutes"] = minutes(situation.now - max(seen), at=max(seen))
    arrivals = [at for at in checked if at is not None]
    if arrivals:
        values["checked_in_minutes"] = minutes(situation.now - max(arrivals))
    return values | _whereabouts(place, last, beat)


def _whereabouts(place: Place, last: Row | None, beat: Observation | None) -> dict[str, Reading]:
    """Where the newest sign of the person came from, if it says where."""
    if beat is not None and beat.lat is not None and _later(beat, last):
        at: dict[str, object] = {
            "lat": str(beat.lat), "lon": str(beat.lon), "system": "WGS-84", "source": "browser",
        }  # fmt: skip
        if beat.accuracy_m is not None:
            at["accuracy_m"] = str(beat.accuracy_m)
        return standing_at(place, at, "")
    return standing_at(place, last.get("position"), "") if last is not None else {}


def _later(beat: Observation | None, row: Row | None) -> bool:
    if beat is None:
        return False
    at = recorded(row) if row is not None else None
    return at is None or beat.at > at


def _of(row: Row, person: UUID | None) -> bool:
    """Whose presence a row is: the person it names, else who recorded it."""
    return identity(row.get("person") or row.get("@by")) == person


def _beats(known: Known, person: UUID | None) -> tuple[Observation, ...]:
    return tuple(
        each
        for each in known.observations
        if each.quantity == PRESENCE and each.source == f"person:{person}"
    )


GUARDIANS = FactProvider(gives=("guardians", "guardian.count"), asks=asks, read=read)


def asks_presence(situation: Situation) -> Asked:
    """The area with its fence."""
    area = area_of(situation)
    return Asked(records=(area,) if area is not None else ())


def read_presence(situation: Situation, known: Known) -> Readings:
    """Where the presence that is being recorded was captured, and whether anybody else stays."""
    place = place_of(situation, known)
    others = tuple(
        row
        for row in standing(situation.data, "guardians")
        if identity(row.get("person")) != situation.actor
    )
    values = standing_at(place, situation.change.get("position"), "presence.", now=situation.now)
    return Readings(values={**values, "presence.others": count(len(others))})


PRESENCE_ROW = FactProvider(
    gives=("presence.others", *(f"presence.{name}" for name in NAMES)),
    asks=asks_presence,
    read=read_presence,
)
