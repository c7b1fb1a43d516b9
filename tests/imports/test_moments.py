"""Dates and times as ledgers write them; all expectations are UTC, the plant is in Shanghai."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.records.imports.moments import read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-05", "2026-03-04T16:00"),
        ("2026/3/5", "2026-03-04T16:00"),
        ("2026.3.5", "2026-03-04T16:00"),
        ("20260305", "2026-03-04T16:00"),
        ("2026年3月5日", "2026-03-04T16:00"),
        ("２０２６年３月５日", "2026-03-04T16:00"),
        ("2026 年 3 月 5 日", "2026-03-04T16:00"),
        ("2026年3月5日 星期四", "2026-03-04T16:00"),
        ("2026/3/5 14:30", "2026-03-05T06:30"),
        ("2026-03-05T14:30:59", "2026-03-05T06:30:59"),
        ("2026-03-05 14:30:00.000", "2026-03-05T06:30"),
        ("2026-03-05T14:30:00Z", "2026-03-05T14:30"),
        ("2026-03-05T14:30:00+09:00", "2026-03-05T05:30"),
        ("２０２６／３／５　１４：３０", "2026-03-05T06:30"),
        ("2026年3月5日14时30分", "2026-03-05T06:30"),
        ("2026年3月5日 下午2时30分", "2026-03-05T06:30"),
        ("2026年3月5日 下午2点", "2026-03-05T06:00"),
        ("2026/3/5 上午9:05", "2026-03-05T01:05"),
        ("2026/3/5 2:30 PM", "2026-03-05T06:30"),
        ("2026/3/5 凌晨12:10", "2026-03-04T16:10"),
        ("46086", "2026-03-04T16:00"),
        ("46086.604166666664", "2026-03-05T06:30"),
    ],
)
def test_moment_is_understood(text: str, utc: str) -> None:
    moment = read_moment(text, SHANGHAI)
    assert moment is not None
    assert moment.isoformat().removesuffix(":00+00:00").removesuffix("+00:00") == utc


@pytest.mark.parametrize(
    "text",
    ["3月5日", "26/3/5", "2026年3月", "2026-02-30", "2026-13-01", "3/5/2026", "昨天", "12", "NaN",
     "2026/3/5 25:00", "2026/3/5 晚上12:00", "2026/3/5 早班", "99999999", "1e5000"],
)  # fmt: skip
def test_moment_that_would_have_to_be_guessed_is_not_understood(text: str) -> None:
    assert read_moment(text, SHANGHAI) is None


@given(st.datetimes(timezones=st.just(SHANGHAI)).filter(lambda m: m.year >= 1950 and m.fold == 0))
def test_written_moment_is_read_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    text = f"{whole.year}年{whole.month}月{whole.day}日 {whole:%H:%M:%S}"
    read = read_moment(text, SHANGHAI)
    assert read is not None
    assert read == whole.astimezone(UTC)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_moment(text, SHANGHAI)
