"""A record as it stands with the tenant's definitions, for what follows a command.

Definitions are read again only when they have moved: a worker follows every event, and reading and
compiling them each time would cost more than all else.
"""

from collections.abc import Collection, Sequence

from anshu.access.loading import Stale
from anshu.records.books import Book
from anshu.records.loading import CLASSES, Loaded, Versions, load_all
from anshu.records.services import Services
from anshu.store.principal import Tenant


async def opened(
    services: Services, tenant: Tenant, stream: str, *, classes: Collection[str] = CLASSES
) -> tuple[Book, Loaded]:
    """The stream folded, and the definitions that are in force with it."""
    book, (loaded,) = await opened_all(services, tenant, (stream,), classes=classes)
    return book, loaded


async def opened_all(
    services: Services,
    tenant: Tenant,
    streams: Sequence[str],
    *,
    classes: Collection[str] = CLASSES,
) -> tuple[Book, list[Loaded]]:
    """Each stream folded, read in one statement, and the definitions that are in force."""
    while True:
        book = await services.books.current(tenant)
        versions = Versions(policy=None, definition=book.definition_version)
        try:
            async with services.store.begin(tenant, purpose="record.open") as tx:
                return book, await load_all(tx, streams, versions, classes=classes)
        except Stale:
            services.books.forget(tenant.schema)
