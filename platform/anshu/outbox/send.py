"""Writing messages and the marks of handled ones inside a tenant's transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from anshu.outbox import queries
from anshu.outbox.message import Message, outbox_columns
from anshu.store.unit_of_work import Transaction


async def send(tx: Transaction, messages: Sequence[Message]) -> None:
    """Inserts the messages; they exist when, and only when, the transaction commits.

    Ring the doorbell after the commit. The record runner does not call this: it puts the same
    columns into its one statement.
    """
    if messages:
        await tx.execute(queries.INSERT_MESSAGES, *outbox_columns(messages))


async def mark_handled(tx: Transaction, message_id: UUID, *, at: datetime) -> bool:
    """Whether this transaction is the first to handle the message; False means: do nothing.

    A second transaction waits here until the first has ended.
    """
    return await tx.fetchrow(queries.MARK_HANDLED, message_id, at) is not None
