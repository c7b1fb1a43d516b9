"""How fast a ledger comes in: the whole job, its records alone, and a plain insert of them."""

import time
from statistics import median
from uuid import UUID, uuid4

import pytest

from anshu.records.importing import importer_for
from anshu.records.imports.job import Job
from anshu.records.imports.jobs import ImportContext, NewImport, create_job, dry_run
from anshu.records.imports.port import ImportedRow
from anshu.records.imports.running import BATCH_ROWS, row_id, run_job, start_job
from anshu.records.imports.targets import shape_of
from anshu.records.services import Services
from anshu_tenants.registry import principal
from tests.bench.table import table
from tests.records.people import Plant

RUNS, ROWS = 5, 2_000
PLAIN = """
insert into record (id, type, number, version, state, level, title, org_path, reporter,
                    created_at, updated_at, origin, definition, normal)
values ($1, 'hazard', $2, 1, 'closed', 'general', $3, '/', $4, $5, $5, 'import', '',
        jsonb_build_object('description', $3::text, 'level', 'general', 'category', 'fire'))
"""


@pytest.mark.timeout(600)
async def test_import_rate(services: Services, plant: Plant) -> None:
    rates: dict[str, list[float]] = {"job": [], "records": [], "plain": []}
    for _ in range(RUNS):
        rates["plain"].append(await _plain(services, plant))
        rates["records"].append(await _records(services, plant))
        rates["job"].append(await _job(services, plant))
    shown = table(f"Import of {ROWS} rows, median of {RUNS}", "way", "rows/s", "ratio")
    plain = median(rates["plain"])
    for name, said in (
        ("plain", f"plain insert into record, {BATCH_ROWS} a transaction"),
        ("records", "rows to events and records (the port)"),
        ("job", "whole job: CSV, dry run, check, records"),
    ):
        shown.add(said, median(rates[name]), median(rates[name]) / plain)
    assert median(rates["records"]) / plain > 0.05


async def _plain(services: Services, plant: Plant) -> float:
    rows = [
        (row.id, f"P-{row.id}", str(row.data["description"]), plant.ids["ehs"], row.created_at)
        for row in _rows(services)
    ]
    begun = time.perf_counter()
    for at in range(0, ROWS, BATCH_ROWS):
        async with services.store.begin(
            principal(plant.row), purpose="bench.plain", lane="slow"
        ) as tx:
            await tx.execute_many(PLAIN, rows[at : at + BATCH_ROWS])
    return ROWS / (time.perf_counter() - begun)


async def _records(services: Services, plant: Plant) -> float:
    importer = importer_for(services, principal(plant.row), actor=f"person:{plant.ids['ehs']}")
    rows = _rows(services)
    begun = time.perf_counter()
    for at in range(0, ROWS, BATCH_ROWS):
        results = await importer("hazard", rows[at : at + BATCH_ROWS])
        assert not any(result.errors for result in results), results
    return ROWS / (time.perf_counter() - begun)


async def _job(services: Services, plant: Plant) -> float:
    tenant, subject = principal(plant.row), await plant.subject("ehs")
    context = ImportContext(services.store, services.media.files, services.clock)
    book = await services.books.current(tenant)
    shape = shape_of(book.compiled.types["hazard"])
    lines = [f"第{n}处漏油,一般隐患,2026-03-{n % 28 + 1:02d}" for n in range(ROWS)]
    content = "\n".join(["隐患描述,隐患等级,发现时间", *lines]).encode()

    importer = importer_for(services, tenant, actor=f"person:{subject.person}")
    begun = time.perf_counter()
    new = NewImport(f"{uuid4()}.csv", content, subject.person, "Asia/Shanghai")
    job = _well(await create_job(context, tenant, new, shape=shape))
    _well(await dry_run(context, tenant, job.id, shape=shape))
    _well(await start_job(context, tenant, job.id))
    done = _well(await run_job(context, tenant, job.id, shape=shape, importer=importer))
    assert (done.state, done.ok) == ("done", ROWS), done
    return ROWS / (time.perf_counter() - begun)


def _rows(services: Services) -> list[ImportedRow]:
    job: UUID = uuid4()
    now = services.clock.now()
    return [
        ImportedRow(
            row_no=n, id=row_id(job, n), created_at=now, closed_at=now,
            data={"description": f"第{n}处漏油", "level": "general", "category": "fire"},
        )
        for n in range(2, ROWS + 2)
    ]  # fmt: skip


def _well(outcome: object) -> Job:
    assert isinstance(outcome, Job), outcome
    return outcome
