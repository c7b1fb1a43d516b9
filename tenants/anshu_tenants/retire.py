"""Leaving: a tenant's complete archive is written and checked, then its schema is dropped."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import asyncpg

from anshu.store.principal import Control, checked
from anshu_tenants import archive, queries
from anshu_tenants.dump import dump_schema
from anshu_tenants.estate import Estate, administrator
from anshu_tenants.grants import grants_sql, grants_version, revoke_sql
from anshu_tenants.naming import role
from anshu_tenants.provision import drop_sql
from anshu_tenants.registry import TenantRow, find

_LOCK_TIMEOUT = "60s"


class LeavingRefused(RuntimeError):
    """The tenant cannot leave now; nothing was changed."""


async def retire(
    estate: Estate, tenant: UUID, folder: Path, *, programs: Path | None = None
) -> archive.Manifest:
    """Writes the tenant's archive into a new folder, then drops its schema and role.

    The schema is frozen first, so what is dumped is all there is; when anything fails, the
    tenant gets its rights back. A run that was cut short between the drop and the registry's
    entry is completed by calling again with the same folder; one cut short earlier leaves the
    tenant quarantined, and is repeated, or undone by the next migration.
    """
    row = await find(estate.store, estate.control_node, tenant)
    if row.state == "retired":
        raise LeavingRefused(f"{row.name} has left already")
    if await asyncio.to_thread(folder.exists):
        return await _complete(estate, row, folder)
    await _register(estate, queries.LEAVING, tenant)
    try:
        manifest = await _write_and_drop(estate, row, folder, programs)
    except BaseException:
        if row.state == "active":
            await _register(estate, queries.RETURNED, tenant, grants_version())
        raise
    await _register(estate, queries.RETIRED, tenant)
    return manifest


async def _complete(estate: Estate, row: TenantRow, folder: Path) -> archive.Manifest:
    manifest = archive.read_manifest(folder)
    async with administrator(estate, row.node) as admin:
        present = await admin.fetchval("select to_regnamespace($1) is not null", row.schema)
    if present or manifest.id != row.id:
        raise LeavingRefused(f"{folder} exists already; name a new folder")
    await _register(estate, queries.RETIRED, row.id)
    return manifest


async def _write_and_drop(
    estate: Estate, row: TenantRow, folder: Path, programs: Path | None
) -> archive.Manifest:
    unfinished = folder.with_name(folder.name + ".unfinished")
    async with administrator(estate, row.node) as admin:
        # What a killed run left under this name was never an archive.
        await asyncio.to_thread(shutil.rmtree, unfinished, ignore_errors=True)
        await asyncio.to_thread(unfinished.mkdir, mode=0o700, parents=True)
        try:
            tables = [found["name"] for found in await admin.fetch(queries.TABLES, row.schema)]
            await _freeze(estate, admin, row, tables)
            await dump_schema(
                estate.admin_dsns[row.node],
                row.schema,
                archive.dump_file(unfinished),
                programs=programs,
            )
            manifest = await _describe(estate, admin, row, tables)
            await asyncio.to_thread(_finish, unfinished, folder, manifest)
            await _drop(admin, row)
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, unfinished, ignore_errors=True)
            await _thaw(estate, admin, row)
            raise
    return archive.read_manifest(folder)


async def _freeze(
    estate: Estate, admin: asyncpg.Connection, row: TenantRow, tables: Sequence[str]
) -> None:
    # A statement takes its table's lock before its rights are looked at. So whoever writes now
    # is waited for, and whoever comes later has no right any more; no transaction of ours has
    # to stay open while the dump runs.
    await admin.execute(_as_owner(estate, row) + revoke_sql(estate.installation, row.schema))
    names = ", ".join(f"{row.schema}.{table}" for table in tables)
    await admin.execute(
        f"set local lock_timeout to '{_LOCK_TIMEOUT}'; lock table {names} in share mode"
    )


async def _thaw(estate: Estate, admin: asyncpg.Connection, row: TenantRow) -> None:
    if await admin.fetchval("select to_regnamespace($1) is not null", row.schema):
        await admin.execute(_as_owner(estate, row) + grants_sql(estate.installation, row.schema))


def _as_owner(estate: Estate, row: TenantRow) -> str:
    owner = role(estate.installation, "owner")
    return f"set local role {owner}; set local search_path to {row.schema}, pg_catalog;\n"


async def _describe(
    estate: Estate, admin: asyncpg.Connection, row: TenantRow, tables: Sequence[str]
) -> archive.Manifest:
    control = Control(estate.control_node)
    async with estate.store.begin(control, purpose="tenants.retire") as transaction:
        subscriptions = await transaction.fetch(queries.SUBSCRIPTIONS, row.id)
        registered = await transaction.fetchrow(queries.REVISION, row.id)
    await admin.execute(f"set search_path to {row.schema}, pg_catalog")
    seal = await admin.fetchrow(queries.LAST_SEAL)
    return archive.Manifest(
        id=row.id,
        schema=row.schema,
        kind=row.kind,
        name=row.name,
        parent=row.parent,
        timezone=row.timezone,
        revision=registered["revision"] if registered else "",
        left_at=await admin.fetchval("select now()"),
        counts=await count_rows(admin, tables),
        media=tuple(
            archive.MediaFile(found["hash"], found["mime"], found["bytes"])
            for found in await admin.fetch(queries.MEDIA)
        ),
        seal_no=seal["no"] if seal else None,
        head=seal["head"] if seal else None,
        subscriptions=tuple(archive.Subscription(*found) for found in subscriptions),
        discarded_messages=await admin.fetchval(queries.MESSAGES, row.role),
    )


async def count_rows(admin: asyncpg.Connection, tables: Sequence[str]) -> dict[str, int]:
    """Rows per table of the schema on the search path; the names are the catalogue's own."""
    return {
        table: await admin.fetchval(f"select count(*) from {table}")  # noqa: S608
        for table in tables
    }


async def _drop(admin: asyncpg.Connection, row: TenantRow) -> None:
    # One message, one transaction. A role may own large objects without any grant.
    messages = queries.DISCARD.replace("{role}", checked(row.role))
    await admin.execute(f"{messages}; drop owned by {row.role}; " + drop_sql(row.schema, row.role))


def _finish(unfinished: Path, folder: Path, manifest: archive.Manifest) -> None:
    archive.write_manifest(unfinished, manifest)
    for path in (*unfinished.iterdir(), unfinished):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    # Before the drop: a schema that is gone always has its complete archive.
    unfinished.rename(folder)


async def _register(estate: Estate, sql: str, *args: object) -> None:
    control = Control(estate.control_node)
    async with estate.store.begin(control, purpose="tenants.retire") as transaction:
        await transaction.execute(sql, *args)
