"""Takes observations: known quantities in units that convert, of now and of a little before.

Whose word it is does not come from the sender: a person is its own source, a connection speaks for
the source that its token was made for (ADR 0079).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from anshu.kernel.position import SYSTEMS, Position, to_wgs84
from anshu.kernel.quantity import UnitError, dimension, known_unit
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.observing import queries, writes
from anshu.records.observing.quantity import FORCE, Observable, catalogue, kept_value, observable
from anshu.records.services import Services
from anshu.records.subject import Subject

MOST = 100
LONGEST_SOURCE = 60
OLDEST = timedelta(hours=24)
AHEAD = timedelta(minutes=5)
PRESENCE = "presence"
PERSON = "person:"
CONNECTS = "connector:instance:manage"


class Spot(Struct, frozen=True, forbid_unknown_fields=True):
    """Where it was measured, as the device says it."""

    lat: float
    lon: float
    accuracy_m: float | None = None
    system: str = "WGS-84"


class Sent(Struct, frozen=True, forbid_unknown_fields=True):
    """One observation; its id is the sender's, so that sending it again is harmless.

    `source` is the token's own, or left out.
    """

    id: UUID
    quantity: str
    at: datetime
    value: str
    unit: str
    source: str = ""
    subject: UUID | None = None
    position: Spot | None = None


class SentList(Struct, frozen=True, forbid_unknown_fields=True):
    """At most a hundred at once; they are kept together or not at all."""

    items: tuple[Sent, ...]


class Received(Struct, frozen=True):
    """How many were taken, when, and as whose word."""

    count: int
    received_at: datetime
    source: str


async def observe(services: Services, subject: Subject, sent: SentList) -> Received | Refusal:
    """Keeps what sensors and services measured; a fault refuses all and names its row.

    A sign of presence is none of it: only whoever is there gives one (observing.presence).
    """
    now = services.clock.now()
    source = source_of(subject)
    items = tuple(replace(each, source=source) for each in sent.items)
    wrong = FieldError("items", "too_many" if items else "field_missing", limit=str(MOST))
    if not 1 <= len(items) <= MOST:
        return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
    errors = tuple(
        each
        for no, (one, said) in enumerate(zip(items, sent.items, strict=True))
        for each in (
            *_of_another(subject, said.source, source, no),
            *(_not_measured(one, no) or sent_errors(one, now, no)),
        )
    )
    if errors:
        return Refusal("form_incomplete", kind="malformed", fields=errors)
    named = {each.subject for each in items if each.subject is not None}
    async with services.store.begin(subject.principal, purpose="observations.keep") as tx:
        if named:
            known = {row["id"] for row in await tx.fetch(queries.SUBJECTS, sorted(named))}
            errors = tuple(
                FieldError("subject", "reference_unknown", label="对象", label_en="subject", row=no)
                for no, one in enumerate(items)
                if one.subject is not None and one.subject not in known
            )
            if errors:
                return Refusal("form_incomplete", kind="malformed", fields=errors)
        await tx.execute(writes.OBSERVE, *columns(items, now))
    return Received(len(items), now, source)


def source_of(subject: Subject) -> str:
    """Whose word the subject's observations are: the token's source, else the person.

    Only who may set up connections gives a token a source of its own, and none of a person.
    """
    title = subject.token_title.strip()
    declared = subject.access.allowed.has(CONNECTS) and not title.startswith(PERSON)
    return title if title and declared else f"{PERSON}{subject.person}"


def sent_errors(sent: Sent, now: datetime, row: int | None) -> Iterator[FieldError]:
    """Everything that is wrong with one observation."""
    kind = observable(sent.quantity)
    if kind is None:
        yield _unknown_quantity(sent, row)
        return
    if not sent.source.strip() or len(sent.source) > LONGEST_SOURCE or "\0" in sent.source:
        code = "too_long" if sent.source.strip() else "field_missing"
        yield FieldError(
            "source", code, label="来源", label_en="source", limit=str(LONGEST_SOURCE), row=row
        )
    if kind.about == "record" and sent.subject is None:
        yield FieldError("subject", "field_missing", label="对象", label_en="subject", row=row)
    yield from _time_errors(sent, now, row)
    yield from _value_errors(kind, sent, row)
    if sent.position is not None:
        yield from _place_errors(sent.position, row)


def _of_another(subject: Subject, said: str, source: str, row: int) -> tuple[FieldError, ...]:
    """A token that says another source than its own; what a person says of it is left out."""
    if not subject.token_title or said.strip() in ("", source):
        return ()
    wrong = FieldError(
        "source", "source_of_another", label="来源", label_en="source",
        value=said.strip()[:LONGEST_SOURCE], limit=source, row=row,
    )  # fmt: skip
    return (wrong,)


def _not_measured(sent: Sent, row: int) -> tuple[FieldError, ...]:
    return (_unknown_quantity(sent, row),) if sent.quantity == PRESENCE else ()


def _unknown_quantity(sent: Sent, row: int | None) -> FieldError:
    known = ", ".join(each.key for each in catalogue().quantities if each.key != PRESENCE)
    return FieldError("quantity", "not_in_list", value=sent.quantity[:40], limit=known, row=row)


def columns(items: Sequence[Sent], now: datetime) -> tuple[list[object], ...]:
    """The parameters of writes.OBSERVE; the items are sound."""
    rows = [_row(each, now) for each in items]
    return tuple(list(column) for column in zip(*rows, strict=True))


def _row(sent: Sent, now: datetime) -> tuple[object, ...]:
    kind = observable(sent.quantity)
    assert kind is not None  # sent_errors has seen to it
    place = _world(sent.position) if sent.position is not None else None
    value = kept_value(kind, sent.value, sent.unit)
    return (
        sent.id, sent.source.strip(), sent.quantity, sent.subject, sent.at.astimezone(UTC), now,
        value, kind.unit, place.lat if place else None, place.lon if place else None,
        sent.position.accuracy_m if sent.position else None,
    )  # fmt: skip


def _time_errors(sent: Sent, now: datetime, row: int | None) -> Iterator[FieldError]:
    if sent.at.tzinfo is None:
        yield FieldError("at", "time_without_zone", row=row)
    elif sent.at > now + AHEAD:
        ahead = int((sent.at - now).total_seconds() // 60)
        yield FieldError("at", "observed_ahead", value=str(ahead), row=row)
    elif sent.at < now - OLDEST:
        hours = str(int(OLDEST.total_seconds() // 3600))
        yield FieldError("at", "observed_long_ago", limit=hours, row=row)


def _value_errors(kind: Observable, sent: Sent, row: int | None) -> Iterator[FieldError]:
    fits = sent.unit == FORCE and kind.unit == "m/s"
    fits = fits or (known_unit(sent.unit) and dimension(sent.unit) == dimension(kind.unit))
    if not fits:
        yield FieldError(
            "unit", "unit_of_something_else", value=sent.unit[:20], limit=kind.unit, row=row
        )
        return
    try:
        value = kept_value(kind, sent.value, sent.unit)
    except UnitError:
        yield FieldError("value", "wrong_format", value=sent.value[:40], row=row)
        return
    if value < Decimal(kind.least):
        yield FieldError("value", "too_small", limit=f"{kind.least} {kind.unit}".strip(), row=row)
    if value > Decimal(kind.most):
        yield FieldError("value", "too_large", limit=f"{kind.most} {kind.unit}".strip(), row=row)


def _place_errors(spot: Spot, row: int | None) -> Iterator[FieldError]:
    accuracy = spot.accuracy_m
    sound = abs(spot.lat) <= 90 and abs(spot.lon) <= 180 and spot.system in SYSTEMS
    if not sound or (accuracy is not None and not 0 <= accuracy < float("inf")):
        yield FieldError("position", "wrong_format", row=row)


def _world(spot: Spot) -> Position:
    return to_wgs84(Position(lat=spot.lat, lon=spot.lon, system=spot.system))
