"""The registry of tenants: who they are and where their schemas live."""

import time
from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
from asyncpg import Record

from anshu.store.principal import Control, Tenant
from anshu.store.unit_of_work import Store
from anshu_tenants import queries

LIVING = ("active", "quarantined")


class TenantUnknown(LookupError):
    """No tenant has this id or role."""


class TenantRow(msgspec.Struct, frozen=True):
    """One tenant; `state` is active, quarantined or retired; `timezone` an IANA name."""

    id: UUID
    schema: str
    role: str
    node: str
    kind: str
    name: str
    parent: UUID | None
    timezone: str
    state: str


def principal(row: TenantRow) -> Tenant:
    """The principal under which this tenant's transactions run."""
    return Tenant(schema=row.schema, role=row.role, node=row.node)


def from_record(record: Record) -> TenantRow:
    """The row as a struct."""
    return msgspec.convert(dict(record), TenantRow)


async def find(store: Store, control_node: str, tenant: UUID) -> TenantRow:
    """The tenant with this id, whatever its state; TenantUnknown when there is none."""
    return await _one(store, control_node, queries.FIND, tenant)


async def find_by_role(store: Store, control_node: str, role: str) -> TenantRow:
    """The tenant that wears this database role; TenantUnknown when there is none."""
    return await _one(store, control_node, queries.FIND_BY_ROLE, role)


async def list_all(
    store: Store, control_node: str, *, states: Sequence[str] = LIVING
) -> list[TenantRow]:
    """All tenants in these states, oldest first; spare schemas are not tenants."""
    return await _many(store, control_node, queries.LIST_ALL, list(states))


async def children(store: Store, control_node: str, parent: UUID) -> list[TenantRow]:
    """The active tenants directly below this one."""
    return await _many(store, control_node, queries.CHILDREN, parent)


class Registry:
    """Finds tenants and remembers them for `ttl_seconds`; one per process is enough.

    A retired or quarantined tenant may be taken for active until its entry is too old.
    """

    def __init__(
        self,
        store: Store,
        control_node: str,
        *,
        ttl_seconds: float = 2.0,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._control_node = control_node
        self._ttl_seconds = ttl_seconds
        self._ticks = ticks
        self._known: dict[UUID | str, tuple[float, TenantRow]] = {}
        self._zones: dict[str, str] = {}

    async def find(self, tenant: UUID) -> TenantRow:
        """Like the function `find`, at most `ttl_seconds` old."""
        return self._fresh(tenant) or self._keep(
            tenant, await find(self._store, self._control_node, tenant)
        )

    async def find_by_role(self, role: str) -> TenantRow:
        """Like the function `find_by_role`, at most `ttl_seconds` old."""
        return self._fresh(role) or self._keep(
            role, await find_by_role(self._store, self._control_node, role)
        )

    async def timezone_of(self, role: str) -> str:
        """The IANA zone of the tenant that wears this role; asked once: it never changes."""
        if role not in self._zones:
            self._zones[role] = (await self.find_by_role(role)).timezone
        return self._zones[role]

    def forget(self) -> None:
        """Drops everything remembered."""
        self._known.clear()
        self._zones.clear()

    def _fresh(self, key: UUID | str) -> TenantRow | None:
        read_at, row = self._known.get(key, (float("-inf"), None))
        return row if self._ticks() - read_at <= self._ttl_seconds else None

    def _keep(self, key: UUID | str, row: TenantRow) -> TenantRow:
        self._known[key] = (self._ticks(), row)
        return row


async def _one(store: Store, control_node: str, sql: str, key: object) -> TenantRow:
    async with store.begin(Control(control_node), purpose="tenants.registry") as transaction:
        record = await transaction.fetchrow(sql, key)
    if record is None:
        raise TenantUnknown(str(key))
    return from_record(record)


async def _many(store: Store, control_node: str, sql: str, key: object) -> list[TenantRow]:
    async with store.begin(Control(control_node), purpose="tenants.registry") as transaction:
        return [from_record(record) for record in await transaction.fetch(sql, key)]
