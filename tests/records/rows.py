"""Hazard rows written straight into a tenant's schema, for tests of reading many of them."""

from datetime import datetime
from uuid import UUID, uuid4

from msgspec import Struct

from anshu_tenants.registry import principal
from tests.records.people import Plant

INSERT = """
insert into record (id, type, number, version, state, level, title, org_path, reporter,
                    created_at, updated_at, due, done_at, closed_at, evidence_valid, origin,
                    definition, normal, normal_search)
values ($1, 'hazard', $2, 1, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, '',
        jsonb_build_object('description', $5::text), array_to_tsvector($14::text[]))
"""
GENERATE = """
insert into record (id, type, number, version, state, level, title, org_path, area, equipment,
                    owner, reporter, created_at, updated_at, due, done_at, definition, normal,
                    normal_search, t1)
select gen_random_uuid(), 'hazard', 'YH-2025-' || lpad(n::text, 6, '0'), 1,
       case when n % 5 = 0 then 'rectifying' else 'closed' end,
       case when n % 3 = 0 then 'major' else 'general' end,
       '渗漏 ' || n, case when n % 4 = 0 then '/w1/t1/' else '/w2/t1/' end, $1, $2,
       case when n % 50 = 0 then $3::uuid end, case when n % 40 = 0 then $3::uuid end,
       now() - n * interval '1 hour', now(), now() + (n % 100 - 50) * interval '1 hour',
       case when n % 5 <> 0 then now() end, '', jsonb_build_object('description', '渗漏 ' || n),
       array_to_tsvector(array['渗漏', 'n' || n, case when n % 500 = 0 then '密封' else '阀' end]),
       'equipment'
  from generate_series(1, $4) as n
"""


class HazardRow(Struct, frozen=True, kw_only=True):
    """What a test says of a row; the rest does not matter."""

    created_at: datetime
    title: str = "渗漏"
    state: str = "rectifying"
    level: str | None = "general"
    org_path: str = "/w1/t1/"
    reporter: UUID | None = None
    due: datetime | None = None
    done_at: datetime | None = None
    closed_at: datetime | None = None
    evidence_valid: bool = False
    origin: str = "live"
    lexemes: tuple[str, ...] = ()


async def insert(plant: Plant, *rows: HazardRow) -> list[UUID]:
    """The ids of the rows as written, as the tenant's own role."""
    ids = [uuid4() for _ in rows]
    async with plant.services.store.begin(principal(plant.row), purpose="test.rows") as tx:
        for identity, row in zip(ids, rows, strict=True):
            await tx.execute(
                INSERT, identity, f"T-{identity}", row.state, row.level, row.title, row.org_path,
                row.reporter, row.created_at, row.due, row.done_at, row.closed_at,
                row.evidence_valid, row.origin, list(row.lexemes),
            )  # fmt: skip
    return ids


async def generate(plant: Plant, count: int) -> None:
    """Many rows at once, one in fifty of them the worker's."""
    async with plant.services.store.begin(principal(plant.row), purpose="test.rows") as tx:
        await tx.execute(GENERATE, plant.area, plant.equipment, plant.ids["worker"], count)
