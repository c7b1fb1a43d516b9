"""What a new plant still needs before people can work: counted from its records."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.definitions.rule_language import Obligation, RuleRow
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


class Crowded(Struct, frozen=True):
    """Titles of roles, and the one person who holds them all."""

    roles: tuple[str, ...]
    person: str


class Setup(Struct, frozen=True):
    """The steps in the order of doing them; `vacant`: titles of roles that nobody holds.

    `crowded`: roles that have to sign beside each other as different people, but are held by one
    and the same person only.
    """

    items: tuple[SetupStep, ...]
    vacant: tuple[str, ...]
    crowded: tuple[Crowded, ...] = ()


async def setup(services: Services, subject: Subject) -> Setup:
    """The state of the set-up; two round trips beside the two statements."""
    book = await services.books.current(subject.principal)
    roles = _needed_roles(book)
    async with services.store.begin(subject.principal, purpose="setup.read") as tx:
        rows = await tx.fetch(queries.SETUP, list(roles))
        alone = await tx.fetch(queries.HELD_BY_ONE, list(roles))
    counts = {row["what"]: (row["found"], row["unfinished"]) for row in rows}
    steps = tuple(
        SetupStep(key, found, unfinished)
        for key, (found, unfinished) in counts.items()
        if not key.startswith(ROLE)
    )
    vacant = [role for role in roles if counts.get(ROLE + role, (0, 0))[0] == 0]
    names = {key: role.title.said(subject.language) for key, role in book.compiled.roles.items()}
    holders = {row["role"]: (row["person"], row["name"]) for row in alone}
    crowded = tuple(
        Crowded(tuple(names[role] for role in found), holders[found[0]][1])
        for found in of_one_person(signing_together(book.compiled.types.values()), holders)
    )
    return Setup(items=steps, vacant=tuple(names[role] for role in vacant), crowded=crowded)


def _needed_roles(book: Book) -> tuple[str, ...]:
    """Roles that tasks are given to or that limits escalate to, as flows and rules name them."""
    found: list[str] = []
    for kind in book.compiled.types.values():
        for node in kind.nodes.values():
            found += [each.role for each in node.assignees if each.role]
            found += [node.timer.escalate_to, node.timer.vacant_to] if node.timer else []
            found += [duty.role for _, duty in _duties(kind, node)]
    known = book.compiled.roles
    return tuple(dict.fromkeys(role for role in found if role in known))


def signing_together(kinds: Iterable[CompiledType]) -> frozenset[frozenset[str]]:
    """The roles that rules ask for together where every seat is another person's.

    Rows of several tables that hold under the same conditions ask together.
    """
    found: dict[tuple[object, ...], set[str]] = {}
    for kind in kinds:
        for node in kind.nodes.values():
            for row, duty in _duties(kind, node) if node.each_by_another else ():
                when = frozenset(row.when.items())
                found.setdefault((kind.key, node.key, when), set()).add(duty.role)
    return frozenset(frozenset(roles) for roles in found.values())


def of_one_person(
    together: Iterable[frozenset[str]], holders: Mapping[str, tuple[UUID, str]]
) -> Iterator[tuple[str, ...]]:
    """Two or more of the roles that one and the same person alone holds."""
    known: set[tuple[str, ...]] = set()
    for roles in together:
        of: dict[UUID, list[str]] = {}
        for role in sorted(roles & set(holders)):
            of.setdefault(holders[role][0], []).append(role)
        known |= {tuple(each) for each in of.values() if len(each) > 1}
    yield from sorted(known)


def _duties(kind: CompiledType, node: Node) -> Iterator[tuple[RuleRow, Obligation]]:
    """What rows ask of roles when the node is entered: to approve, or to be added when late."""
    for table, _ in kind.judgement.at_node(kind.flow.key if kind.flow else "", node.key):
        for row in table.item.rows:
            for duty in row.obligations:
                if duty.kind in ("approver", "escalate"):
                    yield row, duty
