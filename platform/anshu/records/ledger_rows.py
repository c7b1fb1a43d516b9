"""Which ledgers a reader may open, the statement that selects their rows, and the rows as texts."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.language import Ledger
from anshu.kernel.refusal import Refusal
from anshu.records.columns import (
    ALWAYS,
    PROMOTED,
    Classes,
    data_column,
    is_visible,
    readable_classes,
    references_column,
)
from anshu.records.filters import EXACT
from anshu.records.keyset import Order
from anshu.records.listing import PageOf, page_statement
from anshu.records.names import Words, column_said, field_said
from anshu.records.predicates import overdue_sql
from anshu.records.reading import Arguments, Reader, Statement, not_allowed, readable_kind

PERMISSION = "ledger:view:read"
NEWEST_FIRST = Order("created_at", descending=True)
WRITTEN = (*ALWAYS, "title", *PROMOTED)


class LedgerPart(Struct, frozen=True):
    """Rows of a ledger: to be shown, or to be taken away in a file."""

    key: str
    limit: int
    cursor: str = ""
    action: Literal["read", "export"] = "read"


def open_views(reader: Reader) -> list[tuple[CompiledType, list[Ledger]]]:
    """The ledgers that the reader may open, by record type."""
    found = []
    for kind in reader.book.compiled.types.values():
        if not reader.subject.allowed.has(kind.permission("read")):
            continue
        classes = readable_classes(reader, kind)
        views = [
            view
            for view in reader.book.compiled.ledgers.values()
            if view.type == kind.key and may_filter(kind, view, classes)
        ]
        if views:
            found.append((kind, views))
    return found


def may_filter(kind: CompiledType, view: Ledger, classes: Classes) -> bool:
    """Whether the reader may read everything that the ledger is filtered by."""
    names = ["due" if key == "overdue" else key for key, _ in view.where]
    return all(
        is_visible(kind, name, classes)
        and (name not in kind.fields or kind.fields[name].classed in classes)
        for name in names
    )


def ledger_scope(reader: Reader, kind: CompiledType, arguments: Arguments) -> str:
    """True for rows of the type that both permissions reach."""
    allowed, subject = reader.subject.allowed, reader.subject
    parts = [
        f"record.type = {arguments.add(kind.key, 'text')}",
        arguments.scope(allowed.reach(kind.permission("read")), subject),
        arguments.scope(allowed.reach(PERMISSION), subject),
    ]
    return " and ".join(parts)


def ledger_where(
    reader: Reader, kind: CompiledType, view: Ledger, arguments: Arguments
) -> list[str]:
    """The definition's filter pairs: `overdue`, a column, or a field; anything else holds never."""
    found = []
    for key, value in view.where:
        if key == "overdue":
            found.append(f"({overdue_sql(reader, arguments)})")
        elif key in EXACT:
            found.append(f"record.{key} = {arguments.add(value, 'text')}")
        elif key in kind.fields:
            name, wanted = arguments.add(key, "text"), arguments.add(value, "text")
            found.append(f"record.{kind.fields[key].classed} ->> {name} = {wanted}")
        else:
            found.append("false")
    return found


def compose_rows(reader: Reader, part: LedgerPart) -> tuple[Statement, ...] | Refusal:
    """One statement; rows that every permission reaches, with the classes that may be read."""
    if not reader.subject.allowed.has(PERMISSION):
        return not_allowed(PERMISSION)
    view = reader.book.compiled.ledgers.get(part.key)
    if view is None:
        return Refusal("unknown_ledger", kind="unknown")
    kind = readable_kind(reader, view.type, part.action)
    if isinstance(kind, Refusal):
        return kind
    classes = readable_classes(reader, kind)
    if not may_filter(kind, view, classes):
        return Refusal("unknown_ledger", kind="unknown")
    arguments = Arguments()
    where = [
        ledger_scope(reader, kind, arguments),
        *ledger_where(reader, kind, view, arguments),
    ]
    if part.action != "read":
        reach = reader.subject.allowed.reach(kind.permission(part.action))
        where.append(arguments.scope(reach, reader.subject))
    fields = [
        column.key
        for column in view.columns
        if column.key in kind.fields and kind.fields[column.key].classed in classes
    ]
    page = PageOf(
        kind=kind, classes=classes, where=where,
        columns=[
            data_column(fields, classes, arguments), references_column(kind, fields, arguments)
        ],
        order=NEWEST_FIRST, cursor=part.cursor, limit=part.limit,
    )  # fmt: skip
    return (page_statement(page, arguments, counted=False),)


def ledger_cells(words: Words, view: Ledger, row: Mapping[str, object]) -> tuple[str, ...]:
    """A row as the ledger writes it, in the order of its columns."""
    data = msgspec.json.decode(str(row["data"]), type=dict[str, object])
    names = msgspec.json.decode(str(row["refs"]), type=dict[str, str])
    cells = []
    for column in view.columns:
        if column.key in WRITTEN:
            cells.append(column_said(words, column.key, row))
        else:
            field = words.kind.fields.get(column.key)
            cells.append(field_said(words, field, data.get(column.key), names) if field else "")
    return tuple(cells)
