"""All SELECTs of the ledger."""

from collections.abc import Sequence

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.ledger.cursor import Cursor, Gap
from anshu.ledger.leaf import EncodedEvent
from anshu.ledger.seal import Seal, SealedEvent
from anshu.store.unit_of_work import Transaction

PAGE = 1_000

LOCK = "select pg_try_advisory_xact_lock(1634628449, hashtext(current_schema())) as ours"
LAST_SEAL = """
select no, at, body, head, key_id, signature, cursor from seal order by no desc limit 1
"""
UNSEALED = """
with here as materialized (select pg_current_snapshot() as snapshot)
select pg_snapshot_xmin(snapshot)::text::bigint as xmin, e.seq, e.stream, e.version, e.leaf
from here cross join lateral (
    (select seq, stream, version, leaf from event where seq > $1 order by seq limit $2)
    union all
    select late.seq, late.stream, late.version, late.leaf
    from unnest($3::bigint[], $4::bigint[]) as gap (first, last)
    cross join lateral (
        select seq, stream, version, leaf from event where seq between gap.first and gap.last
    ) as late
) as e
order by e.seq
"""
LOCK_STREAM = "select pg_advisory_xact_lock(hashtext(current_schema()), hashtext($1))::text as ours"
STREAM_HEAD = """
select coalesce(max(version), 0) as version,
       (select adopted.definition from event adopted where adopted.stream = 'definitions'
         order by adopted.version desc limit 1) as definition
  from event where stream = $1
"""
OWN_ID = "select pg_current_xact_id()::text::bigint as xid"
STREAM_EVENTS = """
select seq, stream, version, kind, format, at, received_at, actor, definition,
    normal, restricted, personal, salts, leaf
from event where stream = $1 order by version
"""
EVENTS_AFTER = """
select seq, stream, version, kind, format, at, received_at, actor, definition,
    normal, restricted, personal, salts, leaf
from event where seq > $1 order by seq limit $2
"""
SEALED_EVENTS = """
select e.seq, e.stream, e.version, e.leaf
from unnest($1::bigint[], $2::bigint[]) as part (first, last)
cross join lateral (
    select seq, stream, version, leaf from event where seq between part.first and part.last
) as e
order by e.seq
"""
SEALS = """
select no, at, body, head, key_id, signature from seal where no between $1 and $2 order by no
"""
HEADS = "select head from seal where no <= $1 order by no"
# A seal's cursor never falls: halving finds the seal that passed a number. A straggler's own
# seal comes later.
SEALS_BY_HEIGHT = """
with recursive newest as (
    select no, (cursor ->> 'high')::bigint as high from seal order by no desc limit 1
), search as (
    select wanted.seq, 1::bigint as low, newest.no as high
    from unnest($1::bigint[]) as wanted (seq) cross join newest where wanted.seq <= newest.high
    union all
    select search.seq,
        case when (seal.cursor ->> 'high')::bigint < search.seq then seal.no + 1 else low end,
        case when (seal.cursor ->> 'high')::bigint < search.seq then high else seal.no end
    from search join seal on seal.no = (low + high) / 2
    where low < high
)
select wanted.seq, s.no, s.at, s.body, s.head, s.key_id, s.signature
from unnest($1::bigint[]) as wanted (seq) cross join newest
left join search on search.seq = wanted.seq and search.low = search.high
left join seal as s on s.no = search.low
where wanted.seq <= newest.high
"""


class StoredEvent(EncodedEvent, frozen=True, kw_only=True):
    """An event with the number that the database gave it."""

    seq: int


class LastSeal(Struct, frozen=True):
    """The newest seal and the cursor kept with it."""

    seal: Seal
    cursor: Cursor


async def last_seal(tx: Transaction) -> LastSeal | None:
    row = await tx.fetchrow(LAST_SEAL)
    if row is None:
        return None
    return LastSeal(_seal(row), msgspec.json.decode(row["cursor"], type=Cursor))


