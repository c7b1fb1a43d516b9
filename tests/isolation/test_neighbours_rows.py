"""What an attacker cannot get from a neighbour by a forgotten filter or an injected fragment."""

import asyncpg
import pytest

from anshu_tenants.registry import principal
from tests.isolation.grounds import PRIZE, Neighbours

Denied = asyncpg.InsufficientPrivilegeError


async def test_a_forgotten_filter_reads_only_the_own_schema(neighbours: Neighbours) -> None:
    assert await neighbours.attack("select key from claim") == []
    assert await neighbours.attack("select title from record") == []
    victim = principal(neighbours.victim)
    assert PRIZE in str(await neighbours.grounds.run(victim, "select key from claim"))


@pytest.mark.parametrize(
    "statement",
    [
        "select key from {victim}.claim",
        "select title from {victim}.record",
        "select normal from {victim}.event",
        "select body from {victim}.seal",
        "insert into {victim}.handled (message, at) values (gen_random_uuid(), now())",
        "update {victim}.record set title = 'mine'",
        "delete from {victim}.record",
        "truncate {victim}.record",
        "lock table {victim}.record",
        "select nextval('{victim}.number_seq')",
        "select key from claim union all select key from {victim}.claim",
        "select key from claim where key = (select min(key) from {victim}.claim)",
        "select * from ts_stat('select normal_search from {victim}.record')",
        "select count(*) from pg_catalog.pg_statistic",
        "copy {victim}.claim to stdout",
    ],
)
async def test_naming_the_neighbours_schema_is_denied(
    neighbours: Neighbours, statement: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select set_config('role', '{victim_role}', true)",
        "select set_config('search_path', '{victim}', true)",
        "select key from claim union all select set_config('role', '{victim_role}', true)",
        "with s as materialized (select set_config('role', '{victim_role}', true)) "
        "select key from s, {victim}.claim",
        "select set_config('role', '{victim_role}', true), "
        "query_to_xml('select key from {victim}.claim', true, false, '')",
        "update pg_settings set setting = '{victim_role}' where name = 'role'",
    ],
)
async def test_an_injected_fragment_cannot_change_the_role(
    neighbours: Neighbours, statement: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select query_to_xml('select key from {victim}.claim', true, false, '')",
        "select table_to_xml('{victim}.claim', true, false, '')",
        "select schema_to_xml('{victim}', true, false, '')",
    ],
)
async def test_xml_functions_do_not_read_the_neighbour(
    neighbours: Neighbours, statement: str
) -> None:
    try:
        answer = await neighbours.attack(statement)
    except (Denied, asyncpg.FeatureNotSupportedError):
        return
    # schema_to_xml leaves out what the role may not read.
    assert PRIZE not in str(answer)


@pytest.mark.parametrize("args", [(), ("x",)])
async def test_a_second_statement_in_one_text_is_a_syntax_error(
    neighbours: Neighbours, args: tuple[str, ...]
) -> None:
    first = "select $1::text" if args else "select 1"
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await neighbours.attack(first + "; set role {victim_role}", args=args)


@pytest.mark.parametrize(
    "statement",
    [
        "set session authorization anshu_admin",
        "set session authorization {victim_role}",
        "set role anshu_admin",
        "set role ward_owner",
        "set role ward_control",
        "set role ward_sealer",
    ],
)
async def test_no_role_outside_the_tenants_can_be_taken(
    neighbours: Neighbours, statement: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (a int)",
        "create table public.mine (a int)",
        "create temp table mine (a int)",
        "create schema mine",
        "create function public.mine() returns int language sql as 'select 1'",
        "create view public.mine as select 1",
        "create role mine",
        "drop table claim",
        "drop table {victim}.claim",
        "alter table claim add column mine int",
        "comment on table claim is 'mine'",
        "create index on claim (stream)",
        "alter role ward_app set search_path to mine",
    ],
)
async def test_a_tenant_creates_changes_and_drops_no_object(
    neighbours: Neighbours, statement: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(statement)


async def test_a_tenant_cannot_pass_its_rights_on(neighbours: Neighbours) -> None:
    # PostgreSQL answers with a warning, so the catalogue is asked.
    await neighbours.attack("grant select on claim to public")
    rows = await neighbours.attack(
        "select relacl::text from pg_class where oid = 'claim'::regclass"
    )
    assert "{=r/" not in rows[0]
    assert ",=r/" not in rows[0]


@pytest.mark.parametrize(
    "statement",
    [
        "select pg_read_file('PG_VERSION')",
        "select pg_ls_dir('.')",
        "select lo_import('/etc/passwd')",
        "copy claim to '/tmp/mine'",
        "copy claim to program 'cat'",
        "select rolpassword from pg_authid",
        "select pg_reload_conf()",
        "select * from pg_show_all_file_settings()",
    ],
)
async def test_the_servers_files_and_secrets_are_denied(
    neighbours: Neighbours, statement: str
) -> None:
    with pytest.raises(Denied):
        await neighbours.attack(statement)


async def test_statistics_of_a_neighbours_columns_are_hidden(neighbours: Neighbours) -> None:
    await neighbours.grounds.as_admin(f"analyze {neighbours.victim.schema}.claim")
    question = "select most_common_vals::text from pg_stats where schemaname = '{victim}'"
    assert await neighbours.attack(question) == []
    rows = await neighbours.grounds.run(
        principal(neighbours.victim),
        neighbours.fill("select count(*) > 0 from pg_stats where schemaname = '{victim}'"),
    )
    assert rows == ["(True,)"]


async def test_the_text_of_other_sessions_statements_is_hidden(neighbours: Neighbours) -> None:
    other = await asyncpg.connect(neighbours.grounds.settings.dsn("app"))
    try:
        await other.execute("select 'the text of a neighbour'")
        rows = await neighbours.attack(
            f"select query from pg_stat_activity where pid = {other.get_server_pid()}"
        )
    finally:
        await other.close()
    assert rows == ["('<insufficient privilege>',)"]


async def test_the_log_in_without_a_tenant_reads_and_writes_nothing(
    neighbours: Neighbours,
) -> None:
    bare = await asyncpg.connect(neighbours.grounds.settings.dsn("app"))
    try:
        for statement in (
            "select key from {victim}.claim",
            "select id from node.outbox",
            "select id from control.tenant",
            "insert into node.outbox (id, queue, actor, body, mac, not_before) "
            "values (gen_random_uuid(), 'q', 'a', 'b', 'm', now())",
            "create table public.mine (a int)",
        ):
            with pytest.raises(Denied):
                await bare.execute(neighbours.fill(statement))
        with pytest.raises(asyncpg.UndefinedTableError):
            await bare.execute("select key from claim")
    finally:
        await bare.close()
