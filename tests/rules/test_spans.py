"""Spans of time in sentences: whole minutes, never rounded to the side of the limit."""

import pytest

from anshu.definitions.rule_language import LimitKind
from anshu.rules.spans import spoken, whole
from tests.rules.tables import row


@pytest.mark.parametrize(
    ("figure", "unit", "kind", "zh", "en"),
    [
        ("31.09", "min", "", "31 分钟", "31 min"),
        ("30.02", "min", "at_most", "31 分钟", "31 min"),
        ("9.97", "min", "at_least", "9 分钟", "9 min"),
        ("0.2", "min", "", "0 分钟", "0 min"),
        ("60", "min", "at_most", "60 分钟", "60 min"),
        ("125", "min", "at_most", "2 小时 5 分", "2 h 5 min"),
        ("120", "min", "", "2 小时", "2 h"),
        ("4330", "min", "", "3 天", "3 d"),
        ("8.5", "h", "at_most", "8 小时 30 分", "8 h 30 min"),
        ("72", "h", "at_most", "72 小时", "72 h"),
        ("0.4", "h", "", "24 分钟", "24 min"),
        ("7.25", "d", "at_most", "7 天 6 小时", "7 d 6 h"),
        ("0.5", "d", "at_least", "12 小时", "12 h"),
        ("0", "d", "", "0 小时", "0 h"),
        ("8.5", "m/s", "at_most", "8.5 m/s", "8.5 m/s"),
        ("-3", "min", "", "-3 min", "-3 min"),
        ("", "min", "", "min", "min"),
    ],
)
def test_a_span_is_said_in_whole_parts_that_people_count_in(
    figure: str, unit: str, kind: LimitKind, zh: str, en: str
) -> None:
    said = spoken(figure, unit, row("r", "block", limit_kind=kind))
    assert (said.zh, said.en) == (zh, en)


def test_the_figure_of_a_fact_keeps_its_unit() -> None:
    assert whole("10.27", "min", None) == "10"
    assert whole("10.01", "min", row("r", "block", limit_kind="at_most")) == "11"
    assert whole("8.5", "h", None) == "8.5"
