"""Brings tenants of an older version to the definitions shipped now, and their rows along."""

from collections.abc import Sequence

import structlog
from msgspec import Struct

from anshu.compiler.compiled import set_hash
from anshu.definitions.language import Pack
from anshu.definitions.pack import PackError, body_hash, pack_body
from anshu.records.adoption import adopt
from anshu.records.books import NotConfigured
from anshu.records.reprojecting import reproject
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow, list_all, principal

log = structlog.get_logger(__name__)


class Renewed(Struct, frozen=True):
    """Who now has the shipped definitions, and who keeps the old ones because of which fault."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


async def renew_all(services: Services, shipped: Sequence[Pack]) -> Renewed:
    """Every active tenant adopts what is shipped beside its own packs, each for itself.

    Run after the schemas were migrated. A tenant that was never founded is left alone. One whose
    own packs do not go with the new ones keeps what it has. Records keep the set of their making.
    """
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    for row in await _active(services):
        try:
            wanted = await _outdated(services, row, shipped)
            if wanted:
                await adopt(services.store, principal(row), wanted, services.clock)
                services.books.forget(row.schema)
                done.append(row.name)
            await _bring_along(services, row)
        except PackError as error:
            log.warning("definitions_not_renewed", tenant=str(row.id), reason=str(error))
            refused.append((row.name, str(error)))
    return Renewed(tuple(done), tuple(refused))


async def outdated(services: Services, shipped: Sequence[Pack]) -> tuple[str, ...]:
    """The tenants whose definitions are not those of this version, by name."""
    rows = await _active(services)
    return tuple([row.name for row in rows if await _outdated(services, row, shipped)])


async def _active(services: Services) -> list[TenantRow]:
    return await list_all(services.store, services.settings.control_node, states=("active",))


async def _bring_along(services: Services, row: TenantRow) -> None:
    try:
        await reproject(services, principal(row))
    except NotConfigured:
        return


async def _outdated(
    services: Services, row: TenantRow, shipped: Sequence[Pack]
) -> tuple[Pack, ...]:
    """The set that the tenant should adopt; empty when it has that already, or none at all."""
    services.books.forget(row.schema)
    try:
        book = await services.books.current(principal(row))
    except NotConfigured:
        return ()
    names = {pack.name for pack in shipped}
    wanted = (*shipped, *(pack for pack in book.compiled.packs if pack.name not in names))
    same = set_hash(body_hash(pack_body(pack)) for pack in wanted) == book.compiled.hash
    return () if same else wanted
