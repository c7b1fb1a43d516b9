"""Who is going into a space: on the permit, briefed, and not inside already."""

from anshu.sdk.facts import Asked, FactProvider, Known, Readings, Situation
from anshu_permit.readings.rows import identities, identity, rows_of, standing
from anshu_permit.readings.said import truth
from anshu_permit.readings.workers import briefed


def asks(_: Situation) -> Asked:
    """Everything stands in the permit itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """What is known of the person whose passage is being recorded."""
    person = identity(situation.change.get("person"))
    if person is None:
        return Readings()
    inside = identities(standing(situation.data, "passages"), "person")
    workers = identities(standing(situation.data, "workers"), "person")
    return Readings(
        values={
            "passage.on_permit": truth(person in workers),
            "passage.briefed": truth(person in briefed(rows_of(situation.data, "briefings"))),
            "passage.inside": truth(person in inside),
        }
    )


PASSAGE = FactProvider(
    gives=("passage.on_permit", "passage.briefed", "passage.inside"), asks=asks, read=read
)
