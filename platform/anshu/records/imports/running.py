"""Runs an import in batches and resumes one that was killed.

A batch is taken in by the port's own transaction, then noted by ours. Killed in between, the
next run offers the same rows under the same ids and the port answers that they are there.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from anshu.kernel.clock import aware
from anshu.kernel.refusal import Refusal
from anshu.outbox.message import Message
from anshu.outbox.send import send
from anshu.records.imports import queries, writes
from anshu.records.imports.checking import Draft, RowError
from anshu.records.imports.job import Job, JobState
from anshu.records.imports.jobs import ImportContext, checked_rows, show_job, unknown_job
from anshu.records.imports.port import ImportedRow, ImportResult, RowImporter
from anshu.records.imports.targets import Shape
from anshu.records.imports.texts import ROWS
from anshu.store.principal import Tenant

BATCH_ROWS: Final = 200
_STARTABLE: Final[tuple[JobState, ...]] = ("checked", "running", "failed")


async def start_job(
    context: ImportContext, tenant: Tenant, job_id: UUID, *, tell: Sequence[Message] = ()
) -> Job | Refusal:
    """Marks a checked (or failed) job as running; `run_job` then does the work.

    The messages of `tell` go out with the mark or not at all. Refuses import_unknown and
    import_not_checked. A running job stays so: its messages go out again, should one be lost.
    """
    async with context.store.begin(tenant, purpose="import.start") as tx:
        job = await queries.job_row(tx, job_id)
        if job is None:
            return unknown_job()
        if not await writes.set_state(tx, job_id, "running", after=_STARTABLE):
            return job if job.state == "done" else Refusal("import_not_checked")
        await writes.count_run(tx, job_id)
        await send(tx, tell)
        return await queries.job_row(tx, job_id) or unknown_job()


async def run_job(
    context: ImportContext,
    tenant: Tenant,
    job_id: UUID,
    *,
    shape: Shape,
    importer: RowImporter,
) -> Job | Refusal:
    """Imports every good row that is not a record yet; safe to call again at any time.

    An exception of the port marks the job failed and is raised again; `start_job` resumes it.
    A cancelled or killed run leaves the job running, to be found by `unfinished`.
    """
    async with context.store.begin(tenant, purpose="import.run.begin") as tx:
        job = await queries.job_row(tx, job_id)
        taken = await queries.imported_rows(tx, job_id)
    if job is None:
        return unknown_job()
    if job.state != "running":
        return job if job.state == "done" else Refusal("import_not_checked")
    try:
        refusal = await _run(context, tenant, job, shape=shape, importer=importer, taken=taken)
    except Exception:
        await _end(context, tenant, job_id, well=False)
        raise
    await _end(context, tenant, job_id, well=refusal is None)
    return await show_job(context, tenant, job_id)


async def unfinished(context: ImportContext, tenant: Tenant) -> list[Job]:
    """Running jobs of the tenant, oldest first: a worker that starts carries them on."""
    async with context.store.begin(tenant, purpose="import.unfinished") as tx:
        return await queries.unfinished_jobs(tx)


def row_id(job: UUID, row_no: int) -> UUID:
    """The id of the record that a row becomes: the same at every attempt."""
    return uuid5(job, str(row_no))


async def _run(
    context: ImportContext,
    tenant: Tenant,
    job: Job,
    *,
    shape: Shape,
    importer: RowImporter,
    taken: frozenset[int],
) -> Refusal | None:
    checked = await checked_rows(context, tenant, job, shape=shape)
    if isinstance(checked, Refusal):
        return checked
    async with context.store.begin(tenant, purpose="import.errors", lane="slow") as tx:
        await writes.keep_errors(tx, job.id, checked.errors)
        await writes.count_run(tx, job.id)
    drafts = [draft for draft in checked.drafts if draft.row not in taken]
    for at in range(0, len(drafts), BATCH_ROWS):
        rows = [_imported(job.id, draft) for draft in drafts[at : at + BATCH_ROWS]]
        results = await importer(job.type, rows)
        await _note(context, tenant, job, rows=rows, results=results)
    return None


async def _note(
    context: ImportContext,
    tenant: Tenant,
    job: Job,
    *,
    rows: Sequence[ImportedRow],
    results: Sequence[ImportResult],
) -> None:
    refused = {result.row_no for result in results if result.errors}
    columns = {key: column for column, key in job.mapping.items()}
    errors = [
        RowError(
            result.row_no,
            columns.get(error.field, error.field),
            error.code if error.code in ROWS else "import_record_refused",
            error.value or error.code,
            error.limit,
        )
        for result in results
        for error in result.errors
    ]
    answered = {result.row_no for result in results}
    records = {r.row_no: r.id for r in rows if r.row_no in answered and r.row_no not in refused}
    async with context.store.begin(tenant, purpose="import.note", lane="slow") as tx:
        await writes.keep_errors(tx, job.id, errors)
        await writes.keep_records(tx, job.id, records)
        await writes.count_run(tx, job.id)


async def _end(context: ImportContext, tenant: Tenant, job_id: UUID, *, well: bool) -> None:
    now = aware(context.clock.now())
    async with context.store.begin(tenant, purpose="import.end") as tx:
        await writes.count_run(tx, job_id)
        state: JobState = "done" if well else "failed"
        await writes.set_state(tx, job_id, state, after=("running",), at=now)


def _imported(job: UUID, draft: Draft) -> ImportedRow:
    return ImportedRow(
        row_no=draft.row,
        id=row_id(job, draft.row),
        data=draft.data,
        created_at=draft.created_at,
        state=draft.state,
        done_at=draft.done_at,
        closed_at=draft.closed_at,
        number=draft.number,
        reporter=draft.reporter,
        org_path=draft.org_path,
    )
