"""What a new plant still needs before people can work: counted from its records."""

from msgspec import Struct

from anshu.records.books import Book
from anshu.records.places import queries
from anshu.records.services import Services
from anshu.records.subject import Subject

ROLE = "role:"


class SetupStep(Struct, frozen=True):
    """One thing to set up: how many there are, and how many of them are unfinished."""

    key: str
    found: int
    unfinished: int


class Setup(Struct, frozen=True):
    """The steps in the order of doing them; `vacant`: titles of roles that nobody holds."""

    items: tuple[SetupStep, ...]
    vacant: tuple[str, ...]


async def setup(services: Services, subject: Subject) -> Setup:
    """The state of the set-up; two round trips beside the statement."""
    book = await services.books.current(subject.principal)
    roles = _needed_roles(book)
    async with services.store.begin(subject.principal, purpose="setup.read") as tx:
        rows = await tx.fetch(queries.SETUP, list(roles))
    counts = {row["what"]: (row["found"], row["unfinished"]) for row in rows}
    steps = tuple(
        SetupStep(key, found, unfinished)
        for key, (found, unfinished) in counts.items()
        if not key.startswith(ROLE)
    )
    vacant = [role for role in roles if counts.get(ROLE + role, (0, 0))[0] == 0]
    titles = tuple(book.compiled.roles[role].title.said(subject.language) for role in vacant)
    return Setup(items=steps, vacant=titles)


def _needed_roles(book: Book) -> tuple[str, ...]:
    """Roles that tasks are given to or that limits escalate to, as the flows name them."""
    found: list[str] = []
    for kind in book.compiled.types.values():
        for node in kind.nodes.values():
            found += [each.role for each in node.assignees if each.role]
            found += [node.timer.escalate_to] if node.timer and node.timer.escalate_to else []
    known = book.compiled.roles
    return tuple(dict.fromkeys(role for role in found if role in known))
