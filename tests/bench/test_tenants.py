"""A new tenant: a spare that is claimed, a schema built on the spot, and Alembic from the base."""

import time
from collections.abc import Awaitable, Callable
from statistics import median

import asyncpg
import pytest

from anshu.embedded.server import EmbeddedPostgres
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant, fill_spares
from anshu_tenants.revisions import upgrade
from anshu_tenants.script import shipped
from tests.bench.table import table

RUNS = 7


@pytest.mark.timeout(300)
async def test_new_tenant(estate: Estate, postgres: EmbeddedPostgres) -> None:
    new = NewTenant("company", "丙公司")
    taken: dict[str, list[float]] = {"claim": [], "inline": [], "script": [], "alembic": []}
    await create_tenant(estate, new)  # what is read once is read
    await upgraded(postgres, "bench_warm", estate)
    for turn in range(RUNS):
        taken["inline"].append(await _ms(lambda: create_tenant(estate, new)))
        taken["alembic"].append(await _ms(lambda n=turn: upgraded(postgres, f"bench_{n}", estate)))
        taken["script"].append(await _ms(lambda n=turn: scripted(postgres, f"script_{n}", estate)))
        await fill_spares(estate, 1, node=estate.control_node)
        taken["claim"].append(await _ms(lambda: create_tenant(estate, new)))
    shown = table(f"New tenant, median of {RUNS}", "way", "ms", "Alembic takes, times")
    alembic = median(taken["alembic"])
    for name, said in (
        ("claim", "spare claimed"),
        ("inline", "built inline, role and grants with it"),
        ("script", "the rendered script (schema only)"),
        ("alembic", "Alembic from base (schema only)"),
    ):
        shown.add(said, median(taken[name]), alembic / median(taken[name]))
    # Not asserted: inline over Alembic. It makes role and grants too, and is not always quicker.
    assert median(taken["claim"]) < min(median(taken["inline"]), alembic)


async def upgraded(postgres: EmbeddedPostgres, schema: str, estate: Estate) -> None:
    """The same schema by the revisions themselves."""
    owner = f"{estate.installation}_owner"
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        await admin.execute(f"create schema {schema} authorization {owner}")
        await upgrade(postgres.admin_dsn, branch="tenant", schema=schema, owner=owner)
    finally:
        await admin.close()


async def scripted(postgres: EmbeddedPostgres, schema: str, estate: Estate) -> None:
    """The same schema by the rendered script, in one message."""
    owner = f"{estate.installation}_owner"
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        await admin.execute(
            f"create schema {schema} authorization {owner}; set local role {owner};"
            f"set local search_path to {schema}, pg_catalog; {shipped().whole}"
        )
    finally:
        await admin.close()


async def _ms(act: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await act()
    return (time.perf_counter() - begun) * 1000
