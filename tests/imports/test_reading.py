"""Ledgers as they come: encodings, delimiters, quotes, workbooks, and what is none of them."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter

from anshu.kernel.refusal import Refusal
from anshu.records.imports.reading import read_table
from anshu.records.imports.table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Table
from anshu.records.imports.texts import FILES
from tests.imports.ledgers import HEADER, ROWS, csv_bytes, workbook


def table(content: bytes) -> Table:
    read = read_table(content)
    assert isinstance(read, Table), read
    return read


def refused(content: bytes) -> Refusal:
    read = read_table(content)
    assert isinstance(read, Refusal)
    assert FILES[read.code].cure.zh
    return read


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 BOM"),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
def test_same_ledger_is_read_from_every_encoding(encoding: str, shown: str) -> None:
    read = table(csv_bytes(encoding=encoding))
    assert read.encoding == shown
    assert read.rows[0][:3] == ("序号", "隐患描述", "等级")
    assert read.rows[1][1] == "法兰渗漏"
    assert len(read.rows) == 4


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_delimiter_is_found(delimiter: str) -> None:
    lines = [line.replace(",", delimiter) for line in (HEADER, *ROWS)]
    read = table(csv_bytes(lines))
    assert read.delimiter == delimiter
    assert {len(row) for row in read.rows} == {8}


def test_comma_inside_quotes_and_lines_inside_a_cell_are_kept() -> None:
    read = table('编号,描述\r\n1,"甲,乙\n丙 ""丁"""\r\n'.encode())
    assert read.rows[1] == ("1", '甲,乙\n丙 "丁"')


def test_single_column_is_a_table() -> None:
    assert table("隐患描述\n漏油\n".encode()).rows == (("隐患描述",), ("漏油",))


def test_quote_that_never_ends_is_named_by_row() -> None:
    refusal = refused('编号,描述\n1,好\n2,"没有结束\n3,好\n'.encode())
    assert (refusal.code, refusal.fields[0].row) == ("import_broken_quotes", 3)


def test_unknown_encoding_is_named_by_line() -> None:
    refusal = refused(csv_bytes() + b"4," + b"\xff\xff\xff\r\n")
    assert (refusal.code, refusal.fields[0].row) == ("import_encoding", 5)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import_empty"),
        (b"  \r\n\r\n", "import_empty"),
        (b",,,\n,,,\n", "import_empty"),
        (b"a,b\n1,\x00\x00\n", "import_binary"),
        (b"%PDF-1.7 report", "import_wrong_type"),
        (b"\xff\xd8\xff\xe0 photo", "import_wrong_type"),
        (b"<html><table>", "import_wrong_type"),
        (b"PK\x03\x04 no workbook", "import_wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "import_wrong_type"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9,
            "import_password",
        ),
        (b"a" * (MAX_BYTES + 1), "import_too_large"),
        (b"a\n" * (MAX_ROWS + 1), "import_too_many_rows"),
        (b"a," * (MAX_COLUMNS + 1), "import_too_many_columns"),
    ],
)
def test_what_is_no_ledger_is_refused_by_name(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_zip_that_unpacks_to_too_much_is_refused() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for number in range(5001):
            archive.writestr(f"{number}.xml", b"")
    assert refused(out.getvalue()).code == "import_zip_bomb"


def test_workbook_is_read_as_people_see_it() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, 4, "2026年隐患台账")
        sheet.write_row(1, 0, ["编号", "费用", "日期", "时刻", "停产"])
        sheet.write_row(2, 0, [20260001, 0.1 + 0.2])
        sheet.write_datetime(2, 2, date(2026, 3, 5), day)
        sheet.write_datetime(2, 3, datetime(2026, 3, 5, 14, 30), day)
        sheet.write_boolean(2, 4, True)
        book.add_worksheet("空表")
        book.add_worksheet("第二季度").write(0, 0, "x")
        hidden = book.add_worksheet("隐藏")
        hidden.write(0, 0, "x")
        hidden.hide()

    read = table(workbook(fill))
    assert (read.format, read.sheet, read.merged) == ("xlsx", "台账", ((0, 0, 0, 4),))
    assert read.rows[2] == ("20260001", "0.3", "2026-03-05", "2026-03-05 14:30:00", "TRUE")
    assert read.note_codes == (("other_sheets", "第二季度"),)


@pytest.mark.parametrize("corner", [(1_048_575, 16_383), (1_048_575, 500)])
def test_workbook_with_a_lost_cell_far_away_takes_nothing_down(corner: tuple[int, int]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(*corner, "z")

    refusal = refused(workbook(fill))
    assert (refusal.code, refusal.kind) == ("import_extent", "too_large")


def test_workbook_with_too_many_rows_is_refused_with_their_number() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_column(0, 0, ["漏油"] * (MAX_ROWS + 1))

    field = refused(workbook(fill)).fields[0]
    assert (field.code, field.value, field.limit) == ("import_too_many_rows", "50001", "50000")
