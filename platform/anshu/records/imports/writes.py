"""The writes of the import room: jobs, row outcomes, progress counted from the rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from anshu.records.imports.checking import RowError
from anshu.records.imports.job import Job, JobState
from anshu.store.unit_of_work import Transaction

INSERT_JOB = """
insert into import_job (id, type, filename, media, mapping, profile, state, row_count,
                        created_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
SET_MAPPING = """
update import_job set mapping = $2, state = 'draft', done_count = 0, ok_count = 0,
       failed_count = 0
where id = $1 and state in ('draft', 'checked') returning id
"""
SET_STATE = """
update import_job set state = $2, finished_at = $3 where id = $1 and state = any($4::text[])
returning id
"""
KEEP_ERRORS = """
insert into import_row (job, row_no, errors)
select $1, row_no, errors from unnest($2::int4[], $3::jsonb[]) as faulty (row_no, errors)
on conflict (job, row_no) do update set errors = excluded.errors
where import_row.record is null
"""
CLEAR_ERRORS = """
update import_row set errors = null
where job = $1 and record is null and errors is not null and not (row_no = any($2::int4[]))
"""
KEEP_RECORDS = """
insert into import_row (job, row_no, record)
select $1, row_no, record from unnest($2::int4[], $3::uuid[]) as taken (row_no, record)
on conflict (job, row_no) do update set record = excluded.record, errors = null
"""
COUNT_CHECKED = """
update import_job set state = 'checked', done_count = row_count, failed_count = $2,
       ok_count = row_count - $2
where id = $1 and state = 'checking'
"""
# Counted from the rows and never added up, so a batch that is done twice counts once.
COUNT_RUN = """
update import_job set ok_count = n.ok, failed_count = n.failed, done_count = n.ok + n.failed
from (select count(record) as ok, count(errors) as failed from import_row where job = $1) n
where id = $1
"""


async def insert_job(tx: Transaction, job: Job) -> None:
    """Adds a draft."""
    await tx.execute(
        INSERT_JOB,
        job.id,
        job.type,
        job.filename,
        job.file,
        _json(job.mapping),
        msgspec.json.encode(job.profile).decode(),
        job.state,
        job.rows,
        job.created_by,
        job.created_at,
    )


async def set_mapping(tx: Transaction, job: UUID, mapping: Mapping[str, str]) -> bool:
    """Replaces the mapping of a job that has not started; whether it did."""
    return await tx.fetchrow(SET_MAPPING, job, _json(mapping)) is not None


async def set_state(
    tx: Transaction,
    job: UUID,
    state: JobState,
    *,
    after: Sequence[JobState],
    at: datetime | None = None,
) -> bool:
    """Moves a job on if it is in one of the states `after`; whether it was."""
    return await tx.fetchrow(SET_STATE, job, state, at, list(after)) is not None


async def keep_errors(tx: Transaction, job: UUID, errors: Sequence[RowError]) -> None:
    """Keeps the errors of faulty rows, except of rows that are records already."""
    by_row: dict[int, list[RowError]] = {}
    for error in errors:
        by_row.setdefault(error.row, []).append(error)
    if by_row:
        encoded = [msgspec.json.encode(row).decode() for row in by_row.values()]
        await tx.execute(KEEP_ERRORS, job, list(by_row), encoded)


async def clear_errors(tx: Transaction, job: UUID, *, still_faulty: Sequence[int]) -> None:
    """Forgets the errors of rows that an earlier check found faulty and this one does not."""
    await tx.execute(CLEAR_ERRORS, job, list(still_faulty))


async def keep_records(tx: Transaction, job: UUID, records: Mapping[int, UUID]) -> None:
    """Notes which rows have become which records."""
    if records:
        await tx.execute(KEEP_RECORDS, job, list(records), list(records.values()))


async def count_checked(tx: Transaction, job: UUID, *, failed: int) -> None:
    """Ends a dry run with its counts."""
    await tx.execute(COUNT_CHECKED, job, failed)


async def count_run(tx: Transaction, job: UUID) -> None:
    """Brings the progress up to what the rows say."""
    await tx.execute(COUNT_RUN, job)


def _json(value: Mapping[str, str]) -> str:
    return msgspec.json.encode(dict(value)).decode()
