"""Seals tenants' ledgers: everything visible and unsealed, chained and signed.

A slow transaction elsewhere holds nothing up: its numbers are gaps, sealed as stragglers when
they appear. Two sealers of one tenant do not wait for each other; one of them does nothing.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from anshu.ledger import queries
from anshu.ledger.cursor import Cursor, advanced
from anshu.ledger.merkle import grown, leaf_hash, log_root
from anshu.ledger.seal import Place, Seal, make_seal
from anshu.ledger.signing import SigningKey
from anshu.store.principal import Control, Sealer
from anshu.store.unit_of_work import Store, Transaction

BATCH = 20_000
INSERT_SEAL = """
insert into seal (no, at, body, head, key_id, signature, cursor)
values ($1, $2, $3, $4, $5, $6, $7::text::jsonb)
"""
INSERT_KEY = """
insert into signing_key (key_id, public_key, created_at) values ($1, $2, $3)
on conflict do nothing
"""


class SealRun(Struct, frozen=True):
    """What a round over the dirty tenants did; `failed` maps a schema to the reason."""

    sealed: dict[str, Seal]
    failed: dict[str, str]


async def register_key(store: Store, node: str, *, key: SigningKey, now: datetime) -> None:
    """Publishes the public key in the control schema; safe to repeat."""
    async with store.begin(Control(node), purpose="ledger.key.register") as tx:
        await tx.execute(INSERT_KEY, key.key_id, key.public, now)


async def seal_tenant(
    store: Store, schema: str, node: str, *, key: SigningKey, now: datetime
) -> Seal | None:
    """Seals what is visible and unsealed, at most BATCH new events; None if there is nothing.

    Also None while another sealer is at work on the same tenant.
    """
    async with store.begin(Sealer(schema, node), purpose="ledger.seal") as tx:
        if not await queries.lock_sealing(tx):
            return None
        last = await queries.last_seal(tx)
        cursor = last.cursor if last else Cursor()
        events, xmin = await queries.unsealed(tx, cursor, limit=BATCH)
        if not events:
            return None
        # Only now: the bound must be an id assigned after the snapshot that showed the gaps.
        bound = await queries.own_id(tx)
        seal = make_seal(events, place=_place(last, schema), key=key, at=now)
        after = advanced(cursor, seen=[e.seq for e in events], xmin=xmin, bound=bound)
        await _insert(tx, seal, after)
        return seal


async def seal_dirty(
    store: Store, dirty: Iterable[Sealer], *, key: SigningKey, now: datetime
) -> SealRun:
    """Seals the given tenants completely, one after the other; one's failure stops no other."""
    sealed: dict[str, Seal] = {}
    failed: dict[str, str] = {}
    for tenant in dirty:
        try:
            while seal := await seal_tenant(store, tenant.schema, tenant.node, key=key, now=now):
                sealed[tenant.schema] = seal
                if seal.content().count < BATCH:
                    break
        except Exception as error:  # noqa: BLE001 - whatever it is, the next tenant's turn comes
            failed[tenant.schema] = f"{type(error).__name__}: {error}"
    return SealRun(sealed, failed)


def _place(last: queries.LastSeal | None, schema: str) -> Place:
    if last is None:
        return Place(schema)
    # The name stays what it was at the first seal, also when the schema is restored elsewhere.
    return Place(
        ledger=last.seal.content().ledger,
        no=last.seal.no + 1,
        prev=last.seal.head,
        log=log_root([bytes.fromhex(peak) for peak in last.cursor.log]),
    )


async def _insert(tx: Transaction, seal: Seal, cursor: Cursor) -> None:
    peaks = [bytes.fromhex(peak) for peak in cursor.log]
    log = grown(peaks, size=seal.no - 1, leaf=leaf_hash(seal.head))
    kept = replace(cursor, log=tuple(peak.hex() for peak in log))
    await tx.execute(
        INSERT_SEAL, seal.no, seal.at, seal.body, seal.head, seal.key_id, seal.signature,
        msgspec.json.encode(kept).decode(),
    )  # fmt: skip
