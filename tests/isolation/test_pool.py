"""What one tenant leaves on a shared backend never meets the next tenant."""

import asyncio
from typing import cast

import asyncpg
import pytest

from anshu.store.node import ARRAY_TYPES, Node
from anshu.store.principal import Control, Principal, PrincipalError, Relay, Sealer, Tenant
from anshu.store.unit_of_work import CommitFailed, Transaction, TransactionOver, UnknownNode
from anshu_tenants.registry import principal
from tests.isolation.grounds import Neighbours

CLAIM = (
    "insert into claim (key, generation, held, stream, at) values ($1::text, 1, true, 's', now())"
)


async def test_two_tenants_on_one_backend_see_each_their_own_rows(neighbours: Neighbours) -> None:
    first, second = principal(neighbours.attacker), principal(neighbours.victim)
    question = "select pg_backend_pid(), current_user::text, array_agg(key) from claim"
    for who, key in ((first, "one backend 1"), (second, "one backend 2")):
        await neighbours.grounds.run(who, CLAIM, args=[key])
    # The same text is one prepared statement on this backend, run for both in turn.
    answers = [await neighbours.grounds.run(who, question) for who in (first, second) * 3]
    assert len({answer[0].split(",")[0] for answer in answers}) == 1
    for answer, key in zip(answers, ("one backend 1", "one backend 2") * 3, strict=True):
        assert key in answer[0]
        assert answer[0].count("one backend") == 1


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("set search_path to {victim}", "show search_path"),
        ("set role {victim_role}", "select current_user::text"),
        ("set statement_timeout to 0", "show statement_timeout"),
        ("set default_transaction_read_only to on", "show transaction_read_only"),
        (
            "set default_transaction_isolation to 'repeatable read'",
            "show transaction_isolation",
        ),
        ("set row_security to off", "show row_security"),
    ],
)
async def test_a_session_setting_does_not_reach_the_next_transaction(
    neighbours: Neighbours, statement: str, question: str
) -> None:
    before = await neighbours.attack(question)
    pid = await neighbours.attack("select pg_backend_pid()")
    await neighbours.attack(statement)
    assert await neighbours.attack(question) == before
    assert await neighbours.attack("select pg_backend_pid()") == pid


async def test_a_cancelled_transaction_is_not_committed_by_the_next_tenant(
    neighbours: Neighbours,
) -> None:
    written = asyncio.Event()

    async def abandoned() -> None:
        async with neighbours.grounds.store.begin(
            principal(neighbours.attacker), purpose="test"
        ) as transaction:
            await transaction.execute(CLAIM, "cancelled")
            written.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(abandoned())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await neighbours.grounds.run(principal(neighbours.victim), "select 1")
    assert await neighbours.attack("select 1 from claim where key = 'cancelled'") == []


async def test_a_statement_cancelled_half_way_takes_its_transaction_with_it(
    neighbours: Neighbours,
) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await neighbours.attack(CLAIM.replace("$1::text", "'half way'"), "select pg_sleep(60)")
    await neighbours.grounds.run(principal(neighbours.victim), "select 1")
    assert await neighbours.attack("select 1 from claim where key = 'half way'") == []


async def test_a_connection_that_comes_back_in_a_transaction_is_closed(
    neighbours: Neighbours,
) -> None:
    node = Node(neighbours.grounds.settings)
    lane = node.lane("app", "fast")
    async with lane.connection("a") as connection:
        first = connection.get_server_pid()
        await connection.execute("begin")
    async with lane.connection("b") as connection:
        assert connection.get_server_pid() != first
        assert not connection.is_in_transaction()
    await node.close()


async def test_a_failed_transaction_is_an_error_although_commit_raises_nothing(
    neighbours: Neighbours,
) -> None:
    with pytest.raises(CommitFailed):
        async with neighbours.grounds.store.begin(
            principal(neighbours.attacker), purpose="test"
        ) as transaction:
            await transaction.execute(CLAIM, "failed")
            with pytest.raises(asyncpg.DivisionByZeroError):
                await transaction.execute("select 1 / 0")
    assert await neighbours.attack("select 1 from claim where key = 'failed'") == []


