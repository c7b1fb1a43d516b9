"""A stream loaded and folded: the state, and the versions that tell whether caches are stale."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.access.loading import Stale
from anshu.flow.commands import Facts, KnownAlike, KnownClaim, KnownMedia, KnownRecord
from anshu.flow.references import References
from anshu.flow.repetition import Likeness
from anshu.flow.state import Happened, RecordState, evolve
from anshu.kernel.calendar import WorkingCalendar
from anshu.records import queries
from anshu.records.readings.asking import Asking
from anshu.store.unit_of_work import Transaction

EVER = datetime(1900, 1, 1, tzinfo=UTC)
CLASSES = ("normal", "restricted", "personal")


class Loaded(Struct, frozen=True):
    """A record's state as the database has it now; `definition` is the set it is pinned to."""

    state: RecordState
    history: tuple[Happened, ...]
    definition: bytes | None
    policy_version: int
    definition_version: int
    replayed: bool
    numbers: tuple[int, ...] = ()


class Versions(Struct, frozen=True):
    """The versions that a decision was prepared under; a load that differs makes it Stale."""

    policy: int | None
    definition: int


async def load(
    tx: Transaction,
    stream: str,
    claim: str,
    versions: Versions,
    *,
    classes: Collection[str] = CLASSES,
) -> Loaded:
    """The stream folded, in one statement; only the classes asked for are read at all.

    Raises Stale when the tenant's policy or definitions have moved since they were cached.
    """
    rows = await tx.fetch(
        queries.LOAD, stream, claim, "restricted" in classes, "personal" in classes
    )
    return loaded_of(rows, versions)


async def load_all(
    tx: Transaction,
    streams: Sequence[str],
    versions: Versions,
    *,
    classes: Collection[str] = CLASSES,
) -> list[Loaded]:
    """Several streams folded, in one statement and in the order asked for; Stale like `load`."""
    rows = await tx.fetch(
        queries.LOAD_ALL, list(streams), "restricted" in classes, "personal" in classes
    )
    by: dict[int, list[Record]] = {}
    for row in rows:
        by.setdefault(row["place"], []).append(row)
    return [loaded_of(by[place], versions) for place in range(1, len(streams) + 1)]


def loaded_of(rows: Sequence[Record], versions: Versions) -> Loaded:
    """The stream whose rows these are, folded.

    Raises Stale when the tenant's policy or definitions have moved since they were cached.
    """
    head = rows[0]
    policy, definition = head["policy_version"], head["definition_version"]
    if definition != versions.definition or versions.policy not in (None, policy):
        raise Stale(f"definitions {versions.definition}/{definition}, policy {policy}")
    history = tuple(happened(row) for row in rows if row["version"] is not None)
    state = RecordState()
    for event in history:
        state = evolve(state, event)
    return Loaded(
        state=state,
        history=history,
        definition=head["definition"],
        policy_version=policy,
        definition_version=definition,
        replayed=head["replayed"],
        numbers=tuple(row["seq"] for row in rows if row["version"] is not None),
    )


def happened(row: Record) -> Happened:
    """A row of the event table as the fold reads it, with the classes that were loaded."""
    payload: dict[str, object] = {}
    for name in CLASSES:
        if row[name] is not None:
            payload |= msgspec.json.decode(row[name], type=dict[str, object])
    return Happened(
        version=row["version"],
        kind=row["kind"],
        at=row["at"],
        received_at=row["received_at"],
        actor=row["actor"],
        payload=payload,
    )


async def gather(
    tx: Transaction,
    wanted: References,
    *,
    now: datetime,
    sequence: str,
    calendar: WorkingCalendar | None,
    asking: Asking | None = None,
) -> Facts:
    """Every fact of a decision in one statement; none at all when nothing is asked.

    A number is drawn from `sequence` (see records.numbering) unless it is empty. What fact
    providers must see is read along, and the facts hold what they make of it.
    """
    if wanted == References() and not sequence and asking is None:
        return Facts(now=now, calendar=calendar)
    referred = (
        list(wanted.records), list(wanted.media), sequence, list(wanted.holders),
        list(wanted.tasks), wanted.reader, wanted.asker, list(wanted.units), list(wanted.claims),
    )  # fmt: skip
    if asking is not None:
        asked = (*_alike(wanted.alike, now), *asking.parameters())
        rows = await tx.fetch(queries.FACTS_AND_ASKED, *referred, *asked)
    elif wanted.alike is not None:
        rows = await tx.fetch(queries.FACTS_AND_ALIKE, *referred, *_alike(wanted.alike, now))
    else:
        rows = await tx.fetch(queries.FACTS, *referred)
    facts = _facts(rows, wanted, now, calendar)
    return asking.answered(facts, rows) if asking is not None else facts


def _facts(
    rows: Sequence[Record], wanted: References, now: datetime, calendar: WorkingCalendar | None
) -> Facts:
    return Facts(
        now=now,
        alike=tuple(_known(row) for row in rows if row["what"] == "alike"),
        warnings=next((int(row["key"]) for row in rows if row["what"] == "warnings"), 0),
        number=next((int(row["key"]) for row in rows if row["what"] == "number"), None),
        records={UUID(row["key"]): _record(row) for row in rows if row["what"] == "record"},
        media={row["key"]: _media(row) for row in rows if row["what"] == "media"},
        holders=tuple(_record(row) for row in rows if row["what"] == "holder"),
        seen=frozenset(UUID(row["key"]) for row in rows if row["what"] == "seen"),
        units=frozenset(row["key"] for row in rows if row["what"] == "unit")
        if wanted.units
        else None,
        claims={row["key"]: _claim(row) for row in rows if row["what"] == "claim"},
        calendar=calendar,
    )


def _alike(wanted: Likeness | None, now: datetime) -> tuple[object, ...]:
    """The parameters of ALIKE; nothing is alike when nothing is asked."""
    since = EVER
    if wanted is None:
        return (None, None, "{}", [], since, "")
    if wanted.days is not None:
        since = (wanted.discovered_at or now) - timedelta(days=wanted.days)
    others = msgspec.json.encode(wanted.others).decode()
    return (wanted.type, wanted.equipment, others, list(wanted.voided), since, wanted.key)


def _known(row: Record) -> KnownAlike:
    return KnownAlike(
        id=UUID(row["key"]),
        number=row["title"],
        discovered_at=row["captured_at"],
        closed_at=row["received_at"],
        warned=row["body"] == "warned",
    )


def _record(row: Mapping[str, str]) -> KnownRecord:
    data = msgspec.json.decode(row["body"], type=dict[str, object])
    number, state = data.pop("@number", ""), data.pop("@state", "")
    return KnownRecord(
        id=UUID(row["key"]),
        type=row["kind"],
        title=row["title"],
        org_path=row["org_path"],
        data=data,
        number=str(number),
        state=str(state),
    )


def _media(row: Record) -> KnownMedia:
    return KnownMedia(
        hash=row["key"],
        purpose=row["kind"],
        captured_at=row["captured_at"],
        received_at=row["received_at"],
        uploaded_by=row["person"],
        arrived=row["body"] != "announced",
        bound=row["title"],
        foreign=row["org_path"] == "foreign",
    )


def _claim(row: Record) -> KnownClaim:
    holder = row["title"] if row["kind"] == "held" else ""
    return KnownClaim(stream=holder, generation=int(row["body"]), number=row["org_path"])
