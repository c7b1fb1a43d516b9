"""A board as a workbook: every figure as a row of numbers, the trends, and the definitions."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

import xlsxwriter
from msgspec import UNSET

from anshu.boards import texts
from anshu.boards.answers import BoardAnswer, Figure, WidgetAnswer
from anshu.boards.report import definitions_of
from anshu.records.spreadsheet import harmless

NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
Cell = str | int | Decimal


def workbook(answer: BoardAnswer, *, language: str, demo: bool = False) -> bytes:
    """The file's bytes; numbers are numbers, texts that look like formulas are made harmless."""
    say = texts.Paper(language)
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(say.figures)
    place = _write(sheet, _head(answer, say, demo=demo), start=0, bold=None)
    place = _write(sheet, [_columns(say)], start=place + 1, bold=bold)
    sheet.freeze_panes(place, 0)
    _write(sheet, _rows(answer), start=place, bold=None)
    sheet.set_column(0, 1, 26)
    sheet.set_column(2, 3, 20)
    for widget in answer.widgets:
        if widget.lines:
            _trend(book.add_worksheet(_sheet_name(widget.title)), widget, bold=bold)
    definitions = book.add_worksheet(say.definitions)
    lines: list[list[Cell]] = [[say.indicator, say.definition]]
    lines += [[title, said] for title, said in definitions_of(answer).items()]
    _write(definitions, lines[:1], start=0, bold=bold)
    _write(definitions, lines[1:], start=1, bold=None)
    definitions.set_column(0, 0, 28)
    definitions.set_column(1, 1, 110)
    book.close()
    return body.getvalue()


def _sheet_name(title: str) -> str:
    """A widget's title as Excel allows it for a sheet."""
    return NOT_IN_A_SHEET_NAME.sub(" ", harmless(title))[:31].strip("' ")


def _head(answer: BoardAnswer, say: texts.Paper, *, demo: bool) -> list[list[Cell]]:
    at = answer.data_time.astimezone(ZoneInfo(answer.zone))
    scope = say.joined([answer.org] if answer.org else answer.scope)
    head: list[list[Cell]] = [
        [answer.title, *([say.demonstration] if demo else ())],
        [say.company, answer.company],
        [say.period, f"{answer.first} – {answer.last}"],
        [say.scope, scope],
        [say.data_time, f"{at:%Y-%m-%d %H:%M:%S} {answer.zone}"],
    ]
    if answer.excluded_days:
        head.append([say.excluded, ", ".join(str(day) for day in answer.excluded_days)])
    if answer.counting:
        head.append([say.counting])
    return head


def _columns(say: texts.Paper) -> list[Cell]:
    return [
        say.widget, say.indicator, say.key, say.value, say.unit, say.median, say.good, say.counted,
        say.imported, say.left_out, say.first, say.last,
    ]  # fmt: skip


def _rows(answer: BoardAnswer) -> Iterator[list[Cell]]:
    for widget in answer.widgets:
        for figure in widget.figures:
            yield _row(widget, figure, "")
        for entry in widget.entries:
            key = " · ".join(name.name for name in entry.keys)
            for figure in entry.figures:
                yield _row(widget, figure, key)
        if widget.since is not UNSET:
            for row in widget.since.rows:
                for window, figure in zip(widget.since.windows, row.figures, strict=True):
                    yield _row(widget, figure, window.title)


def _row(widget: WidgetAnswer, figure: Figure, key: str) -> list[Cell]:
    return [
        widget.title, figure.title, key, _number(figure.value), figure.unit,
        _number(figure.median), figure.good if isinstance(figure.good, int) else "", figure.n,
        figure.imported, figure.left_out,
        "" if figure.first is UNSET else str(figure.first),
        "" if figure.last is UNSET else str(figure.last),
    ]  # fmt: skip


def _trend(sheet: object, widget: WidgetAnswer, *, bold: object) -> None:
    head: list[Cell] = ["", *(line.title for line in widget.lines)]
    days = [point.day for point in widget.lines[0].points]
    rows: list[list[Cell]] = [
        [str(day), *(_number(line.points[place].value) for line in widget.lines)]
        for place, day in enumerate(days)
    ]
    _write(sheet, [head], start=0, bold=bold)
    _write(sheet, rows, start=1, bold=None)


def _write(sheet: object, rows: object, *, start: int, bold: object) -> int:
    """Writes rows from a line on; the line behind the last one."""
    number = start
    for row in rows:  # type: ignore[attr-defined]
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, harmless(cell), bold)  # type: ignore[attr-defined]
            else:
                sheet.write_number(number, column, cell, bold)  # type: ignore[attr-defined]
        number += 1
    return number


def _number(value: object) -> Cell:
    return Decimal(value) if isinstance(value, str) else ""
