"""What the database does not prevent, stated as tests so that nobody believes otherwise.

Whoever controls a whole statement controls the role: no user's text is ever a statement.
"""

import asyncpg
import pytest

from tests.isolation.grounds import PRIZE, Neighbours


async def test_names_of_other_schemas_and_columns_stay_visible(neighbours: Neighbours) -> None:
    rows = await neighbours.attack(
        "select count(*) from pg_attribute where attrelid in "
        "(select oid from pg_class where relname = 'event' "
        "and relnamespace = (select oid from pg_namespace where nspname = '{victim}'))"
    )
    assert rows != ["(0,)"]
    assert await neighbours.attack(
        "select pg_total_relation_size(oid) > 0 from pg_class where relname = 'seal' limit 1"
    ) == ["(True,)"]


@pytest.mark.parametrize(
    "statement",
    [
        "set role {victim_role}",
        "set local role {victim_role}",
        "do $$ begin execute 'set local role {victim_role}'; end $$",
    ],
)
async def test_a_whole_statement_can_still_take_a_neighbours_role(
    neighbours: Neighbours, statement: str
) -> None:
    rows = await neighbours.attack(statement, "select key from {victim}.claim")
    assert rows == [str((PRIZE,))]


async def test_the_simple_protocol_would_still_run_a_second_statement(
    neighbours: Neighbours,
) -> None:
    connection = await asyncpg.connect(neighbours.grounds.settings.dsn("app"))
    try:
        await connection.execute(f"begin; set local role {neighbours.attacker.role}")
        await connection.execute(neighbours.fill("select 1; set local role {victim_role}"))
        key = await connection.fetchval(neighbours.fill("select key from {victim}.claim"))
    finally:
        await connection.close()
    assert key == PRIZE


async def test_a_log_in_of_its_own_would_keep_a_whole_statement_inside_the_tenant(
    neighbours: Neighbours,
) -> None:
    attacker = neighbours.attacker.role
    name = f"{attacker}_own"
    await neighbours.grounds.as_admin(
        f"create role {name} login password 'x'; grant {attacker} to {name}"
    )
    try:
        dsn = neighbours.grounds.settings.dsn("app")
        connection = await asyncpg.connect(dsn, user=name, password="x")
        try:
            await connection.execute(f"set role {attacker}")
            for statement in (
                "set role {victim_role}",
                "set session authorization {victim_role}",
                "do $$ begin execute 'set local role {victim_role}'; end $$",
                "select key from {victim}.claim",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(neighbours.fill(statement))
        finally:
            await connection.close()
    finally:
        await neighbours.grounds.as_admin(f"drop role {name}")


@pytest.mark.parametrize(
    "statement",
    [
        "select pg_advisory_xact_lock(1)",
        "select pg_notify('channel', 'text')",
        "select lo_create(0)",
    ],
)
async def test_locks_notifications_and_large_objects_stay_possible(
    neighbours: Neighbours, statement: str
) -> None:
    assert await neighbours.attack(statement)
