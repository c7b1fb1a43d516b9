"""A saved view: filters, order, columns and grouping of a list, checked against the definition."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.columns import Classes
from anshu.records.filter_texts import filters_of_texts
from anshu.records.filters import EXACT, ListFilters, check, hidden_columns, parts
from anshu.records.views.shape import ColumnShape, columns_of

LONGEST_TITLE = 40
MOST_COLUMNS = 40
NARROWEST, WIDEST = 48, 900
# Of what a list can be asked, this belongs to one reading of it and not to a view.
PASSING = ("created_from", "created_to", "ids", "columns", "sort", "limit", "cursor")


class ViewQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """What a view shows; filters are texts as they stand in a list's address."""

    filters: dict[str, str] = {}
    sort: str = "-created_at"
    columns: tuple[str, ...] = ()
    widths: dict[str, int] = {}
    group: str = ""


class ViewShape(Struct, frozen=True, kw_only=True):
    """A saved view for one reader.

    `mine`: the reader made it; `may_change`: the reader may rename, rearrange and remove it.
    `missing` names what it uses and this reader's list does not have (any more): fields, codes.
    `roles` are those for whom it opens first, `opens_first` is said of the reader's own.
    """

    id: UUID
    title: str
    query: ViewQuery
    shared: bool
    mine: bool
    may_change: bool
    opens_first: bool
    roles: tuple[str, ...]
    by: str
    missing: tuple[str, ...]


def query_errors(
    kind: CompiledType, query: ViewQuery, classes: Classes, language: str
) -> list[FieldError]:
    """Every field of the query that the definition does not have or that cannot be understood."""
    errors = [
        FieldError(f"filters.{name}", "unknown_field")
        for name in query.filters
        if name in PASSING or name not in ListFilters.__struct_fields__
    ]
    if errors:
        return errors
    filters = filters_of_texts({**query.filters, "sort": query.sort})
    refusal = filters if isinstance(filters, Refusal) else check(filters)
    if refusal is not None:
        return list(refusal.fields)
    if len(query.columns) > MOST_COLUMNS or len(set(query.columns)) != len(query.columns):
        errors.append(FieldError("columns", "repeated"))
    if any(not NARROWEST <= width <= WIDEST for width in query.widths.values()):
        errors.append(FieldError("widths", "out_of_range", limit=f"{NARROWEST}-{WIDEST}"))
    unknown = missing_of(kind, query, classes, language)
    return errors + [FieldError("query", "unknown_field", value=name[:40]) for name in unknown]


def missing_of(
    kind: CompiledType, query: ViewQuery, classes: Classes, language: str
) -> tuple[str, ...]:
    """What the query uses and this reader's list does not have, as keys and codes."""
    shapes = {shape.key: shape for shape in columns_of(kind, classes, language)}
    found = [key for key in query.columns if key not in shapes]
    if query.group and not (query.group in shapes and shapes[query.group].group):
        found.append(query.group)
    filters = filters_of_texts({**query.filters, "sort": query.sort})
    if isinstance(filters, Refusal):
        return tuple(dict.fromkeys([*found, *(error.field for error in filters.fields)]))
    usable = {shape.filter: shape for shape in shapes.values() if shape.filter}
    for name, text in query.filters.items():
        if name in usable:
            found += _unknown_codes(usable[name], name, text)
        elif name not in ("q", "mine", "overdue", "blank"):
            found.append(name)
    found += hidden_columns(kind, filters, classes)
    if query.sort.removeprefix("-") not in {shape.sort for shape in shapes.values()} | {
        "updated_at"
    }:
        found.append(query.sort.removeprefix("-"))
    return tuple(dict.fromkeys(found))


def usable_query(text: str) -> ViewQuery:
    """The query as it was kept; an empty one when the language has moved on."""
    try:
        return msgspec.json.decode(text, type=ViewQuery)
    except msgspec.ValidationError:
        return ViewQuery()


def view_of(
    row: Mapping[str, object], query: ViewQuery, missing: tuple[str, ...], *, mine: bool, may: bool
) -> ViewShape:
    """A stored row as its reader sees it."""
    roles = row["roles"]
    return ViewShape(
        id=UUID(str(row["id"])),
        title=str(row["title"]),
        query=query,
        shared=bool(row["shared"]),
        mine=mine,
        may_change=mine or may,
        opens_first=mine and bool(row["opens_first"]),
        roles=tuple(str(role) for role in roles) if isinstance(roles, list) else (),
        by=str(row["owner_name"] or ""),
        missing=missing,
    )


def _unknown_codes(shape: ColumnShape, name: str, text: str) -> list[str]:
    if name not in EXACT or not shape.choices:
        return []
    known = {choice.code for choice in shape.choices}
    return [code for code in parts(text) if code not in known]
