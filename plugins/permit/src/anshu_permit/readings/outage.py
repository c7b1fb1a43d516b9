"""Outages of the system, and the paper permits that belong to them."""

from datetime import datetime

from anshu.sdk.facts import Asked, FactProvider, Known, Reading, Readings, Situation
from anshu_permit.readings.rows import identity, moment
from anshu_permit.readings.said import hours, truth


def asks(situation: Situation) -> Asked:
    """The outage that a paper permit names."""
    outage = identity(situation.data.get("outage"))
    return Asked(records=(outage,) if outage is not None else ())


def read(situation: Situation, known: Known) -> Readings:
    """Of an outage its times; of a paper permit its times against the outage, and its people."""
    if situation.record_type == "outage":
        return Readings(values=_outage(situation))
    outage = identity(situation.data.get("outage"))
    named = known.records.get(outage) if outage is not None else None
    data = named.data if named is not None else {}
    return Readings(
        values={**_times(situation, moment(data.get("from")), moment(data.get("to"))),
                **_people(situation)}
    )  # fmt: skip


def _outage(situation: Situation) -> dict[str, Reading]:
    since, until = moment(situation.data.get("from")), moment(situation.data.get("to"))
    ahead = any(at is not None and at > situation.now for at in (since, until))
    span = {"outage.hours": hours(until - since)} if since and until else {}
    return {"outage.ahead": truth(ahead), **span}


def _times(
    situation: Situation, since: datetime | None, until: datetime | None
) -> dict[str, Reading]:
    began, ended = moment(situation.data.get("started_at")), moment(situation.data.get("ended_at"))
    if began is None or ended is None:
        return {}
    within = since is not None and since <= began <= (until or situation.now)
    found = {
        "paper.hours": hours(ended - began),
        "paper.ahead": truth(ended > situation.now),
        "paper.within": truth(within),
    }
    return found | ({"paper.after": hours(situation.now - until)} if until else {})


def _people(situation: Situation) -> dict[str, Reading]:
    named = situation.data.get
    guardian, approver = named("guardian"), named("approver")
    return {
        "paper.guardian_apart": truth(guardian not in (named("responsible"), approver)),
        "paper.approver_apart": truth(approver != named("responsible")),
    }


OUTAGE = FactProvider(
    gives=(
        "outage.hours", "outage.ahead", "paper.hours", "paper.ahead", "paper.within",
        "paper.after", "paper.guardian_apart", "paper.approver_apart",
    ),
    asks=asks,
    read=read,
)  # fmt: skip
