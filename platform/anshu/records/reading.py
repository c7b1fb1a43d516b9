"""Runs a composed SELECT under the permissions and definitions of this moment.

The first statement's rows carry the state row's versions: when they differ from what the
statement was composed under, the caches are dropped and it is composed again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from asyncpg import Record
from msgspec import Struct

from anshu.access.reach import Reach
from anshu.access.scope import open_task_sql, own_work_sql, scope_sql
from anshu.compiler.compiled import CompiledType
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.books import Book
from anshu.records.services import Services
from anshu.records.subject import Subject, refresh

ATTEMPTS = 4


class Statement(Struct, frozen=True):
    """SQL text without values, and its arguments."""

    sql: str
    arguments: tuple[object, ...] = ()


class Reader(Struct, frozen=True):
    """Who reads, under which definitions, at which moment."""

    subject: Subject
    book: Book
    now: datetime

    @property
    def language(self) -> str:
        return self.subject.language


class Found(Struct, frozen=True):
    """The rows of each statement, and the reader they were selected for."""

    reader: Reader
    rows: tuple[list[Record], ...]


Compose = Callable[[Reader], tuple[Statement, ...] | Refusal]


class Arguments:
    """Collects the arguments of a statement; what it returns is the text that names them."""

    def __init__(self) -> None:
        self.values: list[object] = []

    def add(self, value: object, cast: str) -> str:
        """The parameter that holds this value (`$3::text`)."""
        self.values.append(value)
        return f"${len(self.values)}::{cast}"

    def scope(self, reach: Reach, subject: Subject) -> str:
        """The predicate over `record` that is true for the rows reached."""
        holder = subject.holder()
        sql, values = scope_sql(reach, holder=holder, first_parameter=len(self.values) + 1)
        self.values += values
        return sql

    def waiting(self, subject: Subject) -> str:
        """The predicate over `task` that is true for open tasks waiting for the subject."""
        holder = subject.holder()
        sql, values = open_task_sql(holder=holder, first_parameter=len(self.values) + 1)
        self.values += values
        return sql

    def own_work(self, subject: Subject, aside: Sequence[tuple[str, str]]) -> str:
        """The predicate over such tasks that leaves out those of a node's roles `aside` only."""
        if not aside:
            return "true"
        sql, values = own_work_sql(
            aside, holder=subject.holder(), first_parameter=len(self.values) + 1
        )
        self.values += values
        return sql


async def read(
    services: Services, subject: Subject, compose: Compose, *, purpose: str, lane: str = "fast"
) -> Found | Refusal:
    """The rows of the composed statements, in one transaction: two round trips and one each."""
    for _ in range(ATTEMPTS):
        book = await services.books.current(subject.principal)
        reader = Reader(subject, book, services.clock.now())
        statements = compose(reader)
        if isinstance(statements, Refusal):
            return statements
        async with services.store.begin(subject.principal, purpose=purpose, lane=lane) as tx:
            rows = tuple([await tx.fetch(s.sql, *s.arguments) for s in statements])
        if _is_current(reader, rows[0][0]):
            return Found(reader, rows)
        services.books.forget(subject.principal.schema)
        subject = await refresh(services, subject)
    return Refusal("busy", kind="busy")


def readable_kind(reader: Reader, name: str, action: str = "read") -> CompiledType | Refusal:
    """The record type, if it exists and the permission for the action is held on any row."""
    kind = reader.book.kind(name)
    if kind is None:
        return Refusal("unknown_type", kind="unknown")
    for permission in (kind.permission("read"), kind.permission(action)):
        if not reader.subject.allowed.has(permission):
            return not_allowed(permission)
    return kind


def not_allowed(permission: str) -> Refusal:
    """The refusal that names the permission which is not held."""
    return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", permission),))


def malformed(*errors: FieldError) -> Refusal:
    """The refusal of a query with every bad field at once."""
    return Refusal("query_malformed", kind="malformed", fields=errors)


def _is_current(reader: Reader, head: Record) -> bool:
    versions = (head["policy_version"], head["definition_version"])
    return bool(versions == (reader.subject.access.policy_version, reader.book.definition_version))
