"""The copy for people and what is written on it."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from anshu.media.fonts import chinese_font_file, writable
from anshu.media.inspection import Unsound
from anshu.media.position import Position
from anshu.media.watermark import Caption, caption_lines, draw_watermark
from tests.media.pictures import picture

CAPTION = Caption(
    at=datetime(2026, 3, 5, 6, 30, tzinfo=UTC),
    zone="Asia/Shanghai",
    number="YH-2026-0001",
    place="一车间 · 反应釜平台",
    person="张三",
    position=Position("31.230416", "121.473701", "8"),
)


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def test_caption_says_when_where_who_and_which_in_the_plants_zone() -> None:
    assert caption_lines(CAPTION) == [
        "2026-03-05 14:30:00 (UTC+0800)",
        "一车间 · 反应釜平台",
        "31.230416, 121.473701 ±8 m WGS-84",
        "张三 · YH-2026-0001",
    ]


def test_caption_refuses_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        caption_lines(Caption(at=datetime(2026, 3, 5), zone="Asia/Shanghai"))


def test_copy_is_small_and_bears_the_lines_at_its_foot_only() -> None:
    content = picture(3200, 2400)
    plain = opened(draw_watermark(content, mime="image/jpeg", lines=[]).content)
    drawn = draw_watermark(content, mime="image/jpeg", lines=caption_lines(CAPTION))
    marked = opened(drawn.content)
    assert marked.size == (1600, 1200)
    assert ImageChops.difference(plain, marked).getbbox() is not None
    top = ImageChops.difference(plain.crop((0, 0, 1600, 700)), marked.crop((0, 0, 1600, 700)))
    assert max(high for _low, high in top.getextrema()) < 40


def test_different_lines_make_different_copies_and_the_same_the_same() -> None:
    content = picture()
    one = draw_watermark(content, mime="image/jpeg", lines=["张三"]).content
    assert one == draw_watermark(content, mime="image/jpeg", lines=["张三"]).content
    assert one != draw_watermark(content, mime="image/jpeg", lines=["李四"]).content


def test_small_picture_grows_downwards_instead_of_being_covered() -> None:
    drawn = draw_watermark(picture(300, 100), mime="image/jpeg", lines=caption_lines(CAPTION))
    marked = opened(drawn.content)
    assert marked.width == 300
    assert marked.height > 100


def test_font_search_finds_nothing_in_an_empty_folder(tmp_path: Path) -> None:
    assert chinese_font_file((tmp_path,)) is None
    assert writable("一车间 A1", file=None) == "??? A1"


def test_copy_without_a_chinese_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anshu.media.watermark.chinese_font_file", lambda: None)
    drawn = draw_watermark(picture(), mime="image/jpeg", lines=["张三 YH-1"])
    assert drawn.ascii_only
    assert opened(drawn.content).size == (640, 480)


def test_broken_picture_cannot_be_watermarked() -> None:
    with pytest.raises(Unsound):
        draw_watermark(picture()[:900], mime="image/jpeg", lines=["x"])
