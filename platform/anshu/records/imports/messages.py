"""What the import room tells its worker."""

from uuid import UUID

from msgspec import Struct

from anshu.outbox.message import Address

RUN = Address(actor="imports.job.run")


class RunImport(Struct, frozen=True):
    """A job is to be taken in; `actor` is who started it, as the ledger will name them."""

    job: UUID
    actor: str
