"""The import room's work for the worker: taking a job's rows in."""

from anshu.kernel.refusal import Refusal
from anshu.outbox.reaction import ReactionContext, reaction
from anshu.records.importing import importer_for
from anshu.records.imports.desk import import_context
from anshu.records.imports.messages import RUN, RunImport
from anshu.records.imports.running import run_job, start_job
from anshu.records.imports.targets import shape_of
from anshu.records.services import services_of


@reaction(RUN.actor, time_limit_seconds=1800)
async def run_import(context: ReactionContext, payload: RunImport) -> None:
    """Takes in every good row that is not a record yet; may safely run again.

    A try that failed left the job failed with what it had taken in: the next one resumes it. A
    worker that was killed left it running; its message comes back.
    """
    services = services_of(context.settings, context.store)
    tenant, room = context.tenant, import_context(services)
    job = await start_job(room, tenant, payload.job)
    if isinstance(job, Refusal) or job.state != "running":
        return
    services.books.forget(tenant.schema)
    book = await services.books.current(tenant)
    importer = importer_for(services, tenant, actor=payload.actor)
    shape = shape_of(book.compiled.types[job.type])
    await run_job(room, tenant, payload.job, shape=shape, importer=importer)


IMPORT_REACTIONS = (run_import,)
