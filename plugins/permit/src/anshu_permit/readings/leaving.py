"""Who goes on guarding when a guardian leaves."""

from uuid import UUID

from anshu.sdk.facts import Asked, FactProvider, Known, Readings, Situation
from anshu_permit.readings.rows import identities, identity, recorded, rows_of, standing
from anshu_permit.readings.said import count


def asks(_: Situation) -> Asked:
    """Everything stands in the permit itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """How many other guardians have checked in and not left."""
    leaving = identity(situation.change.get("person"))
    others = set(identities(standing(situation.data, "guardians"), "person")) - {leaving}
    return Readings(
        values={"guardian.staying": count(sum(_in_place(situation, each) for each in others))}
    )


def _in_place(situation: Situation, person: UUID) -> bool:
    acts = [
        row
        for row in rows_of(situation.data, "presence")
        if identity(row.get("person") or row.get("@by")) == person
    ]
    last = max(acts, key=lambda row: recorded(row) or situation.now, default=None)
    return last is not None and last.get("act") != "leave"


LEAVING = FactProvider(gives=("guardian.staying",), asks=asks, read=read)
