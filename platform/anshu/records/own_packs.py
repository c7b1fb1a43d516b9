"""A group's or a company's own packs, adopted by it and, if it says so, by those below it.

What a pack of a higher layer holds can only be tightened: the compiler refuses the rest, and then
nobody adopts anything.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import Compiled
from anshu.definitions.language import Pack
from anshu.definitions.limits import EffectiveLimit
from anshu.definitions.pack import PackError
from anshu.records.adoption import adopt
from anshu.records.books import NotConfigured
from anshu.records.reprojecting import reproject
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow, list_all, principal


class Tightened(Struct, frozen=True):
    """A limit that a tenant's own packs changed: what held before, None if new, and what holds."""

    key: str
    before: EffectiveLimit | None
    after: EffectiveLimit


class Change(Struct, frozen=True):
    """What adopting would come to for one tenant."""

    row: TenantRow
    packs: tuple[Pack, ...]
    limits: tuple[Tightened, ...]


async def plan_own(
    services: Services, tenant: UUID, own: Sequence[Pack], shipped: Iterable[str], *, below: bool
) -> tuple[Change, ...]:
    """What these packs would change for the tenant, and for everybody below it.

    A pack replaces the tenant's own one of the same name. Raises PackError naming the pack and the
    tenant when one is a law's, bears the name of a shipped one, or does not go with the others.
    """
    _refuse_foreign(own, frozenset(shipped))
    rows = await list_all(services.store, services.settings.control_node, states=("active",))
    if tenant not in {row.id for row in rows}:
        raise PackError("", [f"no active tenant {tenant}"])
    concerned = _below(rows, tenant) if below else {tenant}
    return tuple([await _change(services, row, own) for row in rows if row.id in concerned])


async def adopt_own(services: Services, changes: Sequence[Change]) -> None:
    """Every tenant of the plan adopts its set; rows of lists are brought along."""
    for change in changes:
        await adopt(services.store, principal(change.row), change.packs, services.clock)
        services.books.forget(change.row.schema)
        await reproject(services, principal(change.row))


def _refuse_foreign(own: Sequence[Pack], shipped: frozenset[str]) -> None:
    for pack in own:
        if pack.layer == "law":
            raise PackError(pack.name, ["layer: law is published with the product; use group"])
        if pack.name in shipped:
            raise PackError(pack.name, ["name: a shipped pack is called so; choose another"])


def _below(rows: Sequence[TenantRow], tenant: UUID) -> set[UUID]:
    found = {tenant}
    while more := {row.id for row in rows if row.parent in found and row.id not in found}:
        found |= more
    return found


async def _change(services: Services, row: TenantRow, own: Sequence[Pack]) -> Change:
    services.books.forget(row.schema)
    try:
        now = (await services.books.current(principal(row))).compiled
    except NotConfigured:
        raise PackError("", [f"{row.name} has no definitions yet"]) from None
    names = {pack.name for pack in own}
    packs = (*(pack for pack in now.packs if pack.name not in names), *own)
    try:
        then = Compiled(packs)
    except PackError as error:
        raise PackError(row.name, error.findings) from error
    changed = tuple(
        Tightened(key, now.limits.get(key), limit)
        for key, limit in then.limits.items()
        if limit != now.limits.get(key)
    )
    return Change(row, packs, changed)
