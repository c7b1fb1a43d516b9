"""Rows of records from before an update, written anew from their ledger: order, search, cells."""

from uuid import UUID

import msgspec

from anshu.records import queries, writes
from anshu.records.books import stream_of
from anshu.records.loading import Versions, load
from anshu.records.projection import record_row
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

BATCH = 100


async def reproject(services: Services, tenant: Tenant) -> int:
    """Writes rows whose title has no sound or whose area has no cell yet; answers how many.

    Rows are locked while they are written: a command on one of them waits and has the last word.
    """
    done, after = 0, UUID(int=0)
    while True:
        async with services.store.begin(tenant, purpose="records.reproject", lane="slow") as tx:
            found = await tx.fetch(queries.SOUNDLESS, after, BATCH)
            if not found:
                return done
            rows = [await _row(services, tenant, tx, each["type"], each["id"]) for each in found]
            await tx.execute(writes.REPROJECT, msgspec.json.encode(rows).decode())
        done, after = done + len(found), found[-1]["id"]


async def _row(
    services: Services, tenant: Tenant, tx: Transaction, kind_key: str, record: UUID
) -> dict[str, object]:
    book = await services.books.current(tenant)
    versions = Versions(policy=None, definition=book.definition_version)
    loaded = await load(tx, stream_of(kind_key, record), "", versions)
    definition = loaded.definition or book.compiled.hash
    kind = services.books.pinned(book, definition, kind_key)
    return record_row(kind, loaded.state, record, definition)
