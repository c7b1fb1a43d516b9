"""Loading a tenant's archive into an installation that does not have it, and checking it."""

from pathlib import Path

import asyncpg

from anshu.store.principal import Control, checked
from anshu_tenants import archive, queries
from anshu_tenants.dump import restore_schema
from anshu_tenants.estate import Estate, administrator
from anshu_tenants.grants import grants_sql, grants_version
from anshu_tenants.naming import role, tenant_role
from anshu_tenants.provision import drop_sql, mark_sql, roles_sql
from anshu_tenants.registry import TenantRow, find
from anshu_tenants.retire import count_rows
from anshu_tenants.script import shipped


class RestoreFailed(RuntimeError):
    """The archive was not restored; what was begun has been taken away again."""


async def restore(
    estate: Estate, folder: Path, *, node: str, programs: Path | None = None
) -> TenantRow:
    """Restores a tenant from its archive onto a node, under its old id and schema name.

    Every table's count and the last seal's head must be those of the manifest. Refuses a
    changed archive, one from a newer version, and a tenant or schema that is here already. An
    older one is brought up by the next migration. A parent that is unknown here is left out.
    """
    manifest = archive.read_manifest(folder)
    shipped().since(manifest.revision)
    schema = checked(manifest.schema)
    async with administrator(estate, node) as admin:
        if await admin.fetchval("select to_regnamespace($1) is not null", schema):
            raise RestoreFailed(f"there is a schema {schema} on node {node} already")
        await _prepare(admin, estate.installation, schema)
        try:
            await restore_schema(
                estate.admin_dsns[node],
                schema,
                archive.dump_file(folder),
                owner=role(estate.installation, "owner"),
                programs=programs,
            )
            await _check(admin, manifest)
            await _open(admin, estate.installation, manifest)
            await _register(estate, manifest, node)
        except BaseException:
            await admin.execute(drop_sql(schema, tenant_role(estate.installation, schema)))
            raise
    return await find(estate.store, estate.control_node, manifest.id)


async def _prepare(admin: asyncpg.Connection, installation: str, schema: str) -> None:
    version = await admin.fetchval("select current_setting('server_version_num')::int")
    owner = role(installation, "owner")
    await admin.execute(
        f"{roles_sql(installation, [schema], server_version=version)};\n"
        f"create schema {schema} authorization {owner}"
    )


async def _check(admin: asyncpg.Connection, manifest: archive.Manifest) -> None:
    await admin.execute(f"set search_path to {manifest.schema}, pg_catalog")
    tables = [row["name"] for row in await admin.fetch(queries.TABLES, manifest.schema)]
    found = await count_rows(admin, tables)
    wrong = sorted(
        table
        for table in found.keys() | manifest.counts.keys()
        if found.get(table) != manifest.counts.get(table)
    )
    if wrong:
        raise RestoreFailed(f"the counts of {', '.join(wrong)} are not those of the manifest")
    seal = await admin.fetchrow(queries.LAST_SEAL)
    if (seal["head"] if seal else None) != manifest.head:
        raise RestoreFailed("the last seal's head is not the manifest's")


async def _open(admin: asyncpg.Connection, installation: str, manifest: archive.Manifest) -> None:
    await admin.execute(
        f"set local role {role(installation, 'owner')};\n"
        f"set local search_path to {manifest.schema}, pg_catalog;\n"
        + grants_sql(installation, manifest.schema)
        + mark_sql(manifest.schema, manifest.revision)
    )


async def _register(estate: Estate, manifest: archive.Manifest, node: str) -> None:
    control = Control(estate.control_node)
    try:
        async with estate.store.begin(control, purpose="tenants.restore") as transaction:
            await transaction.execute(
                queries.RESTORED,
                *(manifest.id, manifest.schema),
                *(tenant_role(estate.installation, manifest.schema), node),
                *(manifest.kind, manifest.name, manifest.parent, manifest.timezone),
                *(manifest.revision, grants_version()),
            )
            for each in manifest.subscriptions:
                await transaction.execute(
                    queries.SUBSCRIBED,
                    *(manifest.id, each.module, each.plan, each.starts_at, each.ends_at),
                )
    except asyncpg.UniqueViolationError:
        raise RestoreFailed(f"the registry has a tenant {manifest.id} already") from None
