"""The life of an import before it runs: upload, mapping, dry run; and what is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from anshu.kernel.clock import Clock, aware
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.media.files import MediaFiles
from anshu.records.heavy import heavy
from anshu.records.imports import queries, writes
from anshu.records.imports.checking import Checked, RowError, Rules, check_rows
from anshu.records.imports.job import Job, JobState, Note, Profile
from anshu.records.imports.mapping import guess_mapping, mapping_refused
from anshu.records.imports.profiling import data_rows, profile_table
from anshu.records.imports.reading import read_table
from anshu.records.imports.references import References
from anshu.records.imports.targets import Shape
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store, Transaction

_SHOWN_ERROR_ROWS: Final = 500
_CHECKABLE: Final[tuple[JobState, ...]] = ("draft", "checking", "checked")


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the room works with."""

    store: Store
    files: MediaFiles
    clock: Clock


class NewImport(Struct, frozen=True):
    """An uploaded ledger; `zone` is the plant's IANA zone, in which its times are meant."""

    filename: str
    content: bytes
    person: UUID
    zone: str


async def create_job(
    context: ImportContext, tenant: Tenant, new: NewImport, *, shape: Shape
) -> Job | Refusal:
    """Keeps the file and a draft with a guessed mapping; refuses what cannot be read."""
    read = await heavy(_profiled, new, shape)
    if isinstance(read, Refusal):
        return read
    profile, count = read
    file = await context.files.put(tenant, new.content)
    names = [column.name for column in profile.columns]
    samples = {column.name: column.samples for column in profile.columns}
    job = Job(
        id=new_id(),
        type=shape.type,
        filename=new.filename[:200],
        file=file,
        state="draft",
        profile=profile,
        mapping=guess_mapping(shape, names, samples),
        rows=count,
        done=0,
        ok=0,
        failed=0,
        created_by=new.person,
        created_at=aware(context.clock.now()),
    )
    async with context.store.begin(tenant, purpose="import.create") as tx:
        before = await queries.imported_before(tx, file, type_key=shape.type, but=job.id)
        job = _warned(job, before)
        await writes.insert_job(tx, job)
    return job


async def change_mapping(
    context: ImportContext,
    tenant: Tenant,
    job_id: UUID,
    *,
    mapping: Mapping[str, str],
    shape: Shape,
) -> Job | Refusal:
    """Replaces the mapping; the job is a draft again. An empty target leaves a column out.

    Refuses import_unknown, import_mapping (every fault named) and import_started.
    """
    wanted = {column: key for column, key in mapping.items() if key}
    async with context.store.begin(tenant, purpose="import.mapping") as tx:
        job = await queries.job_row(tx, job_id)
        if job is None:
            return unknown_job()
        refusal = mapping_refused(shape, [c.name for c in job.profile.columns], wanted)
        if refusal is not None:
            return refusal
        if not await writes.set_mapping(tx, job_id, wanted):
            return Refusal("import_started")
        return await queries.job_row(tx, job_id) or unknown_job()


async def dry_run(
    context: ImportContext, tenant: Tenant, job_id: UUID, *, shape: Shape
) -> Job | Refusal:
    """Checks every row and keeps every error; nothing else is written.

    Refuses import_unknown, import_mapping and import_started.
    """
    async with context.store.begin(tenant, purpose="import.check.begin") as tx:
        job = await queries.job_row(tx, job_id)
        if job is None:
            return unknown_job()
        refusal = mapping_refused(shape, [c.name for c in job.profile.columns], job.mapping)
        if refusal is not None:
            return refusal
        if not await writes.set_state(tx, job_id, "checking", after=_CHECKABLE):
            return Refusal("import_started")
    checked = await checked_rows(context, tenant, job, shape=shape)
    if isinstance(checked, Refusal):
        return checked
    async with context.store.begin(tenant, purpose="import.check.end", lane="slow") as tx:
        await writes.keep_errors(tx, job_id, checked.errors)
        faulty = sorted({error.row for error in checked.errors})
        await writes.clear_errors(tx, job_id, still_faulty=faulty)
        await writes.count_checked(tx, job_id, failed=checked.failed_rows)
        return await queries.job_row(tx, job_id, errors=_SHOWN_ERROR_ROWS) or unknown_job()


async def show_job(context: ImportContext, tenant: Tenant, job_id: UUID) -> Job | Refusal:
    """The job with its progress and the errors of its first 500 faulty rows."""
    async with context.store.begin(tenant, purpose="import.show") as tx:
        return await queries.job_row(tx, job_id, errors=_SHOWN_ERROR_ROWS) or unknown_job()


async def list_jobs(context: ImportContext, tenant: Tenant, *, limit: int = 50) -> list[Job]:
    """The newest jobs of the tenant, without errors."""
    async with context.store.begin(tenant, purpose="import.list") as tx:
        return await queries.job_rows(tx, limit=limit)


async def checked_rows(
    context: ImportContext, tenant: Tenant, job: Job, *, shape: Shape
) -> Checked | Refusal:
    """All rows of the job's file, checked against the tenant as it is now."""
    content = await context.files.get(tenant, job.file)
    if content is None:
        return unknown_job()
    async with context.store.begin(tenant, purpose="import.names", lane="slow") as tx:
        references = References(await queries.names(tx))
    now = aware(context.clock.now())
    checked = await heavy(_checked, content, job, shape, references, now)
    if isinstance(checked, Refusal):
        return checked
    async with context.store.begin(tenant, purpose="import.numbers", lane="slow") as tx:
        return await _without_taken_numbers(tx, checked, job)


def unknown_job() -> Refusal:
    """The refusal that tells nothing: no such job in this tenant."""
    return Refusal("import_unknown", kind="unknown")


def _profiled(new: NewImport, shape: Shape) -> tuple[Profile, int] | Refusal:
    table = read_table(new.content)
    if isinstance(table, Refusal):
        return table
    profile = profile_table(table, shape, zone=new.zone)
    return profile, len(data_rows(table, profile))


def _checked(
    content: bytes, job: Job, shape: Shape, references: References, now: datetime
) -> Checked | Refusal:
    table = read_table(content)
    if isinstance(table, Refusal):
        return table
    columns = tuple(column.name for column in job.profile.columns)
    rules = Rules(shape, columns, job.mapping, ZoneInfo(job.profile.zone), now)
    rows = data_rows(table, job.profile)
    return check_rows(rows, rules=rules, references=references)


async def _without_taken_numbers(tx: Transaction, checked: Checked, job: Job) -> Checked:
    """A number that another record has is an error, unless this job made that record."""
    numbers = [draft.number for draft in checked.drafts if draft.number]
    if not numbers:
        return checked
    taken = await queries.taken_numbers(tx, job.type, numbers=numbers)
    mine = await queries.imported_rows(tx, job.id)
    column = next((name for name, key in job.mapping.items() if key == "number"), "")
    clashing = {d.row: d.number for d in checked.drafts if d.number in taken and d.row not in mine}
    errors = tuple(
        RowError(row, column, "import_number_taken", number) for row, number in clashing.items()
    )
    drafts = tuple(draft for draft in checked.drafts if draft.row not in clashing)
    return Checked(drafts, checked.errors + errors)


def _warned(job: Job, before: datetime | None) -> Job:
    if before is None:
        return job
    local = before.astimezone(ZoneInfo(job.profile.zone))
    note = Note("same_file", f"{local:%Y-%m-%d %H:%M}")
    return structs.replace(
        job, profile=structs.replace(job.profile, notes=(*job.profile.notes, note))
    )
