"""Records of other types that refer to one record, as its reader may know of them.

Of a type that the reader may not read, or by a field of a class that it may not read, there is
nothing to be seen here: neither number nor count.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType

from anshu.compiler.compiled import CompiledType
from anshu.records import fragments
from anshu.records.books import Book
from anshu.records.columns import is_visible
from anshu.records.page import ReferringRecord
from anshu.records.reading import Arguments, Statement
from anshu.records.subject import Subject


class Reference(Struct, frozen=True):
    """A field of a type, by its column, that refers to records of another type."""

    kind: CompiledType
    column: str


def references_to(book: Book, name: str, subject: Subject) -> tuple[Reference, ...]:
    """The fields of other types that refer to this one and that the subject may read."""
    return tuple(
        Reference(kind, field.promoted)
        for kind in book.compiled.types.values()
        if kind.key != name and subject.allowed.has(kind.permission("read"))
        for field in kind.fields.values()
        if field.of == name
        and field.promoted
        and field.classed in subject.allowed.classes(f"{kind.key}:record")
    )


def with_referring(
    page: Statement, found: tuple[Reference, ...], subject: Subject, record: UUID
) -> Statement:
    """The page's statement, and in the same round trip what refers to it within reach."""
    if not found:
        return page
    arguments = Arguments()
    arguments.values += page.arguments
    parts = [_part(each, subject, record, arguments) for each in found]
    sql = fragments.REFERRING.format(page=page.sql, parts=" union all ".join(parts))
    return Statement(sql, tuple(arguments.values))


def referring_shown(
    rows: Iterable[Record], found: tuple[Reference, ...], language: str
) -> tuple[ReferringRecord, ...]:
    """Those of the page's rows that refer to it, in words; the newest of a type first."""
    kinds = {each.kind.key: each.kind for each in found}
    mine = sorted((row for row in rows if row["what"] == "refers"), key=_age)
    return tuple(_shown(row, kinds[row["kind"]], language) for row in mine)


def _age(row: Record) -> tuple[str, float]:
    return row["kind"], -row["last_ok"].timestamp()


def _part(each: Reference, subject: Subject, record: UUID, arguments: Arguments) -> str:
    classes = subject.allowed.classes(f"{each.kind.key}:record")
    reach = subject.allowed.reach(each.kind.permission("read"))
    return fragments.REFERS.format(
        title="title" if is_visible(each.kind, "title", classes) else "number",
        type=arguments.add(each.kind.key, "text"),
        column=each.column,
        record=arguments.add(str(record), "text"),
        scope=arguments.scope(reach, subject),
    )


def _shown(row: Record, kind: CompiledType, language: str) -> ReferringRecord:
    states = {code.code: code.label.said(language) for code in kind.item.states}
    is_running = kind.flow is not None and row["until"] is None
    due: datetime | UnsetType = row["at"] if is_running and row["at"] else UNSET
    return ReferringRecord(
        type=kind.key, type_label=kind.item.title.said(language), id=UUID(row["key"]),
        number=row["extra"], title=row["title"], state_label=states.get(row["org_path"], ""),
        running=is_running, due=due,
    )  # fmt: skip
