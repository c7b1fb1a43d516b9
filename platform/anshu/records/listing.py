"""Lists of records of one type within the reader's scope: filtered, sorted, paged by keyset.

One SELECT a page: the rows, what they refer to by name, the total and the versions. Its text is
composed from the constants of `fragments.py`; values go as parameters only.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, Struct, UnsetType

from anshu.compiler.compiled import CompiledType
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records import fragments, keyset
from anshu.records.columns import (
    Classes,
    data_column,
    photo_column,
    readable_classes,
    references_column,
    row_columns,
)
from anshu.records.elapsed import elapsed_minutes
from anshu.records.filters import ListFilters, check, hidden_columns, parts
from anshu.records.keyset import Order, order_of
from anshu.records.names import Words, field_said, words_for
from anshu.records.page import Named, OrgName
from anshu.records.predicates import predicates
from anshu.records.reading import (
    Arguments,
    Reader,
    Statement,
    malformed,
    not_allowed,
    read,
    readable_kind,
)
from anshu.records.services import Services
from anshu.records.subject import Subject

COUNTED = 10_000


class Row(Struct, frozen=True, kw_only=True):
    """One record of a list; `data` holds the listed fields of the readable classes, as stored.

    `cells` are the fields that were asked for as columns, as people read them; `names` of what
    these refer to, also in rows of tables, by id or path.
    """

    id: UUID
    number: str
    state: str
    state_label: str
    title: str
    org: OrgName
    created_at: datetime
    overdue: bool
    origin: str
    data: msgspec.Raw
    level: str | UnsetType = UNSET
    level_label: str | UnsetType = UNSET
    area: Named | UnsetType = UNSET
    equipment: Named | UnsetType = UNSET
    owner: Named | UnsetType = UNSET
    reporter: Named | UnsetType = UNSET
    due: datetime | UnsetType = UNSET
    done_at: datetime | UnsetType = UNSET
    closed_at: datetime | UnsetType = UNSET
    photo: str | UnsetType = UNSET
    elapsed_minutes: int | UnsetType = UNSET
    cells: dict[str, str] | UnsetType = UNSET
    names: dict[str, str] | UnsetType = UNSET


class RecordList(Struct, frozen=True, kw_only=True):
    """A page of rows; `total` counts up to 10,000, beyond that `total_exact` is false."""

    items: tuple[Row, ...]
    total: int
    total_exact: bool
    data_time: datetime
    next_cursor: str | UnsetType = UNSET


class PageOf(Struct, frozen=True):
    """What a page statement is composed of: predicates, extra columns, order and size."""

    kind: CompiledType
    classes: Classes
    where: list[str]
    columns: list[str]
    order: Order
    cursor: str
    limit: int


async def list_records(
    services: Services, subject: Subject, kind: str, filters: ListFilters
) -> RecordList | Refusal:
    """A page of the records that the subject may read, in three round trips.

    Refuses an unknown type, a permission not held (also for filtering or sorting by a column
    whose class is not readable), and filters that cannot be understood, naming each.
    """
    refusal = check(filters)
    if refusal is not None:
        return refusal
    found = await read(
        services, subject, lambda reader: _compose(reader, kind, filters), purpose="record.list"
    )
    if isinstance(found, Refusal):
        return found
    compiled = found.reader.book.compiled.types[kind]
    order = order_of(filters.sort)
    assert order is not None  # check has seen to it
    rows, more = page_rows(found.rows[0], filters.limit)
    words = words_for(found.reader, compiled)
    total = found.rows[0][0]["total"]
    columns = parts(filters.columns)
    return RecordList(
        items=tuple(
            with_cells(words, row, columns, row_of(words, row, found.reader.now)) for row in rows
        ),
        total=min(total, COUNTED),
        total_exact=total <= COUNTED,
        data_time=found.reader.now,
        next_cursor=keyset.encode(order, rows[-1]) if more else UNSET,
    )


def refuse_hidden(kind: CompiledType, filters: ListFilters, classes: Classes) -> Refusal | None:
    """The refusal of filters over columns whose class the reader may not read."""
    hidden = hidden_columns(kind, filters, classes)
    if not hidden:
        return None
    field = kind.fields[kind.promoted[hidden[0]]]
    return not_allowed(kind.permission(f"read_{field.classed}"))


def refuse_columns(kind: CompiledType, columns: list[str], classes: Classes) -> Refusal | None:
    """The refusal of columns that are no fields of the type, or of an unreadable class."""
    for key in columns:
        field = kind.fields.get(key)
        if field is None:
            return malformed(FieldError("columns", "unknown_field", value=key[:40]))
        if field.classed not in classes:
            return not_allowed(kind.permission(f"read_{field.classed}"))
    return None


def page_statement(page: PageOf, arguments: Arguments, *, counted: bool) -> Statement:
    """One page with names and versions, one row longer than asked to see whether more follow."""
    where = " and ".join(page.where)
    total = fragments.TOTAL.format(where=where, bound=COUNTED + 1) if counted else ""
    key = keyset.sort_key(page.order, page.kind, arguments)
    if page.cursor:
        where += " and " + keyset.after(page.order, key, page.cursor, arguments)
    way = "desc" if page.order.descending else "asc"
    rows = fragments.ROWS.format(
        columns=", ".join(
            [row_columns(page.kind, page.classes), *page.columns, f"{key} as sort_key"]
        ),
        where=where,
        order=f"{key} {way}, record.id {way}",
        limit=arguments.add(page.limit + 1, "int"),
    )
    sql = fragments.PAGE.format(
        extra=total, named=fragments.NAMED.format(rows=rows), order=page.order.sql("listed.")
    )
    return Statement(sql, tuple(arguments.values))


def page_rows(
    rows: list[Mapping[str, object]], limit: int
) -> tuple[list[Mapping[str, object]], bool]:
    """The page's rows without the state row's empty answer, and whether more follow."""
    found = [row for row in rows if row["id"] is not None]
    return found[:limit], len(found) > limit


def with_cells(words: Words, found: Mapping[str, object], columns: list[str], row: Row) -> Row:
    """The row with the fields asked for as texts, and the names in them; unchanged without any."""
    if not columns:
        return row
    data = msgspec.json.decode(str(found["data"]), type=dict[str, object])
    names = msgspec.json.decode(str(found["refs"]), type=dict[str, str])
    fields = words.kind.fields
    cells = {key: field_said(words, fields[key], data.get(key), names) for key in columns}
    return msgspec.structs.replace(row, cells=cells, names=names or UNSET)


def row_of(words: Words, row: Record, now: datetime) -> Row:
    """A row as it is answered; values are already of the types that the columns have."""
    due, level, path, state = row["due"], row["level"], row["org_path"], row["state"]
    done_at, closed_at = row["done_at"], row["closed_at"]
    late = due is not None and due < now
    return Row(
        id=row["id"],
        number=row["number"],
        state=state,
        state_label=words.state(state),
        title=row["title"],
        org=OrgName(path, row["org_name"] or path),
        created_at=row["created_at"],
        overdue=late and done_at is None and closed_at is None,
        origin=row["origin"],
        data=msgspec.Raw(row["data"].encode()),
        level=level or UNSET,
        level_label=words.level(level) if level else UNSET,
        area=named(row["area"], row["area_name"]),
        equipment=named(row["equipment"], row["equipment_name"]),
        owner=named(row["owner"], row["owner_name"]),
        reporter=named(row["reporter"], row["reporter_name"]),
        due=UNSET if due is None else due,
        done_at=UNSET if done_at is None else done_at,
        closed_at=UNSET if closed_at is None else closed_at,
        photo=row["photo"] or UNSET,
        elapsed_minutes=elapsed_minutes(
            words.kind, row["discovered_at"], closed_at=closed_at, now=now
        ),
    )


def named(identity: UUID | None, name: str | None) -> Named | UnsetType:
    """What a column refers to, by name; absent without a reference."""
    return UNSET if identity is None else Named(identity, name or "")


def _compose(reader: Reader, name: str, filters: ListFilters) -> tuple[Statement, ...] | Refusal:
    kind = readable_kind(reader, name)
    if isinstance(kind, Refusal):
        return kind
    classes = readable_classes(reader, kind)
    asked = parts(filters.columns)
    refusal = refuse_hidden(kind, filters, classes) or refuse_columns(kind, asked, classes)
    order = order_of(filters.sort)
    if refusal is not None or order is None:
        return refusal or Refusal("query_malformed", kind="malformed")
    arguments = Arguments()
    where = predicates(reader, kind, filters, classes=classes, arguments=arguments)
    reach = reader.subject.allowed.reach(kind.permission("read"))
    where.append(arguments.scope(reach, reader.subject))
    keys = [f.key for f in kind.fields.values() if f.listed and f.classed in classes]
    columns = [
        data_column([*keys, *asked], classes, arguments),
        # References that have a column of their own are named there; asked for, they need a name.
        references_column(kind, asked, arguments, all_named=True),
        photo_column(kind, classes, arguments),
        f"{fragments.DISCOVERED if kind.flow else 'null'} as discovered_at",
    ]
    page = PageOf(
        kind=kind, classes=classes, where=where, columns=columns, order=order,
        cursor=filters.cursor, limit=filters.limit,
    )  # fmt: skip
    return (page_statement(page, arguments, counted=True),)
