"""A board as a file: PDF for the committee, or a workbook with the same figures."""

import asyncio
import sys
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
import structlog
from msgspec import Struct

from anshu.boards.answers import BoardAnswer
from anshu.boards.board import Period, read_board
from anshu.boards.printing import NO_PANGO
from anshu.boards.report import document
from anshu.boards.workbook import workbook
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.heavy import heavy
from anshu.records.reading import malformed
from anshu.records.services import Services
from anshu.records.subject import Subject

Format = Literal["pdf", "xlsx"]
MIME = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PRINTERS, MOST_WAITING = 1, 4
LONGEST_SECONDS = 60

log = structlog.get_logger(__name__)


class Wish(Struct, frozen=True):
    """A file of this form, headed by this name, else by that of the topmost unit."""

    form: Format
    company: str = ""


class BoardFile(Struct, frozen=True):
    """A finished file: its name, MIME type and bytes."""

    filename: str
    mime: str
    body: bytes


class PrintingRoom:
    """Prints few documents at a time, each in a process of its own, for this process."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(PRINTERS)
        self._waiting = 0

    async def print(self, html: str) -> bytes | Refusal:
        """The PDF; refuses when too many wait, when it takes too long, and without Pango."""
        if self._waiting > MOST_WAITING:
            return Refusal("busy", kind="busy")
        self._waiting += 1
        try:
            async with self._turns:
                return await _printed(html)
        finally:
            self._waiting -= 1


async def export_board(
    services: Services,
    subject: Subject,
    printing: PrintingRoom,
    *,
    key: str,
    period: Period,
    wish: Wish,
) -> BoardFile | Refusal:
    """The board as a file of this moment; refuses what reading it refuses, and other formats."""
    form = wish.form
    if form not in MIME:
        return malformed(FieldError("format", "unknown_choice", value=str(form)[:20]))
    answer = await read_board(services, subject, key, period)
    if isinstance(answer, Refusal):
        return answer
    answer = msgspec.structs.replace(answer, company=wish.company or answer.company)
    body = await _body(services, subject, printing, answer=answer, form=form)
    if isinstance(body, Refusal):
        return body
    at = answer.data_time.astimezone(ZoneInfo(answer.zone))
    return BoardFile(f"{answer.title}-{at:%Y%m%d-%H%M}.{form}", MIME[form], body)


async def _body(
    services: Services,
    subject: Subject,
    printing: PrintingRoom,
    *,
    answer: BoardAnswer,
    form: Format,
) -> bytes | Refusal:
    demo = services.settings.demo
    if form == "xlsx":
        return await heavy(workbook, answer, language=subject.language, demo=demo)
    html = document(
        answer, language=subject.language, printed_for=subject.access.name,
        at=services.clock.now(), demo=demo,
    )  # fmt: skip
    return await printing.print(html)


async def _printed(html: str) -> bytes | Refusal:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "anshu.boards.printing",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            body, complaint = await process.communicate(html.encode())
    except TimeoutError:
        seconds = Fact("seconds", f"> {LONGEST_SECONDS}", unit="s", limit=str(LONGEST_SECONDS))
        return Refusal("pdf_took_too_long", kind="busy", facts=(seconds,))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == NO_PANGO:
        log.error("pdf_without_pango", reason=complaint.decode(errors="replace")[-300:])
        return Refusal("pdf_needs_pango", kind="busy")
    if process.returncode:
        log.error("pdf_failed", reason=complaint.decode(errors="replace")[-2000:])
        return Refusal("pdf_failed", kind="busy")
    return body
