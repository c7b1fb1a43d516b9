"""Keeps the tallies up with the ledger: what changed is counted anew, the difference is added.

One round is one transaction that holds the tenant's cursor, so rounds of several processes follow
each other. A record's share is a function of its row, not of its events: the order of events, a
message that came twice or an interrupted round cannot make a figure wrong.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec
import structlog
from asyncpg import Record
from msgspec import Struct

from anshu.access.loading import Stale
from anshu.boards import queries, writes
from anshu.boards.plan import PlanSet, plans_of
from anshu.boards.share import CountedRow, Key, Share, Shares, shares_of
from anshu.definitions.check_board import ENTRY_SECONDS
from anshu.ledger.cursor import Cursor, Gap, advanced
from anshu.records.books import NotConfigured
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store, Transaction
from anshu_tenants.registry import list_all, principal

BATCH = 500
# A figure that lags behind says so; a round of catching up must not keep a reader waiting.
MOST_ROUNDS = 4
ZERO = (0, 0, Decimal(0), 0)
# What is added to each tally: live, good, total, imported.
Deltas = dict[Key, tuple[int, int, Decimal, int]]
NOTHING = msgspec.msgpack.encode(())
log = structlog.get_logger(__name__)
_decoder = msgspec.msgpack.Decoder(tuple[Share, ...])


class Round(Struct, frozen=True):
    """How one round ended: whether something is left to count now."""

    records: int
    more: bool


class _Place(Struct, frozen=True):
    """The cursor's row, and the events and records that this round is about."""

    cursor: Cursor
    recounted: UUID | None
    recounting: bool
    records: tuple[UUID, ...]
    more: bool


async def catch_up(
    services: Services, tenant: Tenant, zone: str, *, rounds: int = MOST_ROUNDS
) -> bool:
    """Counts what is new, at most so many rounds; whether nothing is left.

    False also while another process holds the cursor: it is counting the same.
    """
    for _ in range(rounds):
        try:
            done = await count_round(services, tenant, zone)
        except Stale:
            services.books.forget(tenant.schema)
            continue
        if done is None:
            return False
        if not done.more:
            return True
    return False


async def count_round(services: Services, tenant: Tenant, zone: str) -> Round | None:
    """One round of at most BATCH changed records; None while another process counts.

    Raises Stale when the definitions are no longer those that this process knows.
    """
    book = await services.books.current(tenant)
    plans, now = plans_of(book.compiled, zone), services.clock.now()
    async with services.store.begin(tenant, purpose="boards.count") as tx:
        row = await tx.fetchrow(queries.CURSOR)
        if row is None:
            return None
        if row["definition_version"] != book.definition_version:
            raise Stale("definitions have moved")
        place = await _place(tx, row, plans, now)
        rows = await _rows(tx, place.records, plans)
        deltas: Deltas = {}
        marks = []
        for each in rows:
            old = each["shares"]
            shares = shares_of(
                plans.by_type.get(each["type"], ()), _row(each), zone=plans.zone, now=now
            )
            body = msgspec.msgpack.encode(shares.shares)
            if old == body and each["ripens_at"] == shares.ripens_at:
                continue
            _add(deltas, _decoder.decode(old or NOTHING), -1)
            _add(deltas, shares.shares, 1)
            marks.append((each, shares, body))
        await tx.execute(
            writes.COUNT, *_mark_columns(marks), *_delta_columns(deltas),
            msgspec.json.encode(place.cursor).decode(), plans.hash, place.recounted,
            place.recounting, now,
        )  # fmt: skip
    return Round(len(place.records), place.more)


async def count_everywhere(services: Services) -> None:
    """Keeps every active tenant's tallies near the ledger, whether anybody looks or not."""
    for row in await list_all(services.store, services.settings.control_node):
        if row.state != "active":
            continue
        try:
            await catch_up(services, principal(row), row.timezone)
        except NotConfigured:
            continue
        except Exception:
            log.exception("boards_count_failed", tenant=str(row.id))


async def forget(store: Store, tenant: Tenant) -> None:
    """Forgets all that was counted: the following rounds count every record from scratch."""
    async with store.begin(tenant, purpose="boards.forget") as tx:
        await tx.execute(writes.FORGET, NOTHING)


