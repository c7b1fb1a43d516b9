"""Marks a person's notice as read."""

from uuid import UUID

from anshu.records import writes
from anshu.records.services import Services
from anshu.records.subject import Subject


async def mark_read(services: Services, subject: Subject, notice: UUID) -> None:
    """Notes when the subject first read the notice; does nothing to anybody else's."""
    async with services.store.begin(subject.principal, purpose="notice.read") as tx:
        await tx.execute(writes.READ_NOTICE, notice, subject.person, services.clock.now())
