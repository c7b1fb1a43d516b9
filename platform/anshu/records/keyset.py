"""Sorting and paging by keyset: (sort value, id) of the last row, in an opaque cursor.

Rows without a value come last in both directions. A cursor is not secret and not signed: it
only says where to go on, and rows are selected by the reader's scope all the same.
"""

import base64
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from anshu.compiler.compiled import CompiledType
from anshu.kernel.clock import aware
from anshu.records import fragments
from anshu.records.names import level_codes
from anshu.records.reading import Arguments

SORTS = {
    "created_at": "timestamptz", "updated_at": "timestamptz", "number": "text", "state": "int",
    "title": "text", "due": "timestamptz", "done_at": "timestamptz", "closed_at": "timestamptz",
    "level": "int", "org_path": "text", "area": "text", "equipment": "text", "owner": "text",
    "reporter": "text", "t1": "text", "t2": "text", "t3": "text", "t4": "text",
    "n1": "numeric", "n2": "numeric", "n3": "numeric",
    "d1": "timestamptz", "d2": "timestamptz", "d3": "timestamptz",
}  # fmt: skip
NULLABLE = {"due", "done_at", "closed_at", "d1", "d2", "d3"}
# Sorted by the sound of the name that they refer to.
NAMED = ("area", "equipment", "owner", "reporter")
# Sorted in the order of the list that their code is from.
CODED = ("state", "level", "t1", "t2", "t3", "t4")
# The last sign there is: no text comes behind it.
END = "\U0010ffff"
LAST = {"timestamptz": "infinity", "int": "2147483647", "text": END, "numeric": "infinity"}
FIRST = {"timestamptz": "-infinity", "int": "-1", "text": "", "numeric": "-infinity"}
Value = datetime | Decimal | str | int | None
VALUES: dict[str, object] = {
    "timestamptz": datetime | None,
    "text": str,
    "int": Annotated[int, Meta(ge=-1, le=2147483647)],
    "numeric": Decimal,
}


class BrokenCursor(ValueError):
    """The cursor is not one of ours, or was made for another order."""


class Order(Struct, frozen=True):
    """A sort column and its direction."""

    column: str
    descending: bool

    @property
    def name(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    def sql(self, table: str) -> str:
        """The ORDER BY of a table that has `sort_key` and `id`."""
        way = " desc" if self.descending else ""
        return f"{table}sort_key{way}, {table}id{way}"


def order_of(sort: str) -> Order | None:
    """The order that a sort text (`-created_at`) asks for; None if there is no such order."""
    column = sort.removeprefix("-")
    return Order(column, sort.startswith("-")) if column in SORTS else None


def sort_key(order: Order, kind: CompiledType, arguments: Arguments) -> str:
    """The expression over `record` that rows are sorted by; never null."""
    column, cast = order.column, SORTS[order.column]
    end = (FIRST if order.descending else LAST)[cast]
    codes = codes_of(kind, column)
    if codes is not None:
        known = arguments.add(codes, "text[]")
        end = (FIRST if order.descending else LAST)["int"]
        # A column of codes is compared as text like its neighbours: places as equal digits.
        place = f"coalesce(array_position({known}, record.{column}), {end})"
        return place if cast == "int" else f"lpad(({place})::text, 10, '0')"
    if column == "title":
        return "record.title_key"
    if column in NAMED:
        return f"coalesce({fragments.NAME_KEY.format(column=column)}, '{end}')"
    if column in NULLABLE or cast == "numeric" or column in CODED:
        return f"coalesce(record.{column}, '{end}'::{cast})"
    return f"record.{column}"


def codes_of(kind: CompiledType, column: str) -> list[str] | None:
    """The codes of a column in the order of their list; None for a column without a list."""
    if column == "level":
        return level_codes(kind)
    if column == "state":
        return [code.code for code in kind.item.states]
    field = kind.fields.get(kind.promoted.get(column, "")) if column in CODED else None
    if field is None or not field.code_list:
        return None
    return [code.code for code in kind.lists[field.code_list].items]


def after(order: Order, key: str, cursor: str, arguments: Arguments) -> str:
    """The predicate for the rows behind the cursor; raises BrokenCursor."""
    value, identity = decode(cursor, order)
    cast = SORTS[order.column]
    parameter = arguments.add(value, cast)
    if order.column in NULLABLE:
        end = (FIRST if order.descending else LAST)[cast]
        parameter = f"coalesce({parameter}, '{end}'::timestamptz)"
    sign = "<" if order.descending else ">"
    return f"({key}, record.id) {sign} ({parameter}, {arguments.add(identity, 'uuid')})"


def encode(order: Order, row: Mapping[str, object]) -> str:
    """The cursor behind this row."""
    # Without a value a time's key is infinity, which is no moment: the absence is kept instead.
    value = row[order.column if SORTS[order.column] == "timestamptz" else "sort_key"]
    text = msgspec.json.encode((order.name, value, row["id"]))
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def decode(cursor: str, order: Order) -> tuple[Value, UUID]:
    """The sort value and id in a cursor; raises BrokenCursor."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, raw, identity = msgspec.json.decode(text, type=tuple[str, msgspec.Raw, UUID])
        value: Value = msgspec.json.decode(raw, type=VALUES[SORTS[order.column]])
        if isinstance(value, datetime):
            value = aware(value)
    except (ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise BrokenCursor(cursor) from error
    absent = value is None and order.column not in NULLABLE
    if name != order.name or absent or (isinstance(value, str) and "\0" in value):
        raise BrokenCursor(cursor)
    return value, identity
