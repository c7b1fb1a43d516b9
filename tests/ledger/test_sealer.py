"""Everything visible is sealed once, whatever transactions elsewhere do."""

import asyncio

import asyncpg
import pytest
from msgspec.structs import replace

from anshu.embedded.server import EmbeddedPostgres
from anshu.ledger import sealer
from anshu.ledger.cursor import Gap
from anshu.ledger.queries import last_seal, seals
from anshu.ledger.seal import Seal
from anshu.ledger.sealer import register_key, seal_dirty
from anshu.ledger.signing import key_id, signature_holds, signing_key
from anshu.store.principal import Control, Sealer
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.ledger.books import AT, KEY, append, append_now, principal, seal

Pair = tuple[TenantRow, TenantRow]


async def gaps(store: Store, row: TenantRow) -> tuple[Gap, ...]:
    async with store.begin(Sealer(row.schema, row.node), purpose="test.look") as tx:
        last = await last_seal(tx)
    assert last is not None
    return last.cursor.gaps


def covered(sealed: Seal | None) -> tuple[tuple[int, int], ...]:
    assert sealed is not None
    return sealed.content().events


async def test_visible_events_are_sealed_once_and_chained(store: Store, tenant_pair: Pair) -> None:
    row, other = tenant_pair
    await append_now(store, row, "hazard-1", 1, 2)
    first = await seal(store, row)
    assert first is not None
    assert covered(first) == ((1, 2),)
    assert await seal(store, row) is None
    await append_now(store, row, "hazard-1", 3)
    second = await seal(store, row)
    assert second is not None
    assert covered(second) == ((3, 3),)
    assert second.content().prev == first.head.hex()
    assert second.content().ledger == row.schema
    assert signature_holds(KEY.public, b"anshu/seal\x00" + second.body, second.signature)
    assert await seal(store, other) is None


async def test_a_slow_transaction_holds_nothing_up_and_is_sealed_as_a_straggler(
    store: Store, tenant_pair: Pair
) -> None:
    row, _ = tenant_pair
    async with store.begin(principal(row), purpose="test.slow") as slow:
        await append(slow, "hazard-1", 1)
        await append_now(store, row, "hazard-2", 1)
        assert covered(await seal(store, row)) == ((2, 2),)
        assert await seal(store, row) is None
        await append_now(store, row, "hazard-2", 2)
        assert covered(await seal(store, row)) == ((3, 3),)
        assert [(g.first, g.last) for g in await gaps(store, row)] == [(1, 1)]
    assert covered(await seal(store, row)) == ((1, 1),)
    assert await gaps(store, row) == ()


async def test_a_gap_stays_while_the_newest_transaction_id_is_the_one_that_fills_it(
    store: Store, tenant_pair: Pair
) -> None:
    """The snapshot's upper end equals the slow transaction's id here."""
    row, _ = tenant_pair
    async with store.begin(principal(row), purpose="test.quick") as quick:
        await quick.fetchrow("select pg_current_xact_id()")
        slow = store.begin(principal(row), purpose="test.slow")
        tx = await slow.__aenter__()
        await append(tx, "hazard-1", 1)
        await append(quick, "hazard-2", 1)
    assert covered(await seal(store, row)) == ((2, 2),)
    await append_now(store, row, "hazard-2", 2)
    assert covered(await seal(store, row)) == ((3, 3),)
    await slow.__aexit__(None, None, None)
    assert covered(await seal(store, row)) == ((1, 1),)


async def test_a_drawn_number_always_belongs_to_a_transaction_with_an_id(
    store: Store, tenant_pair: Pair, postgres: EmbeddedPostgres
) -> None:
    """The table draws the id before the number; a trigger function looks at that moment."""
    row, _ = tenant_pair
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        order = await admin.fetch(
            "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 "
            "order by attnum limit 2",
            f"{row.schema}.event",
        )
        assert [r["attname"] for r in order] == ["xid", "seq"]
        plan = await admin.fetch(
            f"explain (verbose, costs off) insert into {row.schema}.event "
            "(stream, version, kind, format, at, received_at, actor, definition, normal, salts, "
            "leaf)"
            " select 's', 1, 'k', 1, now(), now(), 'a', '', '', '', '' from generate_series(1, 2)"
        )
        text = "\n".join(r[0] for r in plan)
        assert text.index("pg_current_xact_id()") < text.index("nextval(")
    finally:
        await admin.close()


