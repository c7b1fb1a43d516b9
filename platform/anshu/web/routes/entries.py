"""Entries: what is recorded on a record while its task waits, and the sheet that a row signs."""

from typing import Annotated
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from anshu.flow.commands import AddEntry
from anshu.flow.entries import MOST_ROWS
from anshu.kernel.phone_clock import Claimed, corrected
from anshu.records.page import RecordPage
from anshu.records.services import Services
from anshu.records.signing import Sheet, signing_sheet
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.carrying_out import carried_out
from anshu.web.contract import says
from anshu.web.routes.records import Insisted, Moment

Rows = Annotated[tuple[dict[str, object], ...], Meta(min_length=1, max_length=MOST_ROWS)]


class NewEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of one entry; `task` is the one that was seen, in case several wait.

    `captured_at`, `sent_at`, `clock_offset_seconds` and `waited_offline` as with a new record.
    """

    id: UUID
    entry: str
    rows: Rows
    task: UUID | None = None
    captured_at: Moment | None = None
    sent_at: Moment | None = None
    clock_offset_seconds: int | None = None
    waited_offline: bool = False
    insisted: Insisted = {}


class RowSheetWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """The row that would be signed."""

    entry: str
    row: dict[str, object] = {}


@post(
    "/records/{kind:str}/{record:uuid}/entries",
    opt={"permission": "{kind}:entry:add"},
    status_code=200,
    responses=says(RecordPage),
)
async def add_entry(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    data: JSONBody[NewEntry],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Records what happens while a task waits; the same request again changes nothing."""
    claimed = Claimed(data.captured_at, data.sent_at, data.clock_offset_seconds)
    command = AddEntry(
        id=data.id, record=record, type=kind, entry=data.entry, rows=data.rows, task=data.task,
        captured_at=corrected(claimed, now=services.clock.now()),
        waited_offline=data.waited_offline, insisted=data.insisted,
    )  # fmt: skip
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/{record:uuid}/entries/sheet",
    opt={"permission": "{kind}:entry:add"},
    status_code=200,
    responses=says(Sheet),
)
async def show_row_sheet(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    data: JSONBody[RowSheetWanted],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The lines to be shown above the signature of a row, and their hash."""
    command = AddEntry(id=record, record=record, type=kind, entry=data.entry, rows=(data.row,))
    return answer(request, await signing_sheet(services, subject, command))


ROUTES = [add_entry, show_row_sheet]
