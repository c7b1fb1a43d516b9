"""Every fault of every row, by row, column, value and limit; good rows become drafts."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.records.imports.checking import Checked, Draft, RowError, Rules, check_rows
from anshu.records.imports.job import error_cure, error_text
from anshu.records.imports.references import Named, References
from anshu.records.imports.texts import ROWS
from tests.imports.ledgers import COMPILED, SHAPE

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ZHANG, LI, LI_TOO = str(uuid4()), str(uuid4()), str(uuid4())
TANK, PUMP = str(uuid4()), str(uuid4())
REFERENCES = References(
    [
        Named("person", ZHANG, ("张三", "RY-0001")),
        Named("person", LI, ("李四", "RY-0002")),
        Named("person", LI_TOO, ("李四", "RY-0003")),
        Named("area", TANK, ("罐区",)),
        Named("equipment", PUMP, ("一号泵", "SB-0001", "P-101A")),
        Named("org", "/plant/w1/", ("一车间", "/plant/w1/")),
    ]
)


def check(*rows: dict[str, str]) -> Checked:
    """Checks rows given as target key to cell; unnamed required cells are filled."""
    targets = [target.key for target in SHAPE.targets]
    columns = tuple(f"列{key}" for key in targets)
    rules = Rules(
        SHAPE, columns, dict(zip(columns, targets, strict=True)), ZoneInfo("Asia/Shanghai"), NOW
    )
    filled = [{"description": "漏油", "created_at": "2026/3/5", **row} for row in rows]
    numbered = [(n, [row.get(key, "") for key in targets]) for n, row in enumerate(filled, 5)]
    return check_rows(numbered, rules=rules, references=REFERENCES)


def draft(**cells: str) -> Draft:
    checked = check(cells)
    assert not checked.errors
    return checked.drafts[0]


def error(**cells: str) -> RowError:
    checked = check(cells)
    assert not checked.drafts
    assert len(checked.errors) == 1, checked.errors
    return checked.errors[0]


def test_good_row_becomes_a_draft_with_typed_values() -> None:
    made = draft(
        level="一般",
        responsible="张 三",
        area="罐区",
        equipment="ｐ－１０１Ａ",
        team="一车间",
        deadline="2026年3月8日",
        cost="１２．５０万元",
        media="一般隐患、重大隐患",
        stopped="√",
        spot="31.23，121.47",
        state="已闭环",
        closed_at="2026-03-07 10:00",
        number="YH-1",
        reporter="RY-0002",
    )
    assert made.data == {
        "description": "漏油",
        "level": "general",
        "responsible": ZHANG,
        "area": TANK,
        "equipment": PUMP,
        "team": "/plant/w1/",
        "deadline": "2026-03-07T16:00:00Z",
        "cost": "12.50",
        "media": ["general", "major"],
        "stopped": True,
        "spot": {"lat": "31.23", "lon": "121.47", "system": "WGS-84", "source": "manual"},
    }
    assert (made.row, made.state, made.number, str(made.reporter)) == (5, "closed", "YH-1", LI)
    assert made.created_at == datetime(2026, 3, 4, 16, tzinfo=UTC)
    assert made.closed_at == datetime(2026, 3, 7, 2, tzinfo=UTC)
    assert COMPILED.types["leak"].form("leak_report").errors(made.data) == ()


@pytest.mark.parametrize(
    ("cells", "code", "limit"),
    [
        ({"description": ""}, "import_required", ""),
        ({"created_at": ""}, "import_required", ""),
        ({"description": "长" * 41}, "import_too_long", "40"),
        ({"cost": "十二"}, "import_not_a_number", "万元"),
        ({"cost": "-1"}, "import_too_small", "0"),
        ({"cost": "1000.01"}, "import_too_big", "1000"),
        ({"level": "特大"}, "import_not_a_choice", "一般隐患、重大隐患"),
        ({"media": "一般隐患、特大"}, "import_not_a_choice", "一般隐患、重大隐患"),
        ({"state": "已整改"}, "import_not_a_choice", "整改中、已销号"),
        ({"stopped": "也许"}, "import_not_a_boolean", "是 / 否"),
        ({"deadline": "3月8日"}, "import_not_a_date", ""),
        ({"spot": "东门"}, "import_not_a_location", ""),
        ({"spot": "131,121"}, "import_not_a_location", ""),
        ({"responsible": "王五"}, "import_unknown_person", ""),
        ({"responsible": "李四"}, "import_ambiguous", "2"),
        ({"area": "库房"}, "import_unknown_area", ""),
        ({"equipment": "P-102"}, "import_unknown_equipment", ""),
        ({"team": "三车间"}, "import_unknown_org", ""),
        ({"created_at": "2026-06-02"}, "import_in_future", "2026-06-01 08:00"),
        ({"closed_at": "2026-03-04"}, "import_before_start", "2026-03-05 00:00"),
        (
            {"state": "整改中", "closed_at": "2026-03-06"},
            "import_closed_but_open",
            "",
        ),
    ],
)
def test_fault_is_named_with_limit_and_cure(cells: dict[str, str], code: str, limit: str) -> None:
    found = error(**cells)
    assert (found.row, found.code, found.limit) == (5, code, limit)
    assert found.column.removeprefix("列") in (*cells, "state")
    assert "{" not in error_text(found).zh + error_text(found).en + error_cure(found).zh
    assert error_cure(found).zh
    assert error_cure(found).en


def test_all_faults_of_all_rows_are_found_not_only_the_first() -> None:
    checked = check(
        {"cost": "x", "level": "y", "responsible": "王五"}, {}, {"created_at": "", "cost": "-1"}
    )
    assert [(e.row, e.code) for e in checked.errors] == [
        (5, "import_not_a_choice"),
        (5, "import_unknown_person"),
        (5, "import_not_a_number"),
        (7, "import_required"),
        (7, "import_too_small"),
    ]
    assert [made.row for made in checked.drafts] == [6]
    assert checked.failed_rows == 2


def test_number_twice_in_one_file_names_the_first_row() -> None:
    checked = check({"number": "YH-1"}, {"number": "YH-2"}, {"number": "YH-1"})
    assert [(e.row, e.code, e.limit) for e in checked.errors] == [(7, "import_number_twice", "5")]


def test_closing_date_on_the_day_of_the_report_is_not_before_it() -> None:
    made = draft(created_at="2026-03-05 15:00", closed_at="2026-03-05")
    assert made.closed_at == made.created_at


def test_moment_just_now_is_not_the_future() -> None:
    local = (NOW + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M:%S")
    assert draft(created_at=local).created_at == NOW


def test_text_is_kept_as_it_was_written() -> None:
    assert draft(description="①号罐　面积１２㎡").data["description"] == "①号罐　面积１２㎡"


@given(st.dictionaries(st.sampled_from([t.key for t in SHAPE.targets]), st.text(max_size=30)))
def test_any_cells_give_errors_with_texts_or_data_that_the_form_accepts(
    cells: dict[str, str],
) -> None:
    checked = check(cells)
    for found in checked.errors:
        assert ROWS[found.code].text.zh
    for made in checked.drafts:
        assert COMPILED.types["leak"].form("leak_report").errors(made.data) == ()


def test_number_that_looks_like_ours_is_refused() -> None:
    found = error(number="XL-2026-000123")
    assert (found.code, found.value) == ("import_number_ours", "XL-2026-000123")
