"""What holds for the whole of a round: whose it is, under which definitions, and when."""

from datetime import datetime

from msgspec import Struct

from anshu.flow.commands import Actor
from anshu.records.books import Book
from anshu.records.readings.occasion import Asker
from anshu.records.services import Services
from anshu.store.principal import Tenant


class Moment(Struct, frozen=True):
    """A tenant's watches at one moment; `zone` is the clock by which people there live."""

    services: Services
    tenant: Tenant
    book: Book
    zone: str
    now: datetime

    def asker(self, actor: Actor) -> Asker:
        """Who asks, for fact providers."""
        return Asker(actor, self.now, self.zone)