async def lock_sealing(tx: Transaction) -> bool:
    """Whether this transaction is the only one sealing its schema; does not wait."""
    row = await tx.fetchrow(LOCK)
    return row is not None and bool(row["ours"])


async def unsealed(tx: Transaction, cursor: Cursor, *, limit: int) -> tuple[list[SealedEvent], int]:
    """The visible unsealed events and the oldest running transaction id, of one snapshot."""
    gaps: tuple[Gap, ...] = cursor.gaps
    rows = await tx.fetch(
        UNSEALED, cursor.high, limit, [gap.first for gap in gaps], [gap.last for gap in gaps]
    )
    return [_sealed_event(row) for row in rows], rows[0]["xmin"] if rows else 0


async def own_id(tx: Transaction) -> int:
    """This transaction's id, assigned now if it had none."""
    row = await tx.fetchrow(OWN_ID)
    assert row is not None
    return int(row["xid"])


async def stream_events(tx: Transaction, stream: str) -> list[StoredEvent]:
    return [stored(row) for row in await tx.fetch(STREAM_EVENTS, stream)]


async def events_after(tx: Transaction, seq: int, *, limit: int) -> list[StoredEvent]:
    return [stored(row) for row in await tx.fetch(EVENTS_AFTER, seq, limit)]


async def sealed_events(tx: Transaction, parts: Sequence[tuple[int, int]]) -> list[SealedEvent]:
    """The events whose numbers lie in the ranges, by number."""
    first, last = [part[0] for part in parts], [part[1] for part in parts]
    return [_sealed_event(row) for row in await tx.fetch(SEALED_EVENTS, first, last)]


async def seals(tx: Transaction, *, first: int, last: int) -> list[Seal]:
    return [_seal(row) for row in await tx.fetch(SEALS, first, last)]


async def seals_of(tx: Transaction, numbers: Sequence[int]) -> list[Seal]:
    """The seals that cover any of these event numbers, ascending.

    One round trip; more when a number belongs to a straggler, whose seal is searched upwards
    from the seal that passed it. A seal that cannot be read covers nothing.
    """
    found: dict[int, Seal] = {}
    late: dict[int, int] = {}
    for row in await tx.fetch(SEALS_BY_HEIGHT, list(numbers)):
        if row["no"] is not None and covers(seal := _seal(row), row["seq"]):
            found[seal.no] = seal
        else:
            late[row["seq"]] = row["no"] or 0
    after = min(late.values(), default=0)
    while late and (page := await seals(tx, first=after + 1, last=after + PAGE)):
        for seal in page:
            hit = [seq for seq in late if covers(seal, seq)]
            for seq in hit:
                found[seal.no] = seal
                del late[seq]
        after += PAGE
    return [found[no] for no in sorted(found)]


def covers(seal: Seal, seq: int) -> bool:
    """Whether the seal says that it covers this event number."""
    try:
        return any(first <= seq <= last for first, last in seal.content().events)
    except msgspec.MsgspecError:
        return False


async def public_keys(tx: Transaction) -> dict[str, bytes]:
    """All keys that ever signed here, by name; read under the control principal."""
    rows = await tx.fetch("select key_id, public_key from signing_key")
    return {row["key_id"]: row["public_key"] for row in rows}


async def heads(tx: Transaction, *, last: int) -> list[bytes]:
    return [row["head"] for row in await tx.fetch(HEADS, last)]


def stored(row: Record) -> StoredEvent:
    """The event of a row that has all columns but xid."""
    return StoredEvent(**dict(row))


def _sealed_event(row: Record) -> SealedEvent:
    return SealedEvent(row["seq"], row["stream"], row["version"], row["leaf"])


def _seal(row: Record) -> Seal:
    return Seal(row["no"], row["at"], row["body"], row["head"], row["key_id"], row["signature"])
