"""How exports write times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from anshu_csv_eam.moments import read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05 14:05",
        "2026-03-05T14:05:00",
        "2026/3/5 14:05:00",
        "2026.03.05 14:05",
        "2026年3月5日 14:05",
        "2026年3月5日14时5分",
        "２０２６－０３－０５　１４：０５",
        "202603051405",
        "2026-03-05T06:05:00Z",
        "2026-03-05T14:05:00+08:00",
        "2026-03-05 14:05:00.123",
    ],
)
def test_usual_ways_to_write_a_time_mean_the_same(text: str) -> None:
    assert read_moment(text, SHANGHAI) == datetime(2026, 3, 5, 6, 5, tzinfo=UTC)


def test_date_alone_is_its_first_minute_in_the_plant() -> None:
    assert read_moment("20260305", SHANGHAI) == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["03/05/2026", "5.3.2026", "2026-13-01", "2026-03-05 25:00", "昨天", "46086", "-"]
)
def test_time_that_could_be_misread_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_moment(text, SHANGHAI)
