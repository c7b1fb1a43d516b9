"""Makes a plant's ledger out of real reports: dates, people and places are generated and say so.

The workbook looks like what plants keep: a title, a header over two rows with merged cells,
dates written in five ways. A known share of the rows is broken on purpose.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final

import xlsxwriter
from msgspec import Struct

PEOPLE: Final = tuple(f"生成人员{n:02d}" for n in range(1, 13))
AREAS: Final = tuple(f"生成区域{n}" for n in range(1, 9))
BROKEN_EVERY: Final = 100
_MARK: Final = "（生成）"
_SEED: Final = 20260101


class Report(Struct, frozen=True):
    """One real report: the checklist's clause and what the enterprise wrote."""

    clause: str
    text: str


class Ledger(Struct, frozen=True):
    """The workbook, how many rows it has, and how many of them are broken on purpose."""

    content: bytes
    rows: int
    broken: int


def read_reports(text: str) -> list[Report]:
    """The reports of a file with one per line: clause, a space, report."""
    reports = []
    for line in text.splitlines():
        clause, _, said = line.strip().partition(" ")
        if clause:
            reports.append(Report(clause, said.strip() or clause))
    return reports


def make_ledger(reports: Sequence[Report], *, now: datetime) -> Ledger:
    """The workbook; the same reports on the same day give the same rows. `now` is local time."""
    dice = random.Random(_SEED)  # noqa: S311
    rows = [_row(number, report, dice, now) for number, report in enumerate(reports, 1)]
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("隐患台账")
        sheet.merge_range(0, 0, 0, 9, "隐患排查治理台账（日期、人员、地点为生成数据）")
        _write_header(sheet)
        for place, row in enumerate(rows, 3):
            sheet.write_row(place, 0, row)
    return Ledger(out.getvalue(), len(rows), len(rows) // BROKEN_EVERY)


def _write_header(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    singles = {0: "序号", 1: "编号", 2: "检查内容", 9: f"状态{_MARK}"}
    for column, label in singles.items():
        sheet.merge_range(1, column, 2, column, label)
    sheet.merge_range(1, 3, 1, 6, "排查情况")
    sheet.merge_range(1, 7, 1, 8, "整改情况")
    labels = ("隐患情况", f"发现时间{_MARK}", f"发现人{_MARK}", f"隐患部位{_MARK}")
    sheet.write_row(2, 3, (*labels, f"责任人{_MARK}", f"销号时间{_MARK}"))


def _row(number: int, report: Report, dice: random.Random, now: datetime) -> list[str | int]:
    found = now - timedelta(days=dice.randrange(30, 700), minutes=dice.randrange(600))
    closed = found + timedelta(days=dice.randrange(0, 20), minutes=1)
    day = "3月5日" if number % BROKEN_EVERY == 0 else _written(found, dice)
    return [
        number,
        f"SY-{number:05d}",
        report.clause,
        report.text,
        day,
        dice.choice(PEOPLE),
        dice.choice(AREAS),
        dice.choice(PEOPLE),
        _written(closed, dice),
        "已闭环",
    ]


def _written(moment: datetime, dice: random.Random) -> str:
    """A date as somebody would type it."""
    year, month, day = moment.year, moment.month, moment.day
    full_width = str.maketrans("0123456789", "０１２３４５６７８９")
    return dice.choice(
        (
            f"{moment:%Y-%m-%d %H:%M}",
            f"{year}/{month}/{day}",
            f"{year}年{month}月{day}日",
            f"{year}.{month}.{day}",
            f"{year}/{month}/{day}".translate(full_width),
        )
    )