@pytest.mark.parametrize("ending", ["commit", "rollback"])
async def test_a_transaction_that_a_statement_ended_runs_nothing_more(
    neighbours: Neighbours, ending: str
) -> None:
    with pytest.raises(CommitFailed):
        async with neighbours.grounds.store.begin(
            principal(neighbours.attacker), purpose="test"
        ) as transaction:
            await transaction.execute(ending)
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await transaction.fetch(neighbours.fill("select key from {victim}.claim"))


async def test_a_kept_transaction_cannot_speak_in_the_next_tenants(neighbours: Neighbours) -> None:
    store = neighbours.grounds.store
    async with store.begin(principal(neighbours.attacker), purpose="test") as kept:
        await kept.fetch("select 1")
    async with store.begin(principal(neighbours.victim), purpose="test"):
        for call in (kept.fetch, kept.fetchrow, kept.execute):
            with pytest.raises(TransactionOver):
                await call("select key from claim")
        with pytest.raises(TransactionOver):
            await kept.execute_many(CLAIM, [["kept"]])


@pytest.mark.parametrize(
    "who",
    [
        None,
        "app",
        Tenant(schema="t_a; drop schema public", role="r", node="main"),
        Tenant(schema="t_a", role="none, pg_catalog", node="main"),
        Tenant(schema="t_a", role='"r"', node="main"),
        Tenant(schema="", role="r", node="main"),
        Sealer(schema="T_A", node="main"),
    ],
)
async def test_begin_refuses_what_is_no_principal(neighbours: Neighbours, who: object) -> None:
    with pytest.raises((PrincipalError, AttributeError)):
        async with neighbours.grounds.store.begin(cast(Principal, who), purpose="test"):
            pytest.fail("it began")


async def test_begin_refuses_an_unknown_node(neighbours: Neighbours) -> None:
    with pytest.raises(UnknownNode):
        async with neighbours.grounds.store.begin(Control("elsewhere"), purpose="test"):
            pytest.fail("it began")


async def test_arrays_of_every_type_pass_under_a_tenants_role(neighbours: Neighbours) -> None:
    node = Node(neighbours.grounds.settings)
    async with node.lane("app", "fast").connection("fresh") as connection:
        await connection.execute("begin")
        await connection.execute(f"set local role {neighbours.attacker.role}")
        for array_type in ARRAY_TYPES:
            assert await connection.fetchval(f"select $1::{array_type}[]", None) is None
            assert await connection.fetchval(f"select $1::{array_type}[]", []) == []
        # Any other type shows that the order matters: asyncpg asks, and the role may not.
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetchval("select $1::point[]", [])
    await node.close()


async def test_a_predecessors_temporary_table_does_not_hide_the_tenants_own(
    neighbours: Neighbours,
) -> None:
    everyone = "temporary on database ward"
    await neighbours.grounds.as_admin(f"grant {everyone} to public")
    try:
        await neighbours.attack(
            "create temp table claim (key text)", "grant all on pg_temp.claim to public"
        )
        rows = await neighbours.grounds.run(principal(neighbours.victim), "select key from claim")
        assert rows
    finally:
        await neighbours.attack("drop table pg_temp.claim")
        await neighbours.grounds.as_admin(f"revoke {everyone} from public")


async def test_every_transaction_reports_its_role_to_the_observers(neighbours: Neighbours) -> None:
    store = neighbours.grounds.store
    seen: list[Principal] = []
    watch = store.observers
    watch.append(lambda ended: seen.append(ended.principal))
    try:
        await neighbours.attack("select 1")
        async with store.begin(Relay("main"), purpose="test") as transaction:
            assert isinstance(transaction, Transaction)
    finally:
        watch.pop()
    assert seen == [principal(neighbours.attacker), Relay("main")]
