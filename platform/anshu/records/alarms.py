"""Alarms of a record: made by the product as records of their own, one open for each subject.

Their ids derive from the record, the code, the subject and how many came before, so that two who
raise the same at once make one.
"""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID, uuid5

import msgspec
import structlog
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.language import Alarming
from anshu.flow.commands import Create
from anshu.kernel.refusal import Raised, Refusal
from anshu.outbox.message import Signer
from anshu.outbox.send import send
from anshu.records import queries
from anshu.records.books import Book
from anshu.records.messages import RaiseAlarms, raising
from anshu.records.services import Services
from anshu.store.principal import Tenant

ALARMS_ACTOR = "system:alarms"
# How many alarms of one code and subject are looked for at once.
ROUND = 16
# What an alarm takes over from its record, where its first form has a field for it.
TAKEN_OVER = ("area", "equipment", "owner", "position", "org_path")
LONGEST_SAID = 500
LONGEST_SUBJECT = 200

log = structlog.get_logger(__name__)
CarryOut = Callable[[Create], Awaitable[object]]


class Making(Struct, frozen=True):
    """How alarms of a type of record are made: as records of the type `made`."""

    kind: CompiledType
    made: CompiledType
    rule: Alarming


class Standing(Struct, frozen=True):
    """The record that alarms are about, and those that it had before: id to whether it is open."""

    org_path: str
    data: dict[str, object]
    known: Mapping[UUID, bool]


async def raise_alarms(
    services: Services, tenant: Tenant, asked: RaiseAlarms, carry_out: CarryOut
) -> tuple[UUID, ...]:
    """Makes the alarms that are not open already; answers the ids of the new ones.

    Raises RuntimeError when one cannot be made: its type's first form asks for more than an alarm
    has. A message is tried again then, and a person sees it in the end.
    """
    book = await services.books.current(tenant)
    making = making_of(book, asked.type)
    if making is None:
        return ()
    raised: list[UUID] = []
    free, standing = await _free(services, tenant, asked)
    for alarm, id in zip(asked.alarms, free, strict=True):
        if id is None or standing is None:
            continue
        data = data_of(making, asked, alarm, standing)
        done = await carry_out(Create(id=id, type=making.made.key, data=data))
        if isinstance(done, Refusal) and done.code != "id_already_used":
            raise RuntimeError(f"alarm {alarm.code} of {asked.type} {asked.record}: {done}")
        raised.append(id)
    return tuple(raised)


async def raise_at_once(
    services: Services, tenant: Tenant, asked: RaiseAlarms, carry_out: CarryOut
) -> None:
    """Makes the alarms of what was refused; if that fails, a message has them made later.

    Who was refused hears why in any case.
    """
    try:
        await raise_alarms(services, tenant, asked, carry_out)
    except Exception:
        log.exception("alarms_not_raised_at_once", tenant=tenant.schema, record=str(asked.record))
        signer = Signer(services.settings.secret, tenant.role)
        async with services.store.begin(tenant, purpose="alarms.later") as tx:
            await send(tx, [raising(signer, asked, services.clock.now())])
        services.doorbell.ring()


def making_of(book: Book, type: str) -> Making | None:
    """How alarms of the type are made; None for a type that has none."""
    kind = book.kind(type)
    rule = kind.item.alarms if kind is not None else None
    made = book.kind(rule.type) if rule is not None else None
    if kind is None or rule is None or made is None:
        return None
    return Making(kind, made, rule)


def alarm_id(record: UUID, alarm: Raised, ordinal: int) -> UUID:
    """The id of the alarm after so many of its code and subject."""
    return uuid5(record, f"alarm/{alarm.code}/{alarm.subject}/{ordinal}")


async def _free(
    services: Services, tenant: Tenant, asked: RaiseAlarms
) -> tuple[list[UUID | None], Standing | None]:
    """For each alarm the id of a new one, None where one is open; and what they are about."""
    free: list[UUID | None] = [None] * len(asked.alarms)
    standing = None
    waiting = list(range(len(asked.alarms)))
    start = 0
    while waiting:
        ids = {
            place: [alarm_id(asked.record, asked.alarms[place], start + n) for n in range(ROUND)]
            for place in waiting
        }
        standing = await _read(services, tenant, asked.record, [i for v in ids.values() for i in v])
        if standing is None:
            return free, None
        further = []
        for place, candidates in ids.items():
            if any(standing.known.get(id) for id in candidates):
                continue
            new = next((id for id in candidates if id not in standing.known), None)
            free[place] = new
            if new is None:
                further.append(place)
        waiting, start = further, start + ROUND
    return free, standing


async def _read(
    services: Services, tenant: Tenant, record: UUID, ids: list[UUID]
) -> Standing | None:
    async with services.store.begin(tenant, purpose="alarms.standing") as tx:
        rows = await tx.fetch(queries.ALARMS, record, ids)
    about = next((row for row in rows if row["what"] == "about"), None)
    if about is None:
        return None
    data = msgspec.json.decode(about["body"], type=dict[str, object])
    known = {row["id"]: row["open"] for row in rows if row["what"] == "alarm"}
    return Standing(about["org_path"], data, known)


def data_of(
    making: Making, asked: RaiseAlarms, alarm: Raised, standing: Standing
) -> dict[str, object]:
    """What the first form of the alarm's type asks, as far as it is known."""
    kind, made, rule = making.kind, making.made, making.rule
    data: dict[str, object] = {
        rule.about: str(asked.record),
        rule.code: alarm.code,
        rule.since: asked.at.isoformat(),
        rule.said: alarm.said[:LONGEST_SAID],
        rule.subject: (alarm.label or alarm.subject)[:LONGEST_SUBJECT],
    }
    for column in TAKEN_OVER:
        field = made.promoted.get(column, "")
        value = standing.data.get(kind.promoted.get(column, ""))
        if column == "org_path":
            value = standing.org_path
        if field and value:
            data.setdefault(field, value)
    fields = made.form(made.item.start_form).fields
    return {key: value for key, value in data.items() if key in fields and value != ""}
