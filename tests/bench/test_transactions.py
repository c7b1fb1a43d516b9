"""An isolated tenant's transaction over a plain one, and a permission over asking Casbin."""

import time
from collections.abc import Awaitable, Callable
from statistics import median

import asyncpg
import pytest

from anshu.access.compiled import DEFAULT_LAWS, SUBJECT, policy_lines, split
from anshu.access.enforcer import DEFAULT_MODEL, Law, Question
from anshu.embedded.server import EmbeddedPostgres
from anshu.store.principal import begin_statement
from anshu_tenants.registry import principal
from tests.bench.table import table
from tests.records.people import Plant

RUNS, EACH = 7, 300
READ = """
select id, type, number, state, title, org_path, created_at, version from {}record where id = $1
"""


@pytest.mark.timeout(300)
async def test_isolated_transaction_over_a_plain_one(
    plant: Plant, postgres: EmbeddedPostgres
) -> None:
    tenant = principal(plant.row)
    fused = begin_statement(tenant)
    begins = {
        "plain: BEGIN, qualified name": ("BEGIN", READ.format(f"{tenant.schema}.")),
        "fused: role and path in BEGIN's message": (
            fused[fused.index("BEGIN") :], READ.format("")
        ),
        "fused as built (RESET ALL before it)": (fused, READ.format("")),
    }  # fmt: skip
    connection = await asyncpg.connect(postgres.admin_dsn)
    taken: dict[str, list[float]] = {name: [] for name in begins}

    async def once(begin: str, sql: str) -> None:
        await connection.execute(begin)
        await connection.fetch(sql, plant.area)
        await connection.execute("COMMIT")

    try:
        for _ in range(RUNS):
            for name, (begin, sql) in begins.items():
                taken[name].append(await _each_us(lambda b=begin, s=sql: once(b, s)))
    finally:
        await connection.close()
    shown = table(
        "G5 transaction: begin, one SELECT, commit, one connection", "begin", "µs", "ratio"
    )
    plain = median(taken["plain: BEGIN, qualified name"])
    for name, runs in taken.items():
        shown.add(name, median(runs), median(runs) / plain)
    assert median(taken["fused as built (RESET ALL before it)"]) / plain < 4


async def test_compiled_permission_over_asking_casbin(plant: Plant) -> None:
    subject = await plant.subject("ehs")
    book = await plant.services.books.current(principal(plant.row))
    lines = policy_lines(book.compiled.roles, DEFAULT_LAWS.caps)
    held = [(SUBJECT, post.role) for post in subject.allowed.posts]
    permission = "hazard:record:read"
    question = Question(SUBJECT, *split(permission), "tenant")
    laws = {
        "Casbin enforcer": Law(DEFAULT_MODEL, lines, held=held, indexed=False),
        "Casbin FastEnforcer": Law(DEFAULT_MODEL, lines, held=held),
    }
    shown = table(f"G9 one permission, {len(lines)} policy lines", "way", "µs", "ratio")
    compiled = _each_call_us(lambda: subject.allowed.has(permission), 20_000)
    shown.add("compiled set", compiled, 1.0)
    for name, law in laws.items():
        assert law.allows(question) or law.allows(question._replace(scope="org"))
        asked = _each_call_us(lambda law=law: law.allows(question), 100)
        shown.add(name, asked, asked / compiled)
        assert asked / compiled > 20


def _each_call_us(act: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        for _ in range(times):
            act()
        taken.append((time.perf_counter() - begun) / times * 1e6)
    return median(taken)


async def _each_us(act: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    for _ in range(EACH):
        await act()
    return (time.perf_counter() - begun) / EACH * 1e6
