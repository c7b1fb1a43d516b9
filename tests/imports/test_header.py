"""Where the header is and what the columns are called."""

import xlsxwriter

from anshu.records.imports.header import column_letter, find_header
from anshu.records.imports.mapping import known_labels
from anshu.records.imports.reading import read_table
from anshu.records.imports.table import Table
from tests.imports.ledgers import SHAPE, workbook

KNOWN = known_labels(SHAPE)


def csv_table(*lines: str) -> Table:
    return Table(format="csv", rows=tuple(tuple(line.split(",")) for line in lines))


def test_plain_header_is_the_first_row() -> None:
    header = find_header(csv_table("序号,隐患描述,发现时间", "1,漏油,2026/3/5"), KNOWN)
    assert (header.names, header.first_data_row) == (("序号", "隐患描述", "发现时间"), 1)


def test_titles_and_notes_above_the_header_are_skipped() -> None:
    header = find_header(
        csv_table(
            "二〇二六年隐患排查治理台账,,",
            "填报单位：一车间,,填报时间：2026年3月",
            ",,",
            "序号,隐患内容,检查时间",
            "1,漏油,2026/3/5",
        ),
        KNOWN,
    )
    assert (header.names, header.first_data_row) == (("序号", "隐患内容", "检查时间"), 4)


def test_merged_header_of_two_rows_joins_parent_and_child_in_csv() -> None:
    header = find_header(
        csv_table(
            "隐患台账,,,,",
            "序号,隐患描述,整改情况,,备注",
            ",,责任人,整改期限,",
            "1,漏油,张三,2026/3/5,无",
        ),
        KNOWN,
    )
    assert header.names == ("序号", "隐患描述", "整改情况/责任人", "整改情况/整改期限", "备注")
    assert header.first_data_row == 3


def test_merged_header_of_a_workbook_uses_its_ranges() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 4, "隐患排查治理台账")
        sheet.merge_range(1, 0, 2, 0, "序号")
        sheet.merge_range(1, 1, 1, 2, "发现")
        sheet.merge_range(1, 3, 1, 4, "整改")
        sheet.write_row(2, 1, ["隐患描述", "发现时间", "责任人", "整改期限"])
        sheet.write_row(3, 0, [1, "漏油", "2026/3/5", "张三", "2026/3/8"])

    read = read_table(workbook(fill))
    assert isinstance(read, Table)
    header = find_header(read, KNOWN)
    assert header.names == (
        "序号",
        "发现/隐患描述",
        "发现/发现时间",
        "整改/责任人",
        "整改/整改期限",
    )
    assert header.first_data_row == 3


def test_first_data_row_with_gaps_is_no_second_header() -> None:
    header = find_header(csv_table("隐患描述,,发现时间", "漏油,甲,2026/3/5"), KNOWN)
    assert (header.names, header.first_data_row) == (("隐患描述", "[B]", "发现时间"), 1)


def test_equal_names_are_numbered_and_columns_lettered() -> None:
    header = find_header(csv_table("隐患描述,备注,备注", "a,b,c"), KNOWN)
    assert header.names == ("隐患描述", "备注", "备注 (2)")
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
