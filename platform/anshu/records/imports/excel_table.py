"""Reads the first sheet with content of an Excel workbook as text, merged ranges included."""

import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from anshu.kernel.refusal import Refusal
from anshu.records.imports.table import Range, Table, refused, size_refused

Cell = int | float | str | bool | time | date | datetime | timedelta

MAX_UNPACKED_BYTES: Final = 300 * 1024 * 1024
_MAX_ENTRIES: Final = 5_000
# A workbook with a password is an OLE file with a stream of this name.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_excel(content: bytes) -> Table | Refusal:
    """The table of an XLSX or XLS file.

    The library lays a sheet out in memory up to its farthest cell and aborts the process when
    that fails: call this through excel_process. Refuses import_wrong_type (ZIP or OLE,
    but no workbook), import_password, import_zip_bomb, import_empty and a table that is too
    long or too wide.
    """
    zipped = content.startswith(b"PK")
    if zipped and _unpacked_size(content) > MAX_UNPACKED_BYTES:
        limit = f"{MAX_UNPACKED_BYTES // 1_048_576} MB"
        return refused("import_zip_bomb", kind="too_large", limit=limit)
    try:
        book = load_workbook(BytesIO(content))
        return _first_table(book, zipped=zipped)
    except PasswordError:
        return refused("import_password", kind="wrong_type")
    except (CalamineError, ValueError):
        if _ENCRYPTED in content:
            return refused("import_password", kind="wrong_type")
        return refused("import_wrong_type", kind="wrong_type", value="ZIP" if zipped else "OLE")


def _unpacked_size(content: bytes) -> int:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return 0
    if len(entries) > _MAX_ENTRIES:
        return MAX_UNPACKED_BYTES + 1
    return sum(entry.file_size for entry in entries)


def _first_table(book: CalamineWorkbook, *, zipped: bool) -> Table | Refusal:
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    filled = [name for name in names if book.get_sheet_by_name(name).end is not None]
    if not filled:
        return refused("import_empty")
    sheet = book.get_sheet_by_name(filled[0])
    last_row, last_column = sheet.end or (0, 0)
    refusal = size_refused(rows=last_row + 1, columns=last_column + 1)
    if refusal is not None:
        return refusal
    rows = sheet.to_python(skip_empty_area=False)
    return Table(
        format="xlsx" if zipped else "xls",
        rows=tuple(tuple(_text(cell) for cell in row) for row in rows),
        sheet=_storable(sheet.name),
        merged=_merged(sheet),
        note_codes=(("other_sheets", _storable("、".join(filled[1:]))),) if filled[1:] else (),
    )


def _storable(text: str) -> str:
    """Without NUL, which a cell may hold (`_x0000_`) and the database may not."""
    return text.replace("\0", "")


def _merged(sheet: CalamineSheet) -> tuple[Range, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges)


def _text(cell: Cell) -> str:
    """The cell as a person sees it; Excel keeps 15 digits, so no more are written."""
    match cell:
        case str():
            return _storable(cell).strip()
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{Decimal(f'{cell:.15g}'):f}"
        case datetime():
            midnight = cell.time() == time()
            return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
