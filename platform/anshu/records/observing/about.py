"""Whether the person may know of what an observation is about."""

from uuid import UUID

from anshu.kernel.refusal import Refusal
from anshu.records.books import stream_of
from anshu.records.loading import Versions, load
from anshu.records.observing import queries
from anshu.records.permission import can_read
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.store.unit_of_work import Transaction


async def unknown(
    services: Services, subject: Subject, tx: Transaction, record: UUID
) -> Refusal | None:
    """The refusal for a record that is not there or that the person cannot read.

    Raises Stale when the definitions have moved since they were cached.
    """
    book = await services.books.current(subject.principal)
    row = await tx.fetchrow(queries.TYPE, record)
    kind = book.kind(row["type"]) if row is not None else None
    if kind is None:
        return Refusal("unknown_record", kind="unknown")
    versions = Versions(subject.access.policy_version, book.definition_version)
    loaded = await load(tx, stream_of(kind.key, record), "", versions)
    if not can_read(kind, loaded.state, subject):
        return Refusal("unknown_record", kind="unknown")
    return None