async def _place(tx: Transaction, row: Record, plans: PlanSet, now: datetime) -> _Place:
    cursor = msgspec.json.decode(row["place"], type=Cursor)
    ripe = [each["id"] for each in await tx.fetch(queries.RIPE, now, BATCH)]
    if row["indicators"] != plans.hash:
        # Other indicators than were counted: every record is looked at again, from now on.
        cursor, fresh = await _at_the_end(tx), True
        changed: list[UUID] = []
        full = False
    else:
        cursor, changed, full = await _changed(tx, cursor, plans)
        fresh = False
    recounting = fresh or row["recounting"]
    after = None if fresh else row["recounted"]
    uncounted: list[UUID] = []
    if recounting:
        kinds = list(plans.by_type)
        found = await tx.fetch(queries.UNCOUNTED, kinds, after, BATCH)
        uncounted = [each["id"] for each in found]
        after = uncounted[-1] if uncounted else after
        recounting = len(uncounted) == BATCH
    more = full or recounting or len(ripe) == BATCH
    records = tuple(dict.fromkeys((*changed, *ripe, *uncounted)))
    return _Place(cursor, after, recounting, records, more)


async def _at_the_end(tx: Transaction) -> Cursor:
    """The cursor behind every visible event; what is missing below may still appear."""
    *holes, end = await tx.fetch(queries.HOLES)
    bound = await _own_id(tx)
    gaps = tuple(Gap(hole["first"], hole["last"], bound) for hole in holes)
    return Cursor(high=end["last"], gaps=gaps)


async def _changed(
    tx: Transaction, cursor: Cursor, plans: PlanSet
) -> tuple[Cursor, list[UUID], bool]:
    firsts, lasts = [gap.first for gap in cursor.gaps], [gap.last for gap in cursor.gaps]
    found = await tx.fetch(queries.NEW_EVENTS, cursor.high, BATCH, firsts, lasts)
    events = [each for each in found if each["seq"] is not None]
    if not events and not cursor.gaps:
        return cursor, [], False
    # Only now: the bound must be an id assigned after the snapshot that showed the gaps.
    bound = await _own_id(tx)
    seen = [each["seq"] for each in events]
    after = advanced(cursor, seen=seen, xmin=found[0]["xmin"], bound=bound)
    records = (_record_of(each["stream"], plans) for each in events)
    changed = [record for record in records if record is not None]
    return after, changed, sum(number > cursor.high for number in seen) == BATCH


async def _own_id(tx: Transaction) -> int:
    row = await tx.fetchrow(queries.OWN_ID)
    assert row is not None  # a function's answer
    return int(row["xid"])


def _record_of(stream: str, plans: PlanSet) -> UUID | None:
    """The record of a stream `<type>-<uuid>`, if its type is counted at all."""
    kind, _, identity = stream.partition("-")
    return UUID(identity) if kind in plans.by_type else None


async def _rows(tx: Transaction, records: Iterable[UUID], plans: PlanSet) -> list[Record]:
    wanted = list(records)
    if not wanted:
        return []
    numbers = sorted({field for kind in plans.by_type for field in plans.values_of(kind)})
    return await tx.fetch(queries.COUNTED, wanted, numbers)


def _row(row: Record) -> CountedRow:
    values = msgspec.json.decode(row["numbers"], type=dict[str, str])
    if row["entry_seconds"] is not None:
        values.setdefault(ENTRY_SECONDS, row["entry_seconds"])
    firsts = msgspec.json.decode(row["firsts"], type=dict[str, datetime])
    return CountedRow(columns=row, firsts=firsts, values=values)


def _add(deltas: Deltas, shares: Iterable[Share], sign: int) -> None:
    for share in shares:
        live, good, total, imported = deltas.get(share.key, ZERO)
        deltas[share.key] = (
            live + sign * share.live,
            good + sign * share.good,
            total + sign * share.total,
            imported + sign * share.imported,
        )


def _mark_columns(marks: list[tuple[Record, Shares, bytes]]) -> tuple[list[object], ...]:
    return (
        [row["id"] for row, _, _ in marks],
        [row["type"] for row, _, _ in marks],
        [row["version"] for row, _, _ in marks],
        [body for _, _, body in marks],
        [shares.ripens_at for _, shares, _ in marks],
    )


def _delta_columns(deltas: Deltas) -> list[list[object]]:
    changed = [(key, sums) for key, sums in deltas.items() if any(sums)]
    names = ("indicator", "day", "org_path", "first", "second", "slot")
    columns: list[list[object]] = [[getattr(key, name) for key, _ in changed] for name in names]
    columns += [[sums[place] for _, sums in changed] for place in range(4)]
    return columns
