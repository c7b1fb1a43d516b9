"""A person's certificate as the gates see it: is there one, whose, of what kind, for how long."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anshu.sdk.facts import Known, KnownRecord, Reading, Referring, Situation
from anshu_permit.readings.rows import Row, identity, moment
from anshu_permit.readings.said import code, days, truth
from anshu_permit.readings.window import window_of


def asked_of(persons: tuple[UUID, ...]) -> tuple[Referring, ...]:
    """The certificates that these persons hold."""
    return (Referring("certificate", "person", persons),) if persons else ()


def certificate_of(row: Row, known: Known, families: tuple[str, ...] = ()) -> KnownRecord | None:
    """The certificate that the row names; else the person's own that is valid for longest.

    Of the person's own only those of the `families` count, if any are named.
    """
    named = identity(row.get("certificate"))
    if named is not None:
        record = known.records.get(named)
        return record if record is not None and record.type == "certificate" else None
    person = identity(row.get("person"))
    own = (
        each for each in held_by(person, known.referring)
        if not families or str(each.data.get("family")) in families
    )  # fmt: skip
    return max(own, key=_until, default=None)


def held_by(person: UUID | None, found: Iterable[KnownRecord]) -> tuple[KnownRecord, ...]:
    """This person's certificates among what was read."""
    return tuple(
        each
        for each in found
        if each.type == "certificate" and identity(each.data.get("person")) == person
    )


def certificate_values(
    situation: Situation, row: Row, certificate: KnownRecord | None
) -> dict[str, Reading]:
    """Whether there is one, whether it is this person's, its kind, and the days it is valid for.

    A review that is overdue and an end that is past are two facts; both count from now and, for
    the end, from the end of the planned work too.
    """
    if certificate is None:
        return {"certificated": truth(False)}
    data = certificate.data
    owner = identity(data.get("person"))
    values = {
        "certificated": truth(True),
        "own": truth(owner is not None and owner == identity(row.get("person"))),
        "family": code(str(data.get("family") or "")),
        "trade": code(str(data.get("trade") or "")),
        **_remaining("valid", moment(data.get("valid_until")), situation.now),
        **_remaining("review", moment(data.get("review_until")), situation.now),
        **_remaining("begun", situation.now, moment(data.get("valid_from"))),
    }
    window = window_of(situation)
    if window is not None:
        values |= _remaining("valid_at_end", moment(data.get("valid_until")), window[1])
    return values


def _remaining(name: str, until: datetime | None, since: datetime | None) -> dict[str, Reading]:
    return {f"{name}_days": days(until - since)} if until is not None and since is not None else {}


def _until(certificate: KnownRecord) -> str:
    until = moment(certificate.data.get("valid_until"))
    return until.isoformat() if until is not None else ""
