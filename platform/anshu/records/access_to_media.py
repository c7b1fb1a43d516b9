"""Whether a person may see a file: uploaded by them, or shown on a record that they may read."""

import re

from anshu.access.scope import scope_sql
from anshu.compiler.compiled import CompiledType
from anshu.records.books import Book
from anshu.records.queries import MEDIA_VISIBLE
from anshu.records.reading import Statement
from anshu.records.search import media_lexeme
from anshu.records.services import Services
from anshu.records.subject import Subject

HASH = re.compile(r"[0-9a-f]{64}")


async def may_see_media(services: Services, subject: Subject, digest: str) -> bool:
    """True for one's own uploads and for files of records within one's reach; one statement."""
    book = await services.books.current(subject.principal)
    if not HASH.fullmatch(digest):
        return False
    statement = visible_statement(book, subject, digest)
    async with services.store.begin(subject.principal, purpose="media.visible") as tx:
        row = await tx.fetchrow(statement.sql, *statement.arguments)
    return row is not None and bool(row["visible"])


def visible_statement(book: Book, subject: Subject, digest: str) -> Statement:
    """The statement, with its arguments, whose one row says whether the file is visible."""
    arguments: list[object] = [digest, subject.person, f"'{media_lexeme(digest)}'"]
    conditions: list[str] = []
    holder = subject.holder()
    for kind in book.compiled.types.values():
        for classed in ("normal", "restricted", "personal"):
            action = "read" if classed == "normal" else f"read_{classed}"
            if not (_has_files(kind, classed) and subject.allowed.has(kind.permission(action))):
                continue
            arguments.append(kind.key)
            parts = [f"record.type = ${len(arguments)}"]
            # A class is readable on a row that may be read at all, as on the record's page.
            for needed in dict.fromkeys(("read", action)):
                reach = subject.allowed.reach(kind.permission(needed))
                scope, values = scope_sql(reach, holder=holder, first_parameter=len(arguments) + 1)
                arguments += values
                parts.append(scope)
            parts.append(f"record.{classed}_search @@ $3::tsquery")
            conditions.append(f"({' and '.join(parts)})")
    # The number of a parameter that no text names is refused by the database.
    shown = " or ".join(conditions) or "$3::tsquery is null"
    sql = MEDIA_VISIBLE.replace("<records>", shown)
    return Statement(sql, tuple(arguments))


def _has_files(kind: CompiledType, classed: str) -> bool:
    return any(
        field.classed == classed and each.kind in ("photo", "signature")
        for field in kind.item.fields
        for each in (field, *field.columns)
    )
