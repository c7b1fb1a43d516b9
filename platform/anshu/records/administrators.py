"""Who may give roles in the whole tenant: one such person must always remain."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from anshu.access.catalogue import PLATFORM
from anshu.flow.commands import Command, Update
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.records.books import Book
from anshu.records.queries import ADMINISTRATORS, LOCK_ADMINISTRATORS
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.store.unit_of_work import Transaction

ASSIGN = PLATFORM.known("person:assignment:manage")


async def last_administrator(
    services: Services, tx: Transaction, book: Book, state: RecordState, command: Command
) -> Refusal | None:
    """The refusal of a change that would leave the tenant without anybody who gives roles.

    Two who take each other's role at once do not both succeed: the second waits for the first.
    """
    if not isinstance(command, Update) or command.type != "person":
        return None
    if "assignments" not in command.data:
        return None
    roles = administrator_roles(book)
    if not _holds(state.data.get("assignments"), roles):
        return None
    if _holds(command.data["assignments"], roles):
        return None
    await tx.execute(LOCK_ADMINISTRATORS)
    rows = await tx.fetch(ADMINISTRATORS, sorted(roles), services.clock.now())
    others = [row["id"] for row in rows if row["id"] != command.record]
    return None if others else Refusal("last_administrator", kind="state")


async def administrators(services: Services, subject: Subject) -> tuple[UUID, ...]:
    """The people of the tenant who may give roles everywhere in it."""
    book = await services.books.current(subject.principal)
    roles = sorted(administrator_roles(book))
    async with services.store.begin(subject.principal, purpose="person.administrators") as tx:
        rows = await tx.fetch(ADMINISTRATORS, roles, services.clock.now())
    return tuple(row["id"] for row in rows)


def administrator_roles(book: Book) -> frozenset[str]:
    """The roles that give roles in the whole tenant."""
    return frozenset(
        role.key
        for role in book.compiled.roles.values()
        for grant in role.grants
        if grant.permission == ASSIGN and grant.scope == "tenant"
    )


def _holds(assignments: object, roles: Collection[str]) -> bool:
    """Whether one of the roles is among them without an end."""
    listed = msgspec.to_builtins(assignments) if assignments else []
    return any(
        isinstance(each, dict) and each.get("role") in roles and not each.get("until")
        for each in (listed if isinstance(listed, list) else [])
    )
