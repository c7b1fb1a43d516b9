"""Notes that somebody whom a task waits for has looked at it: then it cannot be taken back."""

from uuid import UUID

from anshu.kernel.refusal import Refusal
from anshu.records import writes
from anshu.records.paging import read_record
from anshu.records.services import Services
from anshu.records.subject import Subject


async def see_task(
    services: Services, subject: Subject, at: tuple[str, UUID, UUID]
) -> Refusal | None:
    """Kept once for each person and task, and only for those who may act on it."""
    name, record, task_id = at
    read = await read_record(services, subject, name, record)
    if isinstance(read, Refusal):
        return read
    task = read.loaded.state.task(task_id)
    if task is None:
        return Refusal("unknown_task", kind="unknown")
    if subject.waits(name, task):
        async with services.store.begin(subject.principal, purpose="task.seen") as tx:
            now = services.clock.now()
            await tx.execute(writes.SEE_TASK, task_id, subject.person, now, record)
    return None
