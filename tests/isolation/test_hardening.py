"""Hardening is in force, asserted at start-up, and its absence is named and felt."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu_tenants.hardening import NotHardened, assert_hardened, weaknesses
from anshu_tenants.install import InstallationRefused, install
from tests.isolation.grounds import (
    NODE,
    PRIZE,
    SECRET,
    Grounds,
    Neighbours,
    open_grounds,
    settle,
)
from tests.tenants.fleet import new_database

MEASURES = {
    "set_config": "execute on function pg_catalog.set_config(text, text, boolean)",
    "pg_settings": "update on pg_catalog.pg_settings",
    "temporary tables": "temporary on database ward",
    "schema public": "create on schema public",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def weak_grounds(each_postgres: EmbeddedPostgres) -> AsyncIterator[Grounds]:
    """An installation by an administrator who is no superuser, as on managed servers."""
    admin = await asyncpg.connect(each_postgres.admin_dsn)
    await admin.execute("create role weak_admin login createrole password 'weak'")
    await admin.close()
    dsn = urlsplit(await new_database(each_postgres.admin_dsn, "weak", owner="weak_admin"))
    host = dsn.netloc.rpartition("@")[2]
    weak = urlunsplit(dsn._replace(netloc=f"weak_admin:weak@{host}"))
    opened = await open_grounds(weak, "weak", major=int(each_postgres.version.split(".")[0]))
    yield opened
    await opened.store.close()


async def test_an_installation_by_a_superuser_is_hardened(grounds: Grounds) -> None:
    assert await assert_hardened(grounds.store, NODE) == ()


@pytest.mark.parametrize("name", MEASURES)
async def test_each_missing_measure_stops_the_start_by_name_and_installing_again_cures_it(
    grounds: Grounds, name: str
) -> None:
    await grounds.as_admin(f"grant {MEASURES[name]} to public")
    with pytest.raises(NotHardened, match=name):
        await assert_hardened(grounds.store, NODE)
    assert await assert_hardened(grounds.store, NODE, accepted=frozenset({name})) == (name,)
    await install(grounds.admin_dsn, installation="ward", secret=SECRET, node=NODE)
    assert await weaknesses(grounds.store, NODE) == ()


async def test_a_server_that_refuses_is_installed_in_a_weaker_mode_named_measure_by_measure(
    weak_grounds: Grounds,
) -> None:
    # The administrator owns the database, so only the two catalogue measures are refused.
    assert await weaknesses(weak_grounds.store, NODE) == ("set_config", "pg_settings")
    with pytest.raises(NotHardened, match="set_config, pg_settings"):
        await assert_hardened(weak_grounds.store, NODE, accepted=frozenset({"schema public"}))


async def test_in_the_weaker_mode_grants_hold_but_an_injected_set_config_takes_the_next_statement(
    weak_grounds: Grounds,
) -> None:
    neighbours: Neighbours = await settle(weak_grounds)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await neighbours.attack("select key from {victim}.claim")
    injected = "select set_config('role', '{victim_role}', true)"
    rows = await neighbours.attack(injected, "select key from {victim}.claim")
    assert rows == [str((PRIZE,))]


async def test_in_the_weaker_mode_one_statement_leaks_on_a_server_with_libxml(
    weak_grounds: Grounds,
) -> None:
    neighbours = await settle(weak_grounds)
    statement = (
        "select set_config('role', '{victim_role}', true), "
        "query_to_xml('select key from {victim}.claim', true, false, '')"
    )
    if weak_grounds.server_major == 15:
        assert PRIZE in str(await neighbours.attack(statement))
    else:
        with pytest.raises(asyncpg.FeatureNotSupportedError):
            await neighbours.attack(statement)


async def test_a_database_of_another_installation_is_refused(grounds: Grounds) -> None:
    with pytest.raises(InstallationRefused, match="ward"):
        await install(grounds.admin_dsn, installation="other", secret=SECRET, node=NODE)
    admin = await asyncpg.connect(grounds.admin_dsn)
    try:
        assert await admin.fetch("select 1 from pg_roles where rolname like 'other%'") == []
    finally:
        await admin.close()


async def test_the_log_ins_have_time_limits_and_no_powers(grounds: Grounds) -> None:
    connection = await asyncpg.connect(grounds.settings.dsn("app"))
    try:
        limits = [
            await connection.fetchval(f"show {name}")
            for name in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
            )
        ]
        powers = await connection.fetch(
            """
            select rolname from pg_roles where rolname like 'ward\\_%'
                and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
                    or rolcanlogin <> (rolname ~ '_(app|control|sealer|eraser|relay)$')
                    or rolinherit = (rolname = 'ward_app'))
            """
        )
    finally:
        await connection.close()
    assert limits == ["30s", "5s", "1min"]
    assert powers == []
