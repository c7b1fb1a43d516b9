"""Who could be given a task, a signature, a copy or a delegation: only people entitled to it."""

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.language import Assignment
from anshu.flow.entitlement import (
    acting_roles,
    assignments_of,
    may_get_copy,
    may_join,
    may_stand_in,
    may_take,
)
from anshu.flow.standing import barred_by, lacks_right, takes_over
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.records.books import Book
from anshu.records.choosing import queries
from anshu.records.paging import read_record
from anshu.records.services import Services
from anshu.records.subject import Subject

SHOWN = 50
LOOKED_AT = 2000
Suits = Callable[[UUID, Sequence[Assignment]], bool]


class Candidate(Struct, frozen=True):
    """Somebody who may be chosen, with unit and posts, so that namesakes can be told apart."""

    id: UUID
    name: str
    org: str
    posts: tuple[str, ...]


class Candidates(Struct, frozen=True):
    """At most 50 people by name; `more` says that others would suit as well."""

    items: tuple[Candidate, ...]
    more: bool = False


async def task_candidates(
    services: Services, subject: Subject, at: tuple[str, UUID, UUID], use: str, q: str
) -> Candidates | Refusal:
    """Who may be given the task (`use` "reassign") or be added to it ("add_signer")."""
    name, record, task_id = at
    read = await read_record(services, subject, name, record)
    if isinstance(read, Refusal):
        return read
    kind, state = read.kind, read.loaded.state
    task = state.task(task_id)
    if task is None or task.closed_at is not None:
        return Refusal("unknown_task", kind="unknown")
    now = services.clock.now()
    node = kind.nodes[task.node]
    first = [s for s in task.seats if s.signed_at is None and s.via == "task"][:1]
    asked = first[0].asked if first else ()

    mine = takes_over(kind, task, subject.actor(), now)

    def suits(person: UUID, held: Sequence[Assignment]) -> bool:
        me = {f"person:{person}"}
        if task.actors() & me or barred_by(node, state, me):
            return False
        if use == "reassign":
            if person == subject.person and not mine:
                return False
            alone = task.people == (person,) and not task.roles
            entitled = not lacks_right(node, first, task, held, now)
            return not alone and entitled and may_take(kind, asked, task.org_path, held, now)
        return may_join(kind, held, now)

    return await _people(services, subject, read.book, acting_roles(kind, "task:act"), q, suits)


async def copy_candidates(
    services: Services, subject: Subject, at: tuple[str, UUID], q: str
) -> Candidates | Refusal:
    """Who may be given the record to read and has no copy of it."""
    read = await read_record(services, subject, *at)
    if isinstance(read, Refusal):
        return read
    kind: CompiledType = read.kind
    state: RecordState = read.loaded.state
    now = services.clock.now()
    known = {copy.person for copy in state.copies} | {subject.person}

    def suits(person: UUID, held: Sequence[Assignment]) -> bool:
        return person not in known and may_get_copy(kind, held, now)

    return await _people(services, subject, read.book, acting_roles(kind, "record:read"), q, suits)


async def delegation_candidates(
    services: Services, subject: Subject, kinds: tuple[str, ...], q: str
) -> Candidates | Refusal:
    """Who holds what the subject may do, and so may stand in for it."""
    book = await services.books.current(subject.principal)
    roles, now = book.compiled.roles, services.clock.now()
    mine = subject.access.assignments
    acting = {
        role for kind in book.compiled.types.values() for role in acting_roles(kind, "task:act")
    }

    def suits(person: UUID, held: Sequence[Assignment]) -> bool:
        return person != subject.person and may_stand_in(roles, kinds, mine, held, now=now)

    return await _people(services, subject, book, tuple(sorted(acting)), q, suits)


async def _people(
    services: Services,
    subject: Subject,
    book: Book,
    roles: tuple[str, ...],
    q: str,
    suits: Suits,
) -> Candidates:
    async with services.store.begin(subject.principal, purpose="task.candidates") as tx:
        rows = await tx.fetch(
            queries.CANDIDATES, list(roles), q.replace("\0", "").strip()[:60], LOOKED_AT
        )
    found: list[Candidate] = []
    for row in rows:
        held = _held(row)
        if not suits(row["id"], held):
            continue
        if len(found) == SHOWN:
            return Candidates(tuple(found), more=True)
        titles = (book.compiled.roles.get(each.role) for each in held)
        posts = tuple(dict.fromkeys(t.title.said(subject.language) for t in titles if t))
        found.append(Candidate(row["id"], row["title"], row["org_name"] or "", posts))
    return Candidates(tuple(found))


def _held(row: Record) -> tuple[Assignment, ...]:
    listed = msgspec.json.decode(row["assignments"] or "[]", type=list[object])
    return assignments_of({"assignments": listed})
