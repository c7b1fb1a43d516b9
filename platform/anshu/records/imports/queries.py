"""The SELECTs of the import room: jobs, their errors and progress, and what names mean."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from anshu.records.imports.checking import RowError
from anshu.records.imports.job import Job, Profile
from anshu.records.imports.references import Named, ReferenceKind
from anshu.store.unit_of_work import Transaction

_JOB = """
select id, type, filename, media, mapping, profile, state, row_count, done_count, ok_count,
       failed_count, created_by, created_at, finished_at
from import_job
"""
JOB = _JOB + "where id = $1"
JOBS = _JOB + "order by created_at desc, id limit $1"
UNFINISHED = _JOB + "where state = 'running' order by created_at, id"
ERRORS = """
select errors from import_row
where job = $1 and errors is not null order by row_no limit $2
"""
IMPORTED_ROWS = "select row_no from import_row where job = $1 and record is not null"
SAME_FILE = """
select min(created_at) as at from import_job
where media = $1 and type = $2 and id <> $3 and ok_count > 0 and state in ('running', 'done')
"""
NAMES = """
select id, type, number, title, org_path, t1 from record
where type in ('person', 'org_unit', 'area', 'equipment')
"""
# What a batch needs before it is written: whether caches are stale, which rows are there, whose
# numbers are taken, where areas belong, and new numbers.
BATCH = """
select 'versions' as what, '' as key, '' as text, definition_version as number from state
union all
select 'present', stream, '', 0 from event where stream = any($1::text[]) and version = 1
union all
select 'taken', number, id::text, 0 from record where type = $2 and number = any($3::text[])
union all
select 'place', id::text, org_path, 0 from record where id = any($4::uuid[])
union all
select 'number', '', '', nextval($6::text::regclass) from generate_series(1, $5::int)
"""
SKIP_NUMBERS = """
select max(nextval($2::text::regclass)) as last from generate_series(1, $1::int)
"""
TAKEN_NUMBERS = "select number from record where type = $1 and number = any($2::text[])"

_KINDS: dict[str, ReferenceKind] = {
    "person": "person",
    "org_unit": "org",
    "area": "area",
    "equipment": "equipment",
}


async def job_row(tx: Transaction, job: UUID, *, errors: int = 0) -> Job | None:
    """The job with its first `errors` faulty rows' errors; None when there is none."""
    row = await tx.fetchrow(JOB, job)
    if row is None:
        return None
    found: list[RowError] = []
    if errors:
        for record in await tx.fetch(ERRORS, job, errors):
            found += msgspec.json.decode(record["errors"], type=list[RowError])
    return _job(row, tuple(found))


async def job_rows(tx: Transaction, *, limit: int) -> list[Job]:
    """The newest jobs, without their errors."""
    return [_job(row, ()) for row in await tx.fetch(JOBS, limit)]


async def unfinished_jobs(tx: Transaction) -> list[Job]:
    """Jobs that were running when their process ended, or still are."""
    return [_job(row, ()) for row in await tx.fetch(UNFINISHED)]


async def imported_rows(tx: Transaction, job: UUID) -> frozenset[int]:
    """The rows of a job that are records already."""
    return frozenset(row["row_no"] for row in await tx.fetch(IMPORTED_ROWS, job))


async def imported_before(
    tx: Transaction, file: str, *, type_key: str, but: UUID
) -> datetime | None:
    """When another job first took in this very file, if one did."""
    row = await tx.fetchrow(SAME_FILE, file, type_key, but)
    at: datetime | None = None if row is None else row["at"]
    return at


async def names(tx: Transaction) -> list[Named]:
    """Everything in the tenant that a ledger may refer to by name or code."""
    return [_named(row) for row in await tx.fetch(NAMES)]


async def taken_numbers(
    tx: Transaction, type_key: str, *, numbers: Sequence[str]
) -> frozenset[str]:
    """Those of the numbers that records of this type have already."""
    rows = await tx.fetch(TAKEN_NUMBERS, type_key, list(numbers))
    return frozenset(row["number"] for row in rows)


def _named(row: Record) -> Named:
    kind = _KINDS[row["type"]]
    if kind == "org":
        return Named(kind, row["org_path"], (row["title"], row["number"], row["org_path"]))
    # The slot t1 holds an equipment's tag, but a person's post: two fitters are not one man.
    code = row["t1"] or "" if kind == "equipment" else ""
    return Named(kind, str(row["id"]), (row["title"], row["number"], code))


def _job(row: Record, errors: tuple[RowError, ...]) -> Job:
    return Job(
        id=row["id"],
        type=row["type"],
        filename=row["filename"],
        file=row["media"],
        state=row["state"],
        profile=msgspec.json.decode(row["profile"], type=Profile),
        mapping=msgspec.json.decode(row["mapping"], type=dict[str, str]),
        rows=row["row_count"],
        done=row["done_count"],
        ok=row["ok_count"],
        failed=row["failed_count"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        errors=errors,
    )
