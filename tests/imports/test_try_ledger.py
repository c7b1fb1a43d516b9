"""The ledger of `make try-import`: readable like a plant's, and honest about what is generated."""

from datetime import datetime
from zoneinfo import ZoneInfo

from anshu.entrypoints.try_ledger import AREAS, PEOPLE, make_ledger, read_reports
from anshu.records.imports.checking import Rules, check_rows
from anshu.records.imports.mapping import guess_mapping
from anshu.records.imports.profiling import data_rows, profile_table
from anshu.records.imports.reading import read_table
from anshu.records.imports.references import Named, References
from anshu.records.imports.table import Table
from tests.imports.ledgers import SHAPE

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 1, 12, tzinfo=ZONE)
TEXT = "1、配电箱内不得放置杂物。 箱内有手套\n2、通道畅通。 通道堆货 两处\n没有说明的条款\n\n"


def test_report_is_split_at_its_first_space_and_empty_lines_are_none() -> None:
    reports = read_reports(TEXT)
    assert [(one.clause, one.text) for one in reports] == [
        ("1、配电箱内不得放置杂物。", "箱内有手套"),
        ("2、通道畅通。", "通道堆货 两处"),
        ("没有说明的条款", "没有说明的条款"),
    ]


def test_made_ledger_is_understood_and_only_its_broken_rows_are_refused() -> None:
    ledger = make_ledger(read_reports(TEXT) * 70, now=NOW)
    assert (ledger.rows, ledger.broken) == (210, 2)
    table = read_table(ledger.content)
    assert isinstance(table, Table)
    profile = profile_table(table, SHAPE, zone=ZONE.key)
    columns = tuple(column.name for column in profile.columns)
    generated = [name for name in columns if "（生成）" in name]
    assert len(generated) == 6
    assert all("生成" in name for name in (*PEOPLE, *AREAS))
    mapping = guess_mapping(SHAPE, columns, {})
    assert len(mapping) == 8
    rules = Rules(SHAPE, columns, mapping, ZONE, NOW)
    named = [Named("person", "00000000-0000-7000-8000-000000000000", PEOPLE)]
    references = References([*named, Named("area", "x", AREAS)])
    checked = check_rows(data_rows(table, profile), rules=rules, references=references)
    assert [(e.row, e.code) for e in checked.errors] == [
        (103, "import_not_a_date"),
        (203, "import_not_a_date"),
    ]


def test_same_reports_on_the_same_day_make_the_same_rows() -> None:
    reports = read_reports(TEXT)
    first, second = (read_table(make_ledger(reports, now=NOW).content) for _ in range(2))
    assert first == second
