"""The people who do the job: duty, certificate, briefing, whether they may be on a permit now."""

from collections.abc import Iterable
from uuid import UUID

from anshu.sdk.facts import Asked, FactProvider, Item, Known, Reading, Readings, Situation
from anshu_permit.readings.certificates import (
    asked_of,
    certificate_of,
    certificate_values,
    held_by,
)
from anshu_permit.readings.rows import Row, identities, identity, moment, rows_of, standing
from anshu_permit.readings.said import code, count, days, truth

MEDICAL = "medical"
TRADES = ("trade", "special_equipment")
# Duties of which a job may need at least one.
SKILLED = ("welder", "electrician", "climber", "crane_operator")


def asks(situation: Situation) -> Asked:
    """The workers, the certificates they name and those they hold."""
    rows = _rows(situation)
    persons = identities(rows, "person")
    return Asked(records=(*persons, *identities(rows, "certificate")), referring=asked_of(persons))


def read(situation: Situation, known: Known) -> Readings:
    """One item for every worker who has not left, the one being added included."""
    rows = _rows(situation)
    told = briefed(rows_of(situation.data, "briefings"))
    guarding = set(identities(standing(situation.data, "guardians"), "person"))
    items = []
    for row in rows:
        person = identity(row.get("person"))
        record = known.records.get(person) if person is not None else None
        values = {
            "duty": code(str(row.get("duty") or "")),
            "briefed": truth(person in told),
            "guarding": truth(person in guarding),
            "frozen": truth(is_frozen(situation, known, person)),
            **_medical(situation, person, known),
            **certificate_values(situation, row, certificate_of(row, known, TRADES)),
        }
        name = record.title if record is not None else str(person or row.get("@no", ""))
        items.append(Item(key=str(person or name), label=name, values=values))
    duties = {str(row.get("duty")) for row in rows}
    values = {f"workers.{duty}": truth(duty in duties) for duty in SKILLED}
    return Readings(
        values={"workers.count": count(len(rows)), **values}, lists={"workers": tuple(items)}
    )


def is_frozen(situation: Situation, known: Known, person: UUID | None) -> bool:
    """Whether the person's right to be on permits is suspended at this moment."""
    record = known.records.get(person) if person is not None else None
    until = moment(record.data.get("frozen_until")) if record is not None else None
    return until is not None and situation.now < until


def _rows(situation: Situation) -> tuple[Row, ...]:
    """The workers of the permit; of a worker who is added now, that one alone."""
    if situation.form == "worker_added":
        return (situation.change,)
    return standing(situation.data, "workers")


def briefed(briefings: Iterable[Row]) -> set[UUID | None]:
    """Who has signed that they took the briefing."""
    return {
        identity(row.get("person"))
        for row in briefings
        if row.get("part") == "receiver" and row.get("signature")
    }


def _medical(situation: Situation, person: UUID | None, known: Known) -> dict[str, Reading]:
    """For how long the person's medical certificate is valid, if there is one."""
    own = (each for each in held_by(person, known.referring) if each.data.get("family") == MEDICAL)
    ends = (moment(each.data.get("valid_until")) for each in own)
    until = max((end for end in ends if end is not None), default=None)
    return {"medical_days": days(until - situation.now)} if until is not None else {}


WORKERS = FactProvider(
    gives=("workers", "workers.count", *(f"workers.{duty}" for duty in SKILLED)),
    asks=asks,
    read=read,
)


def asks_actor(situation: Situation) -> Asked:
    """Who acts."""
    return Asked(records=(situation.actor,) if situation.actor is not None else ())


def read_actor(situation: Situation, known: Known) -> Readings:
    """Whether the one who acts is suspended."""
    return Readings(values={"actor.frozen": truth(is_frozen(situation, known, situation.actor))})


ACTOR = FactProvider(gives=("actor.frozen",), asks=asks_actor, read=read_actor)
