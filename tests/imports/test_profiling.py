"""From a table to a profile and numbered rows, whatever the table is like."""

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from anshu.kernel.refusal import Refusal
from anshu.records.imports.mapping import guess_mapping, mapping_refused
from anshu.records.imports.profiling import data_rows, profile_table
from anshu.records.imports.reading import read_table
from anshu.records.imports.table import Table
from tests.imports.ledgers import SHAPE

ZONE = "Asia/Shanghai"
CELLS = st.sampled_from(
    [
        "",
        "",
        "序号",
        "隐患描述",
        "发现时间",
        "整改情况",
        "2026/3/5",
        "12",
        "漏油",
        "合计",
        "（）",
        "备注",
    ]
)


def table(*lines: str) -> Table:
    return Table(format="csv", rows=tuple(tuple(line.split(",")) for line in lines))


def test_rows_keep_the_spreadsheets_numbers_over_gaps_and_totals_are_no_rows() -> None:
    read = table(
        "隐患台账,,",
        "序号,隐患描述,发现时间",
        "1,漏油,2026/3/5",
        ",,",
        "2,漏水,2026/3/6",
        "合计,2,",
    )
    profile = profile_table(read, SHAPE, zone=ZONE)
    assert data_rows(read, profile) == [
        (3, ("1", "漏油", "2026/3/5")),
        (5, ("2", "漏水", "2026/3/6")),
    ]


def test_nameless_column_is_kept_only_if_it_holds_something() -> None:
    read = table("隐患描述,,发现时间,", "漏油,甲班,2026/3/5,", "漏水,,2026/3/5")
    profile = profile_table(read, SHAPE, zone=ZONE)
    assert [column.name for column in profile.columns] == ["隐患描述", "[B]", "发现时间"]
    assert data_rows(read, profile)[1] == (3, ("漏水", "", "2026/3/5"))


@given(st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=8).filter(
    lambda rows: any(any(row) for row in rows)
))  # fmt: skip
def test_any_table_has_a_profile_a_guess_that_is_at_most_incomplete_and_rows(
    rows: list[list[str]],
) -> None:
    read = Table(format="csv", rows=tuple(tuple(row) for row in rows))
    profile = profile_table(read, SHAPE, zone=ZONE)
    names = [column.name for column in profile.columns]
    assert len(set(names)) == len(names)
    guess = guess_mapping(SHAPE, names, {c.name: c.samples for c in profile.columns})
    refusal = mapping_refused(SHAPE, names, guess)
    codes = set() if refusal is None else {error.code for error in refusal.fields}
    assert codes <= {"import_target_missing"}
    for row_no, cells in data_rows(read, profile):
        assert profile.first_data_row < row_no <= len(rows)
        assert len(cells) == len(names)
    assert ZoneInfo(profile.zone).key == ZONE


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_refusal(content: bytes) -> None:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return
    assert isinstance(read_table(content), Table | Refusal)


def test_merged_cells_among_the_data_are_named_and_those_of_the_header_are_not() -> None:
    rows = (("隐患描述", "发现时间"), ("漏油", "2026/3/5"), ("", "2026/3/6"))
    read = Table(format="xlsx", rows=rows, merged=((0, 0, 0, 1), (1, 0, 2, 0)))
    (note,) = profile_table(read, SHAPE, zone=ZONE).notes
    assert (note.code, note.value) == ("merged_cells", "A2:A3")
    assert "A2:A3" in note.text().zh
