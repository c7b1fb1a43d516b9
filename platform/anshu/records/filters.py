"""What a list can be narrowed by, checked at once; `predicates.py` makes SQL of it."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.access.assignment import ORG_PATH
from anshu.compiler.compiled import CompiledType
from anshu.kernel.clock import aware
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.columns import Classes, is_visible
from anshu.records.keyset import BrokenCursor, Order, decode, order_of
from anshu.records.periods import is_period
from anshu.records.reading import malformed

LONGEST_TEXT = 200
MOST_ROWS = 200
MOST_CHOSEN = 200
EXACT = ("state", "level", "t1", "t2", "t3", "t4", "origin")
REFERENCES = ("area", "equipment", "owner", "reporter")
# The filter's name and the column that it is about.
PERIODS = {
    "created": "created_at", "due": "due", "done": "done_at", "closed": "closed_at",
    "d1": "d1", "d2": "d2", "d3": "d3",
}  # fmt: skip
RANGES = ("n1", "n2", "n3")
BLANK = (
    "level", "area", "equipment", "owner", "due", "done_at", "closed_at",
    "t1", "t2", "t3", "t4", "n1", "n2", "n3", "d1", "d2", "d3",
)  # fmt: skip
_RANGE = re.compile(r"(-?[0-9]{1,15}(?:\.[0-9]{1,9})?)?\.\.(-?[0-9]{1,15}(?:\.[0-9]{1,9})?)?")


class ListFilters(Struct, frozen=True, kw_only=True):
    """The filters of a list; empty ones do not narrow.

    `org` is the root of a subtree; `assigned` are records the reader is responsible for or has
    an open task in; created_from and created_to are a half-open span. Of codes several may be
    named with commas between them, of typed text a part. `created`, `due`, `done`, `closed` and d1
    to d3 are spans as in periods.py, n1 to n3 ranges (`1.5..20`, either side may be open).
    `blank` names columns that
    must be empty, `ids` the rows themselves, `columns` fields to be read beside those of every
    row. `sort` is a column of keyset.SORTS, "-" before it for descending.
    """

    q: str = ""
    state: str = ""
    level: str = ""
    mine: Literal["", "reported", "assigned", "handled", "copied"] = ""
    overdue: bool = False
    org: str = ""
    equipment: UUID | None = None
    area: UUID | None = None
    owner: UUID | None = None
    reporter: UUID | None = None
    t1: str = ""
    t2: str = ""
    t3: str = ""
    t4: str = ""
    n1: str = ""
    n2: str = ""
    n3: str = ""
    d1: str = ""
    d2: str = ""
    d3: str = ""
    origin: str = ""
    created: str = ""
    due: str = ""
    done: str = ""
    closed: str = ""
    created_from: datetime | None = None
    created_to: datetime | None = None
    blank: str = ""
    ids: str = ""
    columns: str = ""
    sort: str = "-created_at"
    limit: int = 50
    cursor: str = ""


def check(filters: ListFilters) -> Refusal | None:
    """A refusal that names every filter that cannot be understood."""
    errors = [*_text_errors(filters), *_time_errors(filters), *_form_errors(filters)]
    if filters.mine not in ("", "reported", "assigned", "handled", "copied"):
        errors.append(FieldError("mine", "unknown_choice", value=filters.mine))
    if filters.org and not ORG_PATH.fullmatch(filters.org):
        errors.append(FieldError("org", "not_an_org_path", value=filters.org[:LONGEST_TEXT]))
    if not 1 <= filters.limit <= MOST_ROWS:
        limit, value = f"1-{MOST_ROWS}", str(filters.limit)
        errors.append(FieldError("limit", "out_of_range", value=value, limit=limit))
    order = order_of(filters.sort)
    if order is None:
        errors.append(FieldError("sort", "unknown_choice", value=filters.sort[:LONGEST_TEXT]))
    elif filters.cursor and not _is_cursor(filters.cursor, order):
        errors.append(FieldError("cursor", "cursor_broken"))
    return malformed(*errors) if errors else None


def hidden_columns(kind: CompiledType, filters: ListFilters, classes: Classes) -> list[str]:
    """The columns that the filters use and the reader may not see."""
    order = order_of(filters.sort)
    used = [name for name in (*EXACT, *REFERENCES, *RANGES) if getattr(filters, name)]
    used += [column for name, column in PERIODS.items() if getattr(filters, name)]
    used += parts(filters.blank)
    used += ["due"] if filters.overdue else []
    used += [order.column] if order is not None else []
    return [name for name in used if not is_visible(kind, name, classes)]


def parts(text: str) -> list[str]:
    """What stands between the commas."""
    return [part for part in text.split(",") if part]


def is_typed(kind: CompiledType, column: str) -> bool:
    """Whether a column holds text that people typed, of which a part is asked for."""
    field = kind.fields.get(kind.promoted.get(column, ""))
    return column.startswith("t") and field is not None and not field.code_list


def range_of(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The ends of a range, both included; ValueError for anything else."""
    found = _RANGE.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        raise ValueError(text)
    try:
        low, high = (Decimal(part) if part else None for part in found.groups())
    except InvalidOperation as error:
        raise ValueError(text) from error
    return low, high


def ids_of(text: str) -> list[UUID]:
    """The rows that are named; ValueError for anything that is no id."""
    return [UUID(part) for part in parts(text)]


def is_storable(text: str) -> bool:
    """Whether the database can take the text at all (no NUL, no half characters)."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _text_errors(filters: ListFilters) -> list[FieldError]:
    errors = []
    for name in ("q", *EXACT, "org", "blank", "columns", *PERIODS, *RANGES):
        text = getattr(filters, name)
        longest = LONGEST_TEXT * 10 if name == "columns" else LONGEST_TEXT
        if not is_storable(text):
            errors.append(FieldError(name, "unreadable_text"))
        elif len(text) > longest:
            errors.append(FieldError(name, "too_long", limit=str(longest)))
    return errors


def _form_errors(filters: ListFilters) -> list[FieldError]:
    errors = []
    for name in PERIODS:
        text = getattr(filters, name)
        if text and not is_period(text):
            errors.append(FieldError(name, "no_period", value=text[:40]))
    for name in RANGES:
        try:
            if getattr(filters, name):
                range_of(getattr(filters, name))
        except ValueError:
            errors.append(FieldError(name, "no_range", value=getattr(filters, name)[:40]))
    wrong = [name for name in parts(filters.blank) if name not in BLANK]
    if wrong:
        errors.append(FieldError("blank", "unknown_choice", value=wrong[0][:40]))
    try:
        if len(ids_of(filters.ids)) > MOST_CHOSEN:
            errors.append(FieldError("ids", "too_many_chosen", limit=str(MOST_CHOSEN)))
    except ValueError:
        errors.append(FieldError("ids", "wrong_format", value=filters.ids[:40]))
    return errors


def _time_errors(filters: ListFilters) -> list[FieldError]:
    errors = []
    for name in ("created_from", "created_to"):
        moment = getattr(filters, name)
        try:
            if moment is not None:
                aware(moment)
        except (ValueError, OverflowError):
            errors.append(FieldError(name, "time_without_zone", value=str(moment)))
    return errors


def _is_cursor(cursor: str, order: Order) -> bool:
    try:
        decode(cursor, order)
    except BrokenCursor:
        return False
    return True
