"""A table as it came out of a file: rows of text, and what was learnt while reading it."""

from typing import Final, Literal

from msgspec import Struct

from anshu.kernel.refusal import Fact, FieldError, Kind, Refusal

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200

# Top row, left column, bottom row, right column; all counted from 0, all included.
Range = tuple[int, int, int, int]


class Table(Struct, frozen=True):
    """Rows from the file's first row on; `""` is an empty cell. Row n of a spreadsheet is n-1.

    `note_codes` name what the reader of the report should know (code, value).
    """

    format: Literal["csv", "xlsx", "xls"]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    merged: tuple[Range, ...] = ()
    note_codes: tuple[tuple[str, str], ...] = ()


def refused(
    code: str, *, kind: Kind = "malformed", value: str = "", limit: str = "", row: int | None = None
) -> Refusal:
    """The refusal of a whole file."""
    error = FieldError(field="file", code=code, value=value, limit=limit, row=row)
    facts = (Fact("file", value, limit=limit),) if value or limit else ()
    return Refusal(code=code, kind=kind, facts=facts, fields=(error,))


def size_refused(*, rows: int, columns: int) -> Refusal | None:
    """The refusal of a table that is too long or too wide."""
    if rows > MAX_ROWS:
        return refused("import_too_many_rows", value=str(rows), limit=str(MAX_ROWS))
    if columns > MAX_COLUMNS:
        return refused("import_too_many_columns", value=str(columns), limit=str(MAX_COLUMNS))
    return None
