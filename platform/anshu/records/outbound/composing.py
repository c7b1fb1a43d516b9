"""What a driver is told of one change: the record then, and the names it refers to now."""

import msgspec
from asyncpg import Record

from anshu.flow.state import person_of
from anshu.notify.delivery import ChangeSent
from anshu.records.books import Book, stream_of
from anshu.records.opening import opened
from anshu.records.outbound import queries
from anshu.records.outbound.changes import (
    labels_of,
    outgoing_of,
    people_of,
    references_of,
    state_after,
)
from anshu.records.services import Services
from anshu.sdk.outbound import Outbound, Outgoing, Referred
from anshu.store.principal import Tenant


async def compose(
    services: Services, tenant: Tenant, change: ChangeSent, wanted: Outbound
) -> Outgoing:
    """The record after the change, personal fields included: what goes out is the driver's."""
    book, loaded = await opened(services, tenant, stream_of(change.type, change.record))
    async with services.store.begin(tenant, purpose="outbound.compose") as tx:
        state = state_after(loaded.history, change.version)
        actors = (person_of(a) for a in people_of(loaded.history, change.version))
        ids = references_of(state.data) | {person for person in actors if person is not None}
        phones = references_of([state.data.get(field) for field in wanted.mobiles])
        rows = await tx.fetch(queries.REFERRED, sorted(ids), sorted(phones))
    kind = services.books.pinned(book, loaded.definition or book.compiled.hash, change.type)
    known = {row["id"]: _referred(book, row) for row in rows}
    return outgoing_of(kind, change.record, loaded.history, change.version, known=known)


def _referred(book: Book, row: Record) -> Referred:
    data = msgspec.json.decode(row["data"], type=dict[str, object])
    kind = book.kind(row["type"])
    labels = labels_of(kind, data) if kind is not None else {}
    return Referred(
        type=row["type"],
        title=row["title"],
        number=row["number"],
        state=row["state"],
        data=data,
        labels={field: each[str(data[field])] for field, each in labels.items() if field in data},
        mobile=row["mobile"],
    )
