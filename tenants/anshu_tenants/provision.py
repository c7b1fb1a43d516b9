"""Provisioning: schemas built ahead in one round trip each, claimed by one row update."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import asyncpg
import msgspec

from anshu.kernel.ids import new_id
from anshu.store.principal import Control
from anshu.store.unit_of_work import Transaction
from anshu_tenants import queries
from anshu_tenants.estate import Estate, administrator
from anshu_tenants.grants import grants_sql, grants_version
from anshu_tenants.install import membership
from anshu_tenants.naming import new_schema, role, tenant_role
from anshu_tenants.registry import TenantRow, from_record
from anshu_tenants.script import shipped

KINDS = ("group", "region", "company", "supplier", "regulator")
_BATCH = 25
_ATTEMPTS = 5


class TenantRefused(ValueError):
    """The tenant cannot be created as described; the message says what is wrong."""


class NewTenant(msgspec.Struct, frozen=True):
    """What is asked for; `node` None leaves the placement to us."""

    kind: str
    name: str
    parent: UUID | None = None
    timezone: str = "Asia/Shanghai"
    node: str | None = None


async def create_tenant(estate: Estate, new: NewTenant) -> TenantRow:
    """Creates a tenant: claims a spare schema, or builds one when none is left.

    Refuses an unknown kind, time zone, node or parent with TenantRefused.
    """
    _check(new, estate)
    node = new.node
    for _ in range(_ATTEMPTS):
        try:
            async with estate.store.begin(
                Control(estate.control_node), purpose="tenants.create"
            ) as transaction:
                row = await claim_spare(transaction, new)
        except asyncpg.ForeignKeyViolationError:
            raise TenantRefused(f"no tenant {new.parent} to be the parent") from None
        if row is not None:
            return row
        node = node or await _emptiest(estate)
        await build_spares(estate, 1, node=node)
    raise TenantRefused("other sign-ups took every spare schema; try again")


async def claim_spare(transaction: Transaction, new: NewTenant) -> TenantRow | None:
    """Turns a spare into this tenant within a control transaction; None when none is left."""
    record = await transaction.fetchrow(
        queries.CLAIM,
        *(new.kind, new.name, new.parent, new.timezone),
        *(shipped().head, grants_version(), new.node),
    )
    return None if record is None else from_record(record)


async def fill_spares(estate: Estate, count: int, *, node: str) -> int:
    """Builds spares until `count` are ready on the node; returns how many it built."""
    async with estate.store.begin(
        Control(estate.control_node), purpose="tenants.spares"
    ) as transaction:
        row = await transaction.fetchrow(queries.SPARES, node)
    missing = max(0, count - (row["count"] if row else 0))
    await build_spares(estate, missing, node=node)
    return missing


async def build_spares(estate: Estate, count: int, *, node: str) -> None:
    """Builds `count` more spares on the node, in batches; one builder per node at a time.

    What an interrupted builder left is cleared away first: it is registered as being built,
    so no tenant's data can be in it.
    """
    async with administrator(estate, node) as admin:
        await _clear_unfinished(estate, admin, node)
        for start in range(0, count, _BATCH):
            schemas = [new_schema() for _ in range(min(_BATCH, count - start))]
            await _build(estate, admin, node, schemas)


def schema_sql(installation: str, schema: str) -> str:
    """The one message that builds a tenant's schema; its role exists already.

    Sent without BEGIN: several statements in one simple message are one transaction.
    """
    return (
        f"create schema {schema} authorization {role(installation, 'owner')};\n"
        f"set local role {role(installation, 'owner')};\n"
        f"set local search_path to {schema}, pg_catalog;\n"
        + shipped().whole
        + grants_sql(installation, schema)
        + mark_sql(schema, shipped().head)
    )


def mark_sql(schema: str, revision: str) -> str:
    """Notes the revision on the schema itself, in the transaction that reaches it."""
    return f"comment on schema {schema} is '{revision}';\n"


def roles_sql(installation: str, schemas: Sequence[str], *, server_version: int) -> str:
    """One message for a batch: each grant makes every backend forget its memberships."""
    names = [tenant_role(installation, schema) for schema in schemas]
    every = ", ".join(names)
    inherit = membership("inherit true, set false", server_version=server_version)
    wear = membership("inherit false, set true", server_version=server_version)
    return ";\n".join(
        [
            *(f"create role {name} nologin" for name in names),
            f"grant {role(installation, 'tenants')} to {every}{inherit}",
            f"grant {every} to {role(installation, 'app')}{wear}",
        ]
    )


async def _build(
    estate: Estate, admin: asyncpg.Connection, node: str, schemas: Sequence[str]
) -> None:
    roles = [tenant_role(estate.installation, schema) for schema in schemas]
    control = Control(estate.control_node)
    async with estate.store.begin(control, purpose="tenants.spares") as transaction:
        await transaction.execute(
            queries.REGISTER_BUILDING,
            *([new_id() for _ in schemas], list(schemas), roles),
            *(node, shipped().head, grants_version()),
        )
    version = await admin.fetchval("select current_setting('server_version_num')::int")
    await admin.execute(roles_sql(estate.installation, schemas, server_version=version))
    for schema in schemas:
        await admin.execute(schema_sql(estate.installation, schema))
    async with estate.store.begin(control, purpose="tenants.spares") as transaction:
        await transaction.execute(queries.BUILT, list(schemas))


async def _clear_unfinished(estate: Estate, admin: asyncpg.Connection, node: str) -> None:
    control = Control(estate.control_node)
    async with estate.store.begin(control, purpose="tenants.spares") as transaction:
        rows = await transaction.fetch(queries.BUILDING, node)
    for row in rows:
        await admin.execute(drop_sql(row["schema"], row["role"]))
    async with estate.store.begin(control, purpose="tenants.spares") as transaction:
        await transaction.execute(queries.FORGET_BUILDING, [row["schema"] for row in rows])


def drop_sql(schema: str, role_name: str) -> str:
    """Drops a schema and its role; one tenant per transaction, for the table of locks."""
    return f"drop schema if exists {schema} cascade; drop role if exists {role_name}"


async def _emptiest(estate: Estate) -> str:
    async with estate.store.begin(
        Control(estate.control_node), purpose="tenants.placement"
    ) as transaction:
        rows = await transaction.fetch(queries.PLACEMENT)
    tenants = {row["node"]: row["tenants"] for row in rows}
    return min(estate.admin_dsns, key=lambda node: tenants.get(node, 0))


def _check(new: NewTenant, estate: Estate) -> None:
    if new.kind not in KINDS:
        raise TenantRefused(f"kind {new.kind!r} is none of {', '.join(KINDS)}")
    if not new.name.strip():
        raise TenantRefused("a tenant needs a name")
    if new.node is not None and new.node not in estate.admin_dsns:
        raise TenantRefused(f"node {new.node!r} is none of {', '.join(estate.admin_dsns)}")
    try:
        ZoneInfo(new.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise TenantRefused(f"{new.timezone!r} is no IANA time zone") from None
