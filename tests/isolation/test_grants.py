"""What each role may do with the books, the outbox and the control schema."""

import asyncpg
import pytest

from anshu.store.principal import Control, Eraser, Relay, Sealer
from anshu_tenants.registry import principal
from tests.isolation.grounds import (
    INSERT_EVENT,
    INSERT_MESSAGE,
    INSERT_RECORD,
    INSERT_SEAL,
    NODE,
    PRIZE,
    Neighbours,
)

Denied = asyncpg.InsufficientPrivilegeError
TABLES = (
    "event", "seal", "claim", "state", "handled", "definition", "record", "task", "deadline",
    "notice", "media", "fact", "connector", "import_job", "import_row", "upload",
    "signing_pin", "signing_key", "signing_challenge", "seen",
    "media_uploader", "advice",
    "notify_wish", "notify_setting", "notify_template", "notify_digest", "webhook", "delivery",
    "list_view", "board_cursor", "board_mark", "board_tally", "board_setting", "observation",
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
async def test_a_tenant_deletes_and_truncates_nothing(neighbours: Neighbours, table: str) -> None:
    for statement in (f"delete from {table}", f"truncate {table}"):
        with pytest.raises(Denied):
            await neighbours.attack(statement)


async def test_the_list_of_tables_is_complete(neighbours: Neighbours) -> None:
    rows = await neighbours.attack(
        "select relname::text from pg_class "
        "where relnamespace = '{victim}'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')"
    )
    assert sorted(rows) == sorted(str((table,)) for table in TABLES)


@pytest.mark.parametrize(
    "statement",
    [
        "update event set kind = 'mine'",
        "update event set personal = null",
        "insert into event (seq, stream, version, kind, format, at, received_at, actor, "
        "definition, normal, salts, leaf) overriding system value "
        "values (1, 's', 1, 'k', 1, now(), now(), 'a', '', '', '', '')",
        "insert into event (xid, stream, version, kind, format, at, received_at, actor, "
        "definition, normal, salts, leaf) "
        "values ('1', 's', 1, 'k', 1, now(), now(), 'a', '', '', '', '')",
        "select nextval('event_seq_seq')",
        "select setval('event_seq_seq', 1)",
        "update claim set held = false",
        "update handled set at = now()",
        "update observation set value = 0",
        "update definition set name = 'mine'",
        "insert into state (one) values (true)",
        "select setval('number_seq', 1)",
        INSERT_SEAL.replace("$1", "'mine'"),
        "update seal set body = 'mine'",
    ],
)
async def test_a_tenant_cannot_rewrite_its_own_history(
    neighbours: Neighbours, statement: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(statement)


async def test_a_tenant_writes_its_ledger_and_its_records(neighbours: Neighbours) -> None:
    me = principal(neighbours.attacker)
    await neighbours.grounds.run(me, INSERT_EVENT, args=[b"mine"])
    await neighbours.grounds.run(me, INSERT_RECORD, args=["mine"])
    await neighbours.attack("update record set title = 'ours'")
    await neighbours.attack("update state set policy_version = policy_version + 1")
    await neighbours.attack("select nextval('number_seq')")
    await neighbours.attack(
        "insert into handled (message, at) values (gen_random_uuid(), now()) on conflict do nothing"
    )
    assert await neighbours.attack("select title from record") == ["('ours',)"]


@pytest.mark.parametrize(
    "statement",
    [
        "select id from node.outbox",
        "delete from node.outbox",
        "update node.outbox set tenant = '{victim_role}'",
        INSERT_MESSAGE.replace("$1", "''") + " returning id",
        INSERT_MESSAGE.replace("$1", "''") + " on conflict (id) do nothing",
        "insert into node.outbox (id, tenant, queue, actor, body, mac, not_before) "
        "values (gen_random_uuid(), '{victim_role}', 'q', 'a', 'b', 'm', now())",
        "insert into node.outbox (id, state, queue, actor, body, mac, not_before) "
        "values (gen_random_uuid(), 'dead', 'q', 'a', 'b', 'm', now())",
    ],
)
async def test_a_tenant_reads_no_message_and_forges_no_sender(
    neighbours: Neighbours, statement: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(statement)


async def test_the_database_writes_the_sender_of_a_message(neighbours: Neighbours) -> None:
    await neighbours.grounds.run(
        principal(neighbours.attacker), INSERT_MESSAGE, args=[b"who sent this"]
    )
    rows = await neighbours.grounds.run(
        Relay(NODE), "select tenant::text from outbox where body = 'who sent this'"
    )
    assert rows == [str((neighbours.attacker.role,))]


@pytest.mark.parametrize("table", ["tenant", "account", "session", "token", "alembic_version"])
async def test_a_tenant_reads_nothing_of_the_control_schema(
    neighbours: Neighbours, table: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(f"select 1 from control.{table}")


async def test_a_tenant_does_not_see_the_nodes_version_table(neighbours: Neighbours) -> None:
    with pytest.raises(Denied):
        await neighbours.attack("select 1 from node.alembic_version")


async def test_the_sealer_reads_leaves_and_writes_seals_only(neighbours: Neighbours) -> None:
    sealer = Sealer(neighbours.victim.schema, NODE)
    run = neighbours.grounds.run
    assert await run(sealer, "select seq, stream, version, leaf, xid from event")
    assert await run(sealer, "select body from seal")
    for statement in (
        "select normal from event",
        "select personal from event",
        "select salts from event",
        "select title from record",
        "update event set leaf = ''",
        "update seal set body = ''",
        "delete from seal",
        "select 1 from control.tenant",
        "select 1 from node.outbox",
        f"set role {neighbours.victim.role}",
    ):
        with pytest.raises(Denied):
            await run(sealer, statement)


async def test_the_eraser_updates_personal_and_salts_only(neighbours: Neighbours) -> None:
    eraser = Eraser(neighbours.victim.schema, NODE)
    run = neighbours.grounds.run
    await run(eraser, "update event set personal = null, salts = '' where version = 1")
    assert await run(eraser, "select personal from event") == ["(None,)"]
    for statement in (
        "select normal from event",
        "update event set normal = ''",
        "update event set leaf = ''",
        "delete from event",
        "select body from seal",
        "select title from record",
        "select 1 from control.tenant",
        f"set role {neighbours.victim.role}",
    ):
        with pytest.raises(Denied):
            await run(eraser, statement)


async def test_the_control_log_in_reads_no_tenants_schema(neighbours: Neighbours) -> None:
    for statement in (
        f"select 1 from {neighbours.victim.schema}.record",
        "select 1 from node.outbox",
        "select 1 from control.alembic_version",
        f"set role {neighbours.victim.role}",
        "create table control.mine (a int)",
    ):
        with pytest.raises(Denied):
            await neighbours.grounds.run(Control(NODE), statement)


async def test_the_relay_reads_the_outbox_only(neighbours: Neighbours) -> None:
    relay = Relay(NODE)
    rows = await neighbours.grounds.run(relay, "select convert_from(body, 'utf8') from outbox")
    assert str((PRIZE,)) in rows
    for statement in (
        f"select 1 from {neighbours.victim.schema}.record",
        "select 1 from control.tenant",
        "truncate outbox",
        "select 1 from alembic_version",
        f"set role {neighbours.victim.role}",
    ):
        with pytest.raises(Denied):
            await neighbours.grounds.run(relay, statement)


async def test_only_the_tenants_log_in_is_a_member_of_anything(neighbours: Neighbours) -> None:
    rows = await neighbours.grounds.run(
        Control(NODE),
        """
        select distinct member::regrole::text, roleid::regrole::text ~ '^ward_t_'
        from pg_auth_members
        where member::regrole::text in
            ('ward_app', 'ward_control', 'ward_sealer', 'ward_eraser', 'ward_relay', 'ward_owner')
        """,
    )
    assert rows == ["('ward_app', True)"]