async def test_gaps_of_rollbacks_are_dropped(store: Store, tenant_pair: Pair) -> None:
    row, _ = tenant_pair
    with pytest.raises(ZeroDivisionError):
        async with store.begin(principal(row), purpose="test.failing") as tx:
            await append(tx, "hazard-1", 1, 2)
            raise ZeroDivisionError
    await append_now(store, row, "hazard-1", 1)
    assert covered(await seal(store, row)) == ((3, 3),)
    assert await gaps(store, row) == ()


async def test_a_restored_cluster_whose_ids_start_anew_continues(
    store: Store, tenant_pair: Pair, postgres: EmbeddedPostgres
) -> None:
    row, _ = tenant_pair
    async with store.begin(principal(row), purpose="test.slow") as slow:
        await append(slow, "hazard-1", 1)
        await append_now(store, row, "hazard-2", 1)
        await seal(store, row)
        raised = [replace(gap, bound=gap.bound + 10**9) for gap in await gaps(store, row)]
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        await admin.execute(
            f"update {row.schema}.seal "
            "set cursor = jsonb_set(cursor, '{gaps,0,2}', $1::text::jsonb)",
            str(raised[0].bound),
        )
    finally:
        await admin.close()
    await append_now(store, row, "hazard-2", 2)
    assert covered(await seal(store, row)) == ((1, 1), (3, 3))
    assert await gaps(store, row) == ()


async def test_a_long_backlog_is_sealed_in_batches(
    store: Store, tenant_pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealer, "BATCH", 3)
    row, other = tenant_pair
    await append_now(store, row, "hazard-1", *range(1, 8))
    assert covered(await seal(store, row)) == ((1, 3),)
    await append_now(store, other, "hazard-1", *range(1, 7))
    dirty = [Sealer(one.schema, one.node) for one in tenant_pair]
    run = await seal_dirty(store, dirty, key=KEY, now=AT)
    assert covered(run.sealed[row.schema]) == ((7, 7),)
    assert covered(run.sealed[other.schema]) == ((4, 6),)
    assert await seal(store, other) is None


async def test_one_tenants_failure_stops_no_other(store: Store, tenant_pair: Pair) -> None:
    row, other = tenant_pair
    await append_now(store, row, "hazard-1", 1)
    dirty = [Sealer("t_nowhere", row.node), Sealer(row.schema, row.node)]
    run = await seal_dirty(store, dirty, key=KEY, now=AT)
    assert set(run.sealed) == {row.schema}
    assert "UndefinedTable" in run.failed["t_nowhere"]
    assert other.schema not in run.sealed


async def test_a_damaged_ledger_stops_no_other(
    store: Store, tenant_pair: Pair, postgres: EmbeddedPostgres
) -> None:
    for row in tenant_pair:
        await append_now(store, row, "hazard-1", 1)
        await seal(store, row)
        await append_now(store, row, "hazard-1", 2)
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        await admin.execute(f"update {tenant_pair[0].schema}.seal set body = 'x'")
    finally:
        await admin.close()
    dirty = [Sealer(row.schema, row.node) for row in tenant_pair]
    run = await seal_dirty(store, dirty, key=KEY, now=AT)
    assert (set(run.failed), set(run.sealed)) == (
        {tenant_pair[0].schema},
        {tenant_pair[1].schema},
    )


async def test_two_sealers_of_one_tenant_make_one_chain(store: Store, tenant_pair: Pair) -> None:
    row, _ = tenant_pair
    for version in range(1, 6):
        await append_now(store, row, "hazard-1", version)
        await asyncio.gather(*(seal(store, row) for _ in range(3)))
    async with store.begin(principal(row), purpose="test.look") as tx:
        found = await seals(tx, first=1, last=99)
    assert [covered(one) for one in found] == [((n, n),) for n in range(1, 6)]


async def test_the_public_key_is_published_once(store: Store, control_node: str) -> None:
    for _ in range(2):
        await register_key(store, control_node, key=KEY, now=AT)
    async with store.begin(Control(control_node), purpose="test.look") as tx:
        rows = await tx.fetch("select public_key from signing_key where key_id = $1", KEY.key_id)
    assert [row["public_key"] for row in rows] == [KEY.public]
    assert key_id(KEY.public) == KEY.key_id


def test_a_key_depends_on_the_whole_secret_and_is_not_shown() -> None:
    assert signing_key(b"a secret for the ledger's tests").public == KEY.public
    assert signing_key(b"another secret for the tests").public != KEY.public
    assert "private" not in repr(KEY)
    with pytest.raises(ValueError, match="16 bytes"):
        signing_key(b"short")
