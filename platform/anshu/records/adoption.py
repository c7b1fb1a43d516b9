"""A tenant adopts a set of packs: stored under its own role, recorded in its ledger."""

import os
from collections.abc import Sequence
from datetime import date

from anshu.compiler.compiled import Compiled
from anshu.definitions.language import Pack
from anshu.definitions.pack import body_hash, pack_body
from anshu.kernel.canonical import canonical
from anshu.kernel.clock import Clock
from anshu.ledger.append import event_columns
from anshu.ledger.leaf import NewEvent, encode
from anshu.records import queries, writes
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store

STREAM = "definitions"


async def adopt(store: Store, principal: Tenant, packs: Sequence[Pack], clock: Clock) -> bytes:
    """Makes this set the tenant's definitions and answers its hash; the same set is a no-op.

    Raises PackError when a reference leads nowhere. Records keep the set they were made under.
    """
    compiled = Compiled(packs)
    now = clock.now()
    async with store.begin(principal, purpose="definitions.adopt") as tx:
        head = await tx.fetchrow(queries.ADOPTED, STREAM)
        assert head is not None  # the state row always answers
        if head["current"] == compiled.hash:
            return compiled.hash
        members = []
        for pack in packs:
            body = pack_body(pack)
            members.append(body_hash(body).hex())
            await tx.execute(
                writes.ADOPT_DEFINITION, body_hash(body), pack.layer, pack.name, pack.version,
                date.fromisoformat(pack.effective_from), _end(pack), body, now,
            )  # fmt: skip
        await tx.execute(
            writes.ADOPT_DEFINITION, compiled.hash, "set", "set", "", now.date(), None,
            canonical(members), now,
        )  # fmt: skip
        event = NewEvent(
            kind="PacksAdopted", at=now, received_at=now, actor="system:definitions",
            normal={
                "@packs": [f"{p.name} {p.version}" for p in packs],
                "@hashes": members,
            },
        )  # fmt: skip
        encoded = encode(
            event, stream=STREAM, version=head["version"] + 1, definition=compiled.hash,
            salt=os.urandom(32),
        )  # fmt: skip
        await tx.execute(writes.APPEND_EVENTS, *event_columns([encoded]))
        await tx.execute(writes.BUMP_DEFINITIONS)
    return compiled.hash


def _end(pack: Pack) -> date | None:
    return date.fromisoformat(pack.effective_to) if pack.effective_to else None
