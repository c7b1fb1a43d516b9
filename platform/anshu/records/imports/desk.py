"""What a person may do with imports: upload, map, check, start and look, by permission."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Fact, Refusal
from anshu.outbox.message import Signer
from anshu.records.imports.job import Job
from anshu.records.imports.jobs import (
    ImportContext,
    NewImport,
    change_mapping,
    create_job,
    dry_run,
    list_jobs,
    show_job,
)
from anshu.records.imports.messages import RUN, RunImport
from anshu.records.imports.running import start_job
from anshu.records.imports.targets import Shape, shape_of
from anshu.records.services import Services
from anshu.records.subject import Subject

PERMISSION = "import:job:create"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A job, and what its record type can take in."""

    job: Job
    shape: Shape


def import_context(services: Services) -> ImportContext:
    """The import room over the process's services."""
    return ImportContext(services.store, services.media.files, services.clock)


async def upload(
    services: Services, subject: Subject, kind: str, *, filename: str, content: bytes
) -> Shaped | Refusal:
    """A draft for a ledger of records of this type.

    Refuses an unknown type, a permission not held (also that to create such records, and one
    that is held on a part of the tenant only: rows may belong anywhere), and an unreadable file.
    """
    shape = await _shape(services, subject, kind)
    if isinstance(shape, Refusal):
        return shape
    named = "".join(character for character in filename if character.isprintable())
    new = NewImport(named, content, subject.person, subject.timezone)
    context = import_context(services)
    return _shaped(await create_job(context, subject.principal, new, shape=shape), shape)


async def show(services: Services, subject: Subject, job: UUID) -> Shaped | Refusal:
    """The job with its progress and errors; Refusal import_unknown for another tenant's."""
    found = await show_job(import_context(services), subject.principal, job)
    if isinstance(found, Refusal):
        return found
    shape = await _shape(services, subject, found.type)
    return shape if isinstance(shape, Refusal) else Shaped(found, shape)


async def list_all(services: Services, subject: Subject) -> list[Job]:
    """The newest jobs of the tenant, without errors."""
    return await list_jobs(import_context(services), subject.principal)


async def remap(
    services: Services, subject: Subject, job: UUID, mapping: Mapping[str, str]
) -> Shaped | Refusal:
    """Replaces the mapping of a job that has not started."""
    found = await show(services, subject, job)
    if isinstance(found, Refusal):
        return found
    context, shape = import_context(services), found.shape
    changed = await change_mapping(context, subject.principal, job, mapping=mapping, shape=shape)
    return _shaped(changed, shape)


async def check(services: Services, subject: Subject, job: UUID) -> Shaped | Refusal:
    """Checks every row; writes no record."""
    found = await show(services, subject, job)
    if isinstance(found, Refusal):
        return found
    shape = found.shape
    checked = await dry_run(import_context(services), subject.principal, job, shape=shape)
    return _shaped(checked, shape)


async def start(services: Services, subject: Subject, job: UUID) -> Shaped | Refusal:
    """Starts a checked job, or resumes a failed one: a worker takes the rows in.

    The mark and the message to the worker are one transaction.
    """
    found = await show(services, subject, job)
    if isinstance(found, Refusal):
        return found
    principal = subject.principal
    order = RunImport(job=job, actor=subject.actor().name)
    message = Signer(services.settings.secret, principal.role).message(
        order, to=RUN, id=new_id(), not_before=services.clock.now()
    )
    started = await start_job(import_context(services), principal, job, tell=(message,))
    if isinstance(started, Job):
        services.doorbell.ring()
    return _shaped(started, found.shape)


async def _shape(services: Services, subject: Subject, kind: str) -> Shape | Refusal:
    book = await services.books.current(subject.principal)
    compiled = book.kind(kind)
    if compiled is None:
        return Refusal("unknown_type", kind="unknown")
    create = compiled.permission("create")
    for permission in (PERMISSION, create):
        if not subject.allowed.reach(permission).has_row(org_path="/", own=False):
            return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", permission),))
    return shape_of(compiled)


def _shaped(job: Job | Refusal, shape: Shape) -> Shaped | Refusal:
    return job if isinstance(job, Refusal) else Shaped(job, shape)
