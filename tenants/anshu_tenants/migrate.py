"""Migration: every tenant's schema to the head, each in its own transaction.

One query on the registry says who needs work. The revision is also noted on the schema itself,
in the transaction that reaches it, so an interrupted run goes on where it really stopped.
"""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import UUID

import asyncpg
import msgspec

from anshu.store.principal import Control
from anshu_tenants import queries
from anshu_tenants.estate import Estate, administrator
from anshu_tenants.grants import grants_version, regrant_sql
from anshu_tenants.naming import role
from anshu_tenants.provision import mark_sql
from anshu_tenants.script import ScriptError, TenantScript, shipped

_LOCK_TIMEOUT = "5s"
_ATTEMPTS = 3
_PAUSE_S = 0.5
_REPORT_EVERY = 50
# Nobody's schema is at fault: the run stops, and the next one goes on from here.
_NOT_THE_TENANTS = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
# Another session is in the way: that passes, unlike an error in the step or in the data.
_PASSING = (
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)


class Outdated(msgspec.Struct, frozen=True):
    """A schema that needs work; `name` is None for a spare."""

    id: UUID
    schema: str
    role: str
    node: str
    name: str | None
    revision: str
    grants: str
    claimed: bool


class Quarantined(msgspec.Struct, frozen=True):
    """A tenant whose migration failed, and the database's words."""

    tenant: UUID
    schema: str
    name: str | None
    error: str


class Migrated(msgspec.Struct, frozen=True):
    """The outcome of a run: how many schemas reached the head, and who did not."""

    head: str
    done: int
    quarantined: tuple[Quarantined, ...]


async def outdated(estate: Estate, script: TenantScript | None = None) -> list[Outdated]:
    """The schemas that are not at the head, tenants before spares; one query."""
    head = (script or shipped()).head
    async with estate.store.begin(
        Control(estate.control_node), purpose="tenants.migrate"
    ) as transaction:
        rows = await transaction.fetch(queries.OUTDATED, head, grants_version())
    return [msgspec.convert(dict(row), Outdated) for row in rows]


async def migrate(
    estate: Estate, *, script: TenantScript | None = None, workers: int = 2
) -> Migrated:
    """Brings every outdated schema to the head; nodes in turn, `workers` tenants at once.

    A tenant that fails is quarantined (nobody can work in it) with the reason and the others go
    on; the next run tries it again. A schema that is locked is tried three times. A second
    migration, and the builder of spares, wait until this one has done with the node. Refuses
    with ScriptError, and touches nothing, when a schema is newer than this version.
    """
    script = script or shipped()
    found = await outdated(estate, script)
    failures: list[Quarantined] = []
    for node in sorted({each.node for each in found}):
        mine = [each for each in found if each.node == node]
        async with administrator(estate, node) as admin:
            # Somebody may have migrated while we waited for the node, or a run was cut short
            # between the schema's commit and the registry's.
            marks = await _marks(admin, mine)
            _refuse_newer(script, marks)
            run = _Run(estate, script, marks)
            await run.all(mine, node=node, workers=workers)
        failures += run.failures
    return Migrated(script.head, len(found) - len(failures), tuple(failures))


class _Run:
    """One node's part of a migration."""

    def __init__(self, estate: Estate, script: TenantScript, marks: dict[str, str]) -> None:
        self._estate = estate
        self._script = script
        self._marks = marks
        self._done: list[UUID] = []
        self.failures: list[Quarantined] = []

    async def all(self, found: Sequence[Outdated], *, node: str, workers: int) -> None:
        waiting = iter(found)
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(self._work(waiting, node))
        await self._report()

    async def _work(self, waiting: Iterator[Outdated], node: str) -> None:
        admin = await asyncpg.connect(self._estate.admin_dsns[node], timeout=30)
        try:
            for each in waiting:
                await self._one(admin, each)
                if len(self._done) >= _REPORT_EVERY:
                    await self._report()
        finally:
            await admin.close()

    async def _one(self, admin: asyncpg.Connection, each: Outdated) -> None:
        try:
            statements = self._statements(each)
            await _patiently(admin, statements)
        except _NOT_THE_TENANTS:
            raise
        except (asyncpg.PostgresError, ScriptError) as error:
            await self._quarantine(each, error)
        else:
            self._done.append(each.id)

    def _statements(self, each: Outdated) -> str:
        if each.schema not in self._marks:
            raise ScriptError(f"there is no schema {each.schema} on node {each.node}")
        step = self._script.since(self._marks[each.schema])
        owner = role(self._estate.installation, "owner")
        current = each.grants == grants_version()
        grants = "" if current else regrant_sql(self._estate.installation, each.schema)
        # Without BEGIN: several statements in one simple message are one transaction.
        return (
            f"set local lock_timeout to '{_LOCK_TIMEOUT}';\nset local role {owner};\n"
            f"set local search_path to {each.schema}, pg_catalog;\n"
            f"{step}{grants}{mark_sql(each.schema, self._script.head)}"
        )

    async def _quarantine(self, each: Outdated, error: Exception) -> None:
        self.failures.append(Quarantined(each.id, each.schema, each.name, str(error)))
        await self._write(queries.QUARANTINED, each.id, str(error))

    async def _report(self) -> None:
        done, self._done = self._done, []
        if done:
            await self._write(queries.MIGRATED, done, self._script.head, grants_version())

    async def _write(self, sql: str, *args: object) -> None:
        control = Control(self._estate.control_node)
        async with self._estate.store.begin(control, purpose="tenants.migrate") as transaction:
            await transaction.execute(sql, *args)


def _refuse_newer(script: TenantScript, marks: dict[str, str]) -> None:
    for revision in set(marks.values()):
        script.since(revision)


async def _patiently(admin: asyncpg.Connection, statements: str) -> None:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            await admin.execute(statements)
        except _PASSING:
            if attempt == _ATTEMPTS:
                raise
            await asyncio.sleep(_PAUSE_S * attempt)
        else:
            return


async def _marks(admin: asyncpg.Connection, found: list[Outdated]) -> dict[str, str]:
    rows = await admin.fetch(queries.MARKS, [each.schema for each in found])
    return {row["schema"]: row["revision"] for row in rows if row["revision"]}
