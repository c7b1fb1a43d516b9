"""The printed board: it is no page for what users typed, and without Pango it says so."""

import asyncio
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from anshu.boards import export
from anshu.boards.answers import BoardAnswer, Line, Point, WidgetAnswer
from anshu.boards.charts import Bar, bars_svg, trend_svg
from anshu.boards.export import PrintingRoom
from anshu.boards.printing import NO_PANGO
from anshu.boards.report import document
from anshu.boards.workbook import workbook
from anshu.kernel.refusal import Refusal

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 6, tzinfo=UTC)
EVIL = '<script>alert(1)</script>"&'


def board(title: str = "隐患看板") -> BoardAnswer:
    line = Line("a", EVIL, "", EVIL, (Point(DAY, 3, "3", "3"),))
    trend = WidgetAnswer(
        key="a", kind="trend", title=EVIL, width=8, first=DAY, last=DAY, lines=(line,)
    )
    return BoardAnswer(
        key="k", title=title, data_time=AT, first=DAY, last=DAY, zone="Asia/Shanghai",
        scope=("全公司",), company="海晟化工<有限>公司", widgets=(trend,),
    )  # fmt: skip


def test_what_people_typed_stays_text() -> None:
    html = document(board(EVIL), language="zh-CN", printed_for=EVIL, at=AT)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_document_says_period_scope_data_time_and_definitions() -> None:
    html = document(board(), language="zh-CN", printed_for="周经理", at=AT)
    for said in ("2026-11-20 – 2026-11-20", "全公司", "2026-11-20 14:00", "周经理", "指标定义"):
        assert said in html, said
    assert "counter(pages)" in html


def test_every_page_names_the_company_and_a_demonstration_says_that_it_is_one() -> None:
    for demo in (False, True):
        html = document(board(), language="zh-CN", printed_for="周经理", at=AT, demo=demo)
        assert '<div class="company">海晟化工&lt;有限&gt;公司</div>' in html
        assert ("模拟数据，不是真实记录</div>" in html) is demo
        made = BytesIO(workbook(board(), language="zh-CN", demo=demo))
        sheet = CalamineWorkbook.from_filelike(made).get_sheet_by_index(0)
        cells = [cell for row in sheet.to_python() for cell in row]
        assert "海晟化工<有限>公司" in cells
        assert ("演示 · 模拟数据，不是真实记录" in cells) is demo


def test_charts_have_no_division_by_nothing() -> None:
    assert "<svg" in trend_svg((), width=400)
    assert "<svg" in bars_svg((), width=400)
    assert "甲" in bars_svg([Bar("甲", Decimal(0), "0")], width=400)


async def test_a_chinese_document_is_printed() -> None:
    html = document(board(), language="zh-CN", printed_for="周经理", at=AT)
    body = await PrintingRoom().print(html)
    assert isinstance(body, bytes)
    assert body.startswith(b"%PDF-")
    assert len(body) > 5_000  # with the part of a Chinese font that it uses


def test_a_document_reaches_nothing_outside() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        html = f'<img src="http://127.0.0.1:{listening.getsockname()[1]}/x">'.encode()
        done = subprocess.run(
            [sys.executable, "-m", "anshu.boards.printing"],
            input=html, capture_output=True, check=True,
        )  # fmt: skip
        assert done.stdout.startswith(b"%PDF-")
        with pytest.raises(BlockingIOError):  # nobody has come
            listening.accept()


async def test_without_pango_the_refusal_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        returncode = NO_PANGO

        async def communicate(self, _: bytes) -> tuple[bytes, bytes]:
            return b"", b"cannot load library 'libpango-1.0-0'"

    async def start(*_: object, **__: object) -> Broken:
        return Broken()

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
    answer = await PrintingRoom().print("<p>x</p>")
    assert isinstance(answer, Refusal)
    assert answer.code == "pdf_needs_pango"


async def test_too_many_that_wait_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    held = asyncio.Event()

    async def printed(_: str) -> bytes:
        await held.wait()
        return b"%PDF-"

    monkeypatch.setattr(export, "_printed", printed)
    room = PrintingRoom()
    waiting = [asyncio.create_task(room.print("x")) for _ in range(export.MOST_WAITING + 1)]
    await asyncio.sleep(0)
    refused = await room.print("x")
    assert isinstance(refused, Refusal)
    assert refused.code == "busy"
    held.set()
    assert await asyncio.gather(*waiting) == [b"%PDF-"] * len(waiting)
