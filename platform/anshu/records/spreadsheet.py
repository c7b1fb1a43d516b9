"""Lines of texts as a CSV or Excel file, in which nothing is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Literal

import xlsxwriter

Format = Literal["csv", "xlsx"]
MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Full-width signs count: a Chinese Excel takes them for the half-width ones.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


def written(lines: Iterable[list[str]], form: Format) -> bytes:
    """The bytes of the file; the first line is its head. It blocks: not for the event loop."""
    return _csv(lines) if form == "csv" else _xlsx(lines)


def harmless(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would take it for a formula.

    A plain negative number stays a number.
    """
    if text.startswith(FORMULA_SIGNS) and not NEGATIVE.fullmatch(text):
        return f"'{text}"
    return text


def _csv(lines: Iterable[list[str]]) -> bytes:
    # The byte order mark makes Excel read the file as UTF-8.
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(lines: Iterable[list[str]]) -> bytes:
    body = io.BytesIO()
    workbook = xlsxwriter.Workbook(body, {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    workbook.close()
    return body.getvalue()
