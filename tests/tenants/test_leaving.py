"""A tenant leaves with everything, and an empty installation loads and checks it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu.store.principal import Control, Sealer
from anshu_tenants.archive import ArchiveBroken, dump_file
from anshu_tenants.dump import DumpFailed
from anshu_tenants.estate import Estate
from anshu_tenants.migrate import migrate
from anshu_tenants.provision import NewTenant, create_tenant
from anshu_tenants.registry import TenantRow, find, principal
from anshu_tenants.restore import RestoreFailed, restore
from anshu_tenants.retire import LeavingRefused, retire
from tests.tenants.fleet import open_fleet

MEDIA = "a" * 64


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def old(each_postgres: EmbeddedPostgres) -> AsyncIterator[Estate]:
    """The installation that the tenant leaves."""
    async with open_fleet("old", {"main": each_postgres}) as estate:
        yield estate


@pytest_asyncio.fixture(loop_scope="session")
async def new(each_postgres: EmbeddedPostgres) -> AsyncIterator[Estate]:
    """An empty installation."""
    async with open_fleet("new", {"home": each_postgres}) as estate:
        yield estate


async def settle(estate: Estate) -> TenantRow:
    """A tenant with an event, a seal, a record, a media row, a subscription and a message."""
    row = await create_tenant(estate, NewTenant("company", "甲公司", timezone="Asia/Urumqi"))
    async with estate.store.begin(principal(row), purpose="test") as transaction:
        for statement in (
            "insert into event (stream, version, kind, format, at, received_at, actor, "
            "definition, normal, salts, leaf) "
            "values ('s', 1, 'Written', 1, now(), now(), 'a', 'd', 'n', 's', 'l')",
            "insert into record (id, type, number, version, state, title, org_path, created_at, "
            "updated_at, definition) "
            "values (gen_random_uuid(), 'hazard', 'H-1', 1, 'open', '隐患', '/', now(), now(), '')",
            "insert into media (hash, purpose, mime, bytes, received_at) "
            f"values ('{MEDIA}', 'photo', 'image/jpeg', 7, now())",
            "insert into node.outbox (id, queue, actor, body, mac, not_before) "
            "values (gen_random_uuid(), 'q', 'a', 'b', 'm', now())",
            "select nextval('number_seq')",
        ):
            await transaction.execute(statement)
    async with estate.store.begin(Sealer(row.schema, row.node), purpose="test") as transaction:
        await transaction.execute(
            "insert into seal (no, at, body, head, key_id, signature, cursor) "
            "values (1, now(), 'b', 'head', 'k', 's', '{}')"
        )
    async with estate.store.begin(Control(row.node), purpose="test") as transaction:
        await transaction.execute(
            "insert into subscription (tenant, module, plan, starts_at) "
            "values ($1, 'hazard', 'full', now())",
            row.id,
        )
    return row


async def count(estate: Estate, query: str, *args: object) -> int:
    admin = await asyncpg.connect(next(iter(estate.admin_dsns.values())))
    try:
        found: int = await admin.fetchval(query, *args)
    finally:
        await admin.close()
    return found


async def test_a_tenant_leaves_with_everything_and_is_restored_elsewhere(
    old: Estate, new: Estate, tmp_path: Path
) -> None:
    row = await settle(old)
    stays = await settle(old)
    manifest = await retire(old, row.id, tmp_path / "left")
    assert (manifest.counts["event"], manifest.counts["record"], manifest.counts["task"]) == (
        1,
        1,
        0,
    )
    assert [(file.hash, file.bytes) for file in manifest.media] == [(MEDIA, 7)]
    assert (manifest.seal_no, manifest.head) == (1, b"head".hex())
    assert manifest.discarded_messages == 1
    assert (await find(old.store, "main", row.id)).state == "retired"
    assert await count(old, "select count(*) from pg_namespace where nspname = $1", row.schema) == 0
    assert await count(old, "select count(*) from pg_roles where rolname = $1", row.role) == 0
    assert await count(old, "select count(*) from node.outbox where tenant = $1", row.role) == 0
    async with old.store.begin(principal(stays), purpose="test") as transaction:
        assert await transaction.fetchrow("select title from record")

    back = await restore(new, tmp_path / "left", node="home")
    assert (back.id, back.schema, back.name, back.timezone, back.state) == (
        row.id,
        row.schema,
        "甲公司",
        "Asia/Urumqi",
        "active",
    )
    assert back.role == f"new_{row.schema}"
    async with new.store.begin(principal(back), purpose="test") as transaction:
        record = await transaction.fetchrow("select title from record")
        number = await transaction.fetchrow("select nextval('number_seq') as next")
        await transaction.execute(
            "insert into event (stream, version, kind, format, at, received_at, actor, "
            "definition, normal, salts, leaf) "
            "values ('s', 2, 'Written', 1, now(), now(), 'a', 'd', 'n', 's', 'l')"
        )
        events = await transaction.fetch("select seq from event order by seq")
    assert record is not None
    assert record["title"] == "隐患"
    assert number is not None
    assert number["next"] == 2
    assert [event["seq"] for event in events] == [1, 2]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with new.store.begin(principal(back), purpose="test") as transaction:
            await transaction.execute("delete from event")
    assert await count(new, "select count(*) from control.subscription") == 1
    with pytest.raises(RestoreFailed, match="already"):
        await restore(new, tmp_path / "left", node="home")


async def test_a_failed_dump_leaves_the_tenant_at_work(old: Estate, tmp_path: Path) -> None:
    row = await settle(old)
    broken = tmp_path / "programs"
    broken.mkdir()
    (broken / "pg_dump").write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    (broken / "pg_dump").chmod(0o755)
    with pytest.raises(DumpFailed, match="no room"):
        await retire(old, row.id, tmp_path / "left", programs=broken)
    assert (await find(old.store, "main", row.id)).state == "active"
    async with old.store.begin(principal(row), purpose="test") as transaction:
        assert await transaction.fetchrow("select title from record")
    assert os.listdir(tmp_path) == ["programs"]


async def test_an_interrupted_leaving_is_completed_and_a_second_one_refused(
    old: Estate, tmp_path: Path
) -> None:
    row = await settle(old)
    await retire(old, row.id, tmp_path / "left")
    async with old.store.begin(Control("main"), purpose="test") as transaction:
        await transaction.execute("update tenant set state = 'quarantined' where id = $1", row.id)
    await retire(old, row.id, tmp_path / "left")
    assert (await find(old.store, "main", row.id)).state == "retired"
    with pytest.raises(LeavingRefused):
        await retire(old, row.id, tmp_path / "again")
    other = await settle(old)
    with pytest.raises(LeavingRefused):
        await retire(old, other.id, tmp_path / "left")
    assert (await find(old.store, "main", other.id)).state == "active"


WRITE = "insert into claim (key, generation, held, stream, at) values ($1, 1, true, 's', now())"


async def test_a_writer_at_work_is_waited_for_and_a_later_one_is_refused(
    old: Estate, tmp_path: Path
) -> None:
    row = await settle(old)
    begun, go = asyncio.Event(), asyncio.Event()

    async def write_late() -> None:
        async with old.store.begin(principal(row), purpose="test") as late:
            begun.set()
            await go.wait()
            await late.execute(WRITE, "too late")

    async def until_waiting(sessions: int) -> None:
        waiting = "select count(distinct pid) from pg_locks where not granted"
        while await count(old, waiting) < sessions:  # noqa: ASYNC110 (the database tells)
            await asyncio.sleep(0.01)

    async with old.store.begin(principal(row), purpose="test") as writer:
        await writer.execute(WRITE, "at work")
        later = asyncio.create_task(write_late())
        await begun.wait()
        leaving = asyncio.create_task(retire(old, row.id, tmp_path / "left"))
        await until_waiting(1)
        go.set()
        await until_waiting(2)
        assert not leaving.done()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await later
    assert (await leaving).counts["claim"] == 1


async def test_an_interrupted_leaver_gets_its_rights_back_by_the_next_migration(
    old: Estate, tmp_path: Path
) -> None:
    row = await settle(old)
    admin = await asyncpg.connect(old.admin_dsns["main"])
    try:
        await admin.execute(
            "update control.tenant set state = 'quarantined', error = 'leaving', grants = '' "
            f"where id = '{row.id}'; "
            f"revoke all on all tables in schema {row.schema} from {row.role}"
        )
    finally:
        await admin.close()
    assert (await migrate(old)).quarantined == ()
    async with old.store.begin(principal(row), purpose="test") as transaction:
        await transaction.execute(WRITE, "back")


@pytest.mark.parametrize("damage", ["dump", "count", "head", "revision", "absent"])
async def test_a_damaged_archive_is_refused_and_nothing_stays_behind(
    old: Estate, new: Estate, tmp_path: Path, damage: str
) -> None:
    row = await settle(old)
    folder = tmp_path / "left"
    await retire(old, row.id, folder)
    manifest = folder / "manifest.json"
    text = manifest.read_text()
    match damage:
        case "dump":
            with dump_file(folder).open("ab") as stream:
                stream.write(b"x")
        case "count":
            manifest.write_text(text.replace('"record": 1', '"record": 2'))
        case "head":
            manifest.write_text(text.replace(b"head".hex(), b"hand".hex()))
        case "revision":
            manifest.write_text(text.replace('"t0', '"t9'))
        case _:
            manifest.unlink()
    with pytest.raises((ArchiveBroken, RestoreFailed, ValueError)):
        await restore(new, folder, node="home")
    assert await count(new, "select count(*) from control.tenant") == 0
    assert await count(new, "select count(*) from pg_namespace where nspname = $1", row.schema) == 0
    assert (
        await count(new, "select count(*) from pg_roles where starts_with(rolname, 'new_t_')") == 0
    )
