"""What the connectors room tells its worker."""

from uuid import UUID

from msgspec import Struct

from anshu.outbox.message import Address

RUN = Address(actor="connectors.instance.run")


class RunConnector(Struct, frozen=True):
    """An instance is to be read now."""

    connector: UUID
