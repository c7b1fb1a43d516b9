"""Migration reaches every tenant on every node, goes on after failures and interruptions."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu_tenants import grants
from anshu_tenants.estate import Estate
from anshu_tenants.migrate import migrate, outdated
from anshu_tenants.provision import NewTenant, create_tenant, fill_spares
from anshu_tenants.registry import TenantRow, find, principal
from anshu_tenants.revisions import render_tenant
from anshu_tenants.script import ScriptError, TenantScript, shipped
from tests.conftest import FAST
from tests.folders import remove
from tests.tenants.fleet import open_fleet

REVISION = '''
"""An artificial step."""
from alembic import op
from tests.folders import remove
revision = "t9002"
down_revision = "{head}"
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.execute("alter table record add column artificial integer")
    op.execute("create unique index record_one_title on record (title)")
'''


@pytest.fixture(scope="module")
def second_server() -> Iterator[EmbeddedPostgres]:
    """A second machine, as far as PostgreSQL can tell."""
    folder = Path(tempfile.mkdtemp(prefix="anshu-test-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres.start(folder / "db", options=FAST)
    yield server
    server.stop()
    remove(folder)


@pytest_asyncio.fixture(loop_scope="session")
async def fleet(
    postgres: EmbeddedPostgres, second_server: EmbeddedPostgres
) -> AsyncIterator[Estate]:
    """An installation on two servers."""
    async with open_fleet("fleet", {"east": postgres, "west": second_server}) as estate:
        yield estate


@pytest.fixture
def next_script(tmp_path: Path) -> TenantScript:
    """The shipped revisions and one more."""
    (tmp_path / "t9002_artificial.py").write_text(REVISION.replace("{head}", shipped().head))
    return render_tenant([tmp_path])


async def settle(estate: Estate) -> list[TenantRow]:
    """Two tenants on each node, and a spare on the second."""
    rows = [
        await create_tenant(estate, NewTenant("company", f"{node} {number}", node=node))
        for node in ("east", "west")
        for number in (1, 2)
    ]
    await fill_spares(estate, 1, node="west")
    return rows


async def insert_records(estate: Estate, row: TenantRow, *titles: str) -> None:
    async with estate.store.begin(principal(row), purpose="test") as transaction:
        for title in titles:
            await transaction.execute(
                "insert into record (id, type, number, version, state, title, org_path, "
                "created_at, updated_at, definition) values (gen_random_uuid(), 'hazard', "
                "gen_random_uuid()::text, 1, 'open', $1, '/', now(), now(), '')",
                title,
            )


async def columns(estate: Estate, row: TenantRow) -> int:
    async with estate.store.begin(principal(row), purpose="test") as transaction:
        found = await transaction.fetch(
            "select 1 from pg_attribute where attrelid = 'record'::regclass "
            "and attname = 'artificial'"
        )
    return len(found)


async def test_every_tenant_and_spare_on_every_node_reaches_the_head(
    fleet: Estate, next_script: TenantScript
) -> None:
    rows = await settle(fleet)
    assert await outdated(fleet) == []
    assert {each.node for each in await outdated(fleet, next_script)} == {"east", "west"}
    outcome = await migrate(fleet, script=next_script)
    assert (outcome.head, outcome.done, outcome.quarantined) == ("t9002", 5, ())
    assert [await columns(fleet, row) for row in rows] == [1, 1, 1, 1]
    assert await outdated(fleet, next_script) == []
    assert (await migrate(fleet, script=next_script)).done == 0


async def test_a_failing_tenant_is_quarantined_by_name_while_the_others_go_on(
    fleet: Estate, next_script: TenantScript
) -> None:
    rows = await settle(fleet)
    broken = rows[1]
    await insert_records(fleet, broken, "twice", "twice")
    outcome = await migrate(fleet, script=next_script)
    assert outcome.done == 4
    [failure] = outcome.quarantined
    assert (failure.tenant, failure.name) == (broken.id, "east 2")
    assert "twice" in failure.error or "record_one_title" in failure.error
    states = [(await find(fleet.store, fleet.control_node, row.id)).state for row in rows]
    assert states == ["active", "quarantined", "active", "active"]
    # Its transaction took back the column that came before the failing index.
    assert await columns(fleet, broken) == 0
    async with fleet.store.begin(principal(broken), purpose="test") as transaction:
        await transaction.execute("update record set title = id::text")
    outcome = await migrate(fleet, script=next_script)
    assert (outcome.done, outcome.quarantined) == (1, ())
    assert (await find(fleet.store, fleet.control_node, broken.id)).state == "active"


async def test_a_run_cut_short_before_the_registry_heard_of_it_goes_on(
    fleet: Estate, next_script: TenantScript
) -> None:
    rows = await settle(fleet)
    await migrate(fleet, script=next_script)
    admin = await asyncpg.connect(fleet.admin_dsns["east"])
    try:
        await admin.execute(f"update control.tenant set revision = '{shipped().head}'")
    finally:
        await admin.close()
    outcome = await migrate(fleet, script=next_script)
    assert (outcome.done, outcome.quarantined) == (5, ())
    assert await columns(fleet, rows[0]) == 1


async def test_a_locked_schema_is_tried_again(fleet: Estate, next_script: TenantScript) -> None:
    rows = await settle(fleet)
    script = next_script
    admin = await asyncpg.connect(fleet.admin_dsns["east"])
    try:
        await admin.execute(f"begin; lock table {rows[0].schema}.record")
        running = asyncio.create_task(migrate(fleet, script=script))
        # The others do not wait for the locked one: the registry hears of a node at its end,
        # the schema itself at once.
        while not await admin.fetchval(  # noqa: ASYNC110 (the database tells, no event does)
            "select obj_description($1::text::regnamespace) = 't9002'", rows[1].schema
        ):
            await asyncio.sleep(0.01)
        await admin.execute("commit")
    finally:
        await admin.close()
    outcome = await running
    assert (outcome.done, outcome.quarantined) == (5, ())


async def test_a_schema_newer_than_this_version_stops_the_run_and_harms_nobody(
    fleet: Estate, next_script: TenantScript
) -> None:
    rows = await settle(fleet)
    await migrate(fleet, script=next_script)
    with pytest.raises(ScriptError, match="t9002"):
        await migrate(fleet)
    states = {(await find(fleet.store, fleet.control_node, row.id)).state for row in rows}
    assert states == {"active"}


async def test_changed_grants_are_renewed_and_old_ones_taken_away(
    fleet: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = (await settle(fleet))[0]
    fewer = tuple(grant for grant in grants.GRANTS if "record" not in grant.on)
    monkeypatch.setattr(grants, "GRANTS", (*fewer, grants.Grant("tenant", "delete", "draft")))
    # A table that is not there shows that a failed renewal leaves the old grants.
    assert len((await migrate(fleet)).quarantined) == 5
    await insert_records(fleet, row, "still allowed")
    monkeypatch.setattr(grants, "GRANTS", fewer)
    assert (await migrate(fleet)).done == 5
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await insert_records(fleet, row, "no longer")
