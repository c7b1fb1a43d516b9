"""Reads single cells; a bad one becomes a problem that names file, row, column and cure."""

import unicodedata
from datetime import datetime, tzinfo

from anshu.sdk.text import Text
from anshu.sdk.values import SourceProblem
from anshu_csv_eam.moments import read_moment
from anshu_csv_eam.table import Row, Table

MAX_CODE = 64


def read_code(row: Row, column: str, *, table: Table, place: str) -> str | SourceProblem:
    """A code without width variants; empty or over-long ones are problems."""
    code = unicodedata.normalize("NFKC", row.cells[column]).strip()
    if not code:
        return problem(row, column, table=table, place=place, zh="编码是空的", en="it is empty")
    if len(code) > MAX_CODE:
        return problem(
            row,
            column,
            table=table,
            place=place,
            zh=f"编码超过 {MAX_CODE} 个字符",
            en=f"the code is over {MAX_CODE} characters",
        )
    return code


def read_time(
    row: Row, column: str, *, table: Table, place: str, zone: tzinfo
) -> datetime | SourceProblem | None:
    """The cell's moment in UTC, None when it is empty or the column is missing."""
    text = row.cells.get(column, "")
    if not text:
        return None
    try:
        return read_moment(text, zone)
    except (ValueError, OverflowError):
        return problem(
            row,
            column,
            table=table,
            place=place,
            zh=f"“{text[:40]}”不是能确定含义的时间，请写成 2026-03-05 14:05",
            en=f"“{text[:40]}” is no time that can be read in one way: write 2026-03-05 14:05",
        )


def problem(row: Row, column: str, *, table: Table, place: str, zh: str, en: str) -> SourceProblem:
    """A problem at one cell, under the heading that the file itself uses."""
    heading = table.headings.get(column, column)
    return SourceProblem(
        place=place,
        row=row.line,
        column=heading,
        message=Text(
            zh=f"第 {row.line} 行“{heading}”：{zh}", en=f"line {row.line}, “{heading}”: {en}"
        ),
        cure=Text(zh="请在源系统中改正后重新导出。", en="Mend it in the source and export again."),
    )
