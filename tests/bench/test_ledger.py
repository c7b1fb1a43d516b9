"""A ledger's append over a plain insert of the same columns, sealing, and checking an event."""

import asyncio
import os
import time
from datetime import UTC, datetime
from statistics import median
from uuid import uuid4

import asyncpg
import pytest

from anshu.embedded.server import EmbeddedPostgres
from anshu.ledger.append import EVENT_COLUMNS, event_columns, insert_events
from anshu.ledger.check import check_ledger
from anshu.ledger.leaf import NewEvent, encode
from anshu.ledger.sealer import register_key, seal_tenant
from anshu.ledger.signing import signing_key
from anshu.records.services import Services
from anshu.store.node import Node
from anshu.store.principal import begin_statement
from anshu_tenants.registry import principal
from tests.bench.table import table
from tests.records.people import Plant

RUNS, EACH, CONNECTIONS = 7, 400, 8
DEFINITION = b"\1" * 32
TABLES = """
create table {schema}.bench_work (id uuid primary key, said text, at timestamptz default now());
create table {schema}.bench_plain as select {columns} from {schema}.event limit 0;
create index on {schema}.bench_plain (stream, version);
grant insert on {schema}.bench_work, {schema}.bench_plain to {role};
"""
WORK = "insert into bench_work (id, said) values ($1, $2)"


@pytest.mark.timeout(300)
async def test_ledger_over_a_plain_insert(
    services: Services, plant: Plant, postgres: EmbeddedPostgres
) -> None:
    tenant = principal(plant.row)
    admin = await asyncpg.connect(postgres.admin_dsn)
    columns = ", ".join(EVENT_COLUMNS)
    await admin.execute(TABLES.format(schema=tenant.schema, role=tenant.role, columns=columns))
    await admin.close()
    node = Node(services.settings.nodes[0])
    # The product's own connections: under a tenant's role asyncpg cannot ask about array types.
    connections = [await node._open("app") for _ in range(CONNECTIONS)]
    append = insert_events()
    ways = {
        "work only": "",
        "work + plain insert": append.replace("insert into event", "insert into bench_plain"),
        "work + ledger append": append,
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    try:
        for _ in range(RUNS):
            for name, sql in ways.items():
                rates[name].append(await _rate(connections, begin_statement(tenant), sql))
    finally:
        for connection in connections:
            await connection.close()
    shown = table(
        f"G12 ledger: transactions/s, one tenant, {CONNECTIONS} connections", "way", "tx/s", "ratio"
    )
    plain = median(rates["work + plain insert"])
    for name, runs in rates.items():
        shown.add(name, median(runs), median(runs) / plain)
    assert median(rates["work + ledger append"]) / plain > 0.3
    await _seal_and_check(services, plant)


async def _seal_and_check(services: Services, plant: Plant) -> None:
    tenant, key = principal(plant.row), signing_key(services.settings.secret)
    now = datetime.now(UTC)
    await register_key(services.store, services.settings.control_node, key=key, now=now)
    begun = time.perf_counter()
    await seal_tenant(services.store, tenant.schema, tenant.node, key=key, now=now)
    sealing = time.perf_counter() - begun
    taken = []
    for _ in range(RUNS):
        async with services.store.begin(tenant, purpose="bench.check") as tx:
            begun = time.perf_counter()
            report = await check_ledger(tx, now=now)
            taken.append(time.perf_counter() - begun)
    assert report.ok, report.findings
    shown = table(f"Ledger of {report.events} events", "what", "µs per event")
    shown.add("sealing (one run)", sealing / report.sealed * 1e6)
    shown.add("checking leaves, seals, streams", median(taken) / report.events * 1e6)


async def _rate(connections: list[asyncpg.Connection], begin: str, sql: str) -> float:
    share = EACH // len(connections)
    begun = time.perf_counter()
    await asyncio.gather(*(_transactions(one, begin, sql, share) for one in connections))
    return share * len(connections) / (time.perf_counter() - begun)


async def _transactions(connection: asyncpg.Connection, begin: str, sql: str, count: int) -> None:
    for _ in range(count):
        await connection.execute(begin)
        await connection.fetch(WORK, uuid4(), "3号反应釜机械密封渗漏")
        if "bench_plain" in sql:
            await connection.fetch(sql, *_plain())
        elif sql:
            await connection.fetch(sql, *_appended())
        await connection.execute("COMMIT")


def _event() -> NewEvent:
    now = datetime.now(UTC)
    data: dict[str, object] = {f"field_{n}": f"第{n}处漏油，地面有积液" for n in range(8)}
    return NewEvent(kind="RecordCreated", at=now, received_at=now, actor="person:x", normal=data)


def _appended() -> tuple[list[object], ...]:
    event = encode(
        _event(), stream=f"leak-{uuid4()}", version=1, definition=DEFINITION, salt=os.urandom(32)
    )
    return event_columns([event])


def _plain() -> tuple[list[object], ...]:
    """The same columns and sizes, without a canonical form, salts or a leaf."""
    event, filler = _event(), b"\0" * 32
    said = str(event.normal).encode()
    return (
        [f"leak-{uuid4()}"], [1], [event.kind], [1], [event.at], [event.received_at],
        [event.actor], [DEFINITION], [said], [None], [None], [filler], [filler],
    )  # fmt: skip
