"""Which column fills which target."""

import pytest

from anshu.records.imports.mapping import guess_mapping, mapping_refused
from tests.imports.ledgers import SHAPE


def test_usual_words_of_a_plant_are_understood() -> None:
    columns = ["序号", "存在问题（必填）", "隐患级别*", "检查日期", "整改人", "完成期限",
               "整改状态", "销号日期", "检查人", "所属车间", "隐患部位", "位号"]  # fmt: skip
    assert guess_mapping(SHAPE, columns, {}) == {
        "存在问题（必填）": "description",
        "隐患级别*": "level",
        "检查日期": "created_at",
        "整改人": "responsible",
        "完成期限": "deadline",
        "整改状态": "state",
        "销号日期": "closed_at",
        "检查人": "reporter",
        "所属车间": "team",
        "隐患部位": "area",
        "位号": "equipment",
    }


def test_child_of_a_merged_header_counts_by_its_own_name() -> None:
    columns = ["发现/隐患描述", "整改/责任人"]
    assert guess_mapping(SHAPE, columns, {}) == {
        "发现/隐患描述": "description",
        "整改/责任人": "responsible",
    }


def test_two_columns_for_one_target_give_it_to_the_better_one() -> None:
    assert guess_mapping(SHAPE, ["存在问题", "隐患描述"], {}) == {"隐患描述": "description"}


def test_column_whose_values_are_no_dates_is_no_date() -> None:
    samples = {"发现时间": ("早班", "中班"), "检查日期": ("2026/3/5",)}
    assert guess_mapping(SHAPE, ["发现时间", "检查日期"], samples) == {"检查日期": "created_at"}


@pytest.mark.parametrize("column", ["序号", "照片", "天气", ""])
def test_what_fits_nothing_is_left_out(column: str) -> None:
    assert guess_mapping(SHAPE, [column], {}) == {}


def test_faulty_mapping_names_every_fault_at_once() -> None:
    refusal = mapping_refused(SHAPE, ["a", "b"], {"a": "level", "b": "level", "c": "colour"})
    assert refusal is not None
    assert [(error.field, error.code) for error in refusal.fields] == [
        ("c", "import_unknown_column"),
        ("a", "import_target_twice"),
        ("b", "import_target_twice"),
        ("c", "import_unknown_target"),
        ("created_at", "import_target_missing"),
        ("description", "import_target_missing"),
    ]


def test_sound_mapping_is_accepted() -> None:
    mapping = {"a": "description", "b": "created_at"}
    assert mapping_refused(SHAPE, ["a", "b", "c"], mapping) is None
