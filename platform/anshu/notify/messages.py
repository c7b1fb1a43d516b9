"""What the notify room tells its worker."""

from uuid import UUID

from msgspec import Struct

from anshu.outbox.message import Address

DELIVER = Address(actor="notify.delivery.send")
DISPATCH = Address(actor="notify.notices.dispatch")


class Deliver(Struct, frozen=True):
    """A delivery may be due: the row in the tenant's schema decides."""

    delivery: UUID


class Dispatch(Struct, frozen=True):
    """Notices were written: whoever wishes gets them by mail too."""
