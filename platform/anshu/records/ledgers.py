"""Ledgers: views over records that fill themselves, as tables of texts.

A reader sees the rows that `ledger:view:read` and the type's own read permission both reach. A
column whose class the reader may not read stays empty; a ledger filtered by one is refused.
"""

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records import fragments, keyset
from anshu.records.filters import MOST_ROWS
from anshu.records.keyset import BrokenCursor, decode
from anshu.records.ledger_rows import (
    NEWEST_FIRST,
    PERMISSION,
    LedgerPart,
    compose_rows,
    ledger_cells,
    ledger_scope,
    ledger_where,
    open_views,
)
from anshu.records.listing import page_rows
from anshu.records.names import words_for
from anshu.records.reading import Arguments, Reader, Statement, malformed, not_allowed, read
from anshu.records.services import Services
from anshu.records.subject import Subject


class LedgerEntry(Struct, frozen=True):
    """A ledger that the reader may open, its rows in sight, whether it may be taken as a file."""

    key: str
    title: str
    count: int
    type: str
    export: bool


class LedgerColumn(Struct, frozen=True):
    """A column of a ledger, in the reader's language."""

    key: str
    label: str


class LedgerRow(Struct, frozen=True):
    """One record as the ledger writes it; cells stand in the order of the columns."""

    id: UUID
    type: str
    cells: tuple[str, ...]


class LedgerPage(Struct, frozen=True):
    """A page of a ledger, newest first."""

    title: str
    columns: tuple[LedgerColumn, ...]
    items: tuple[LedgerRow, ...]
    data_time: datetime
    next_cursor: str | UnsetType = UNSET


async def ledgers(services: Services, subject: Subject) -> tuple[LedgerEntry, ...] | Refusal:
    """The ledgers that the subject may open, with their counts; three round trips."""
    found = await read(services, subject, _compose_counts, purpose="ledger.index")
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    counts = {row["place"]: row["counts"] for row in found.rows[0] if row["place"] is not None}
    entries = []
    for place, (kind, views) in enumerate(open_views(reader)):
        export = reader.subject.allowed.has(kind.permission("export"))
        for view, count in zip(views, counts[place], strict=True):
            title = view.title.said(reader.language)
            entries.append(LedgerEntry(view.key, title, count, kind.key, export))
    order = {key: place for place, key in enumerate(reader.book.compiled.ledgers)}
    return tuple(sorted(entries, key=lambda entry: order[entry.key]))


async def list_ledger(
    services: Services, subject: Subject, key: str, cursor: str = "", limit: int = 50
) -> LedgerPage | Refusal:
    """A page of a ledger; three round trips.

    Refuses an unknown ledger, a permission not held, a broken cursor and a limit beyond 200.
    """
    refusal = _malformed(cursor, limit)
    if refusal is not None:
        return refusal
    found = await read(
        services,
        subject,
        lambda reader: compose_rows(reader, LedgerPart(key, cursor=cursor, limit=limit)),
        purpose="ledger.list",
    )
    if isinstance(found, Refusal):
        return found
    reader, language = found.reader, found.reader.language
    view = reader.book.compiled.ledgers[key]
    kind = reader.book.compiled.types[view.type]
    words = words_for(reader, kind)
    rows, more = page_rows(found.rows[0], limit)
    return LedgerPage(
        title=view.title.said(language),
        columns=tuple(LedgerColumn(c.key, c.label.said(language)) for c in view.columns),
        items=tuple(
            LedgerRow(UUID(str(row["id"])), str(row["type"]), ledger_cells(words, view, row))
            for row in rows
        ),
        data_time=reader.now,
        next_cursor=keyset.encode(NEWEST_FIRST, rows[-1]) if more else UNSET,
    )


def _malformed(cursor: str, limit: int) -> Refusal | None:
    errors = []
    if not 1 <= limit <= MOST_ROWS:
        span = f"1-{MOST_ROWS}"
        errors.append(FieldError("limit", "out_of_range", value=str(limit), limit=span))
    if cursor:
        try:
            decode(cursor, NEWEST_FIRST)
        except BrokenCursor:
            errors.append(FieldError("cursor", "cursor_broken"))
    return malformed(*errors) if errors else None


def _compose_counts(reader: Reader) -> tuple[Statement, ...] | Refusal:
    if not reader.subject.allowed.has(PERMISSION):
        return not_allowed(PERMISSION)
    arguments = Arguments()
    parts = []
    for place, (kind, views) in enumerate(open_views(reader)):
        scope = ledger_scope(reader, kind, arguments)
        counts = [_count(ledger_where(reader, kind, view, arguments)) for view in views]
        parts.append(
            fragments.LEDGER_COUNTS.format(
                place=arguments.add(place, "int"), counts=", ".join(counts), where=scope
            )
        )
    if not parts:
        return (Statement(fragments.NO_LEDGERS),)
    sql = fragments.COUNTED.format(counts=" union all ".join(parts))
    return (Statement(sql, tuple(arguments.values)),)


def _count(where: list[str]) -> str:
    return f"count(*) filter (where {' and '.join(where) or 'true'})"
