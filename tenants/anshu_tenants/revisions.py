"""Alembic revisions: applied to the shared schemas, rendered to text for tenants' schemas.

A thin adapter: Alembic speaks to a synchronous connection and has no precise types for it.
"""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import asyncpg
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from anshu.store.principal import checked
from anshu_tenants.script import Step, TenantScript

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(dsn: str, *, branch: str, schema: str, owner: str) -> str:
    """Brings one schema to the branch's head as its owner, in one transaction; returns the head.

    `branch` is `control`, `node` or `tenant`; Alembic's version table lies in the schema.
    """
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(dsn, timeout=30),
        poolclass=NullPool,
    )
    directory = _directory(branch, ())
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"set local role {checked(owner)}"))
            await connection.execute(text(f"set local search_path to {checked(schema)}"))
            await connection.execute(text("set local lock_timeout to '5s'"))
            await connection.run_sync(_upgrade, directory, schema)
    finally:
        await engine.dispose()
    return _head(directory)


def render_tenant(versions: Sequence[Path] = ()) -> TenantScript:
    """Renders the tenant revisions to text, once for all tenants.

    `versions` are further folders of revisions. A revision that asks the database something
    while it runs cannot be rendered and raises.
    """
    directory = _directory("tenant", versions)
    newest_first = directory.walk_revisions("base", "heads")
    steps = [_render(revision) for revision in newest_first]
    return TenantScript(tuple(reversed(steps)))


def _directory(branch: str, versions: Sequence[Path]) -> ScriptDirectory:
    folder = MIGRATIONS / branch
    locations = [folder / "versions", *versions]
    return ScriptDirectory(str(folder), version_locations=[str(path) for path in locations])


def _head(directory: ScriptDirectory) -> str:
    head = directory.get_current_head()
    if head is None:
        raise LookupError(f"no revisions in {directory.dir}")
    return head


def _upgrade(connection: Connection, directory: ScriptDirectory, schema: str) -> None:
    context = MigrationContext.configure(
        connection,
        opts={
            "version_table_schema": schema,
            # What Alembic's own `command.upgrade` calls; there is no public door.
            "fn": lambda current, _: directory._upgrade_revs("head", current),  # noqa: SLF001
        },
    )
    with Operations.context(context):
        context.run_migrations()


def _render(revision: Script) -> Step:
    buffer = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": buffer}
    )
    with Operations.context(context):
        revision.module.upgrade()
    return Step(revision.revision, buffer.getvalue().strip() + "\n")
