"""Records: report, look at, act on tasks, comment, change; and the evidence they leave."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from anshu.flow.commands import Comment, Complete, Create, Entry, Update
from anshu.kernel.phone_clock import Claimed, corrected, offset_of
from anshu.records.page import RecordPage
from anshu.records.paging import record_page
from anshu.records.services import Services
from anshu.records.signing import Sheet, signing_sheet
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.carrying_out import carried_out
from anshu.web.contract import says

# A time without a zone is refused by name.
Moment = Annotated[datetime, Meta(tz=True)]


# A field to the reason why its text, sent back as saying too little, stays as it is.
Insisted = dict[str, Annotated[str, Meta(max_length=500)]]


class NewRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """A record as a client makes it.

    `sent_at` and `clock_offset_seconds` (the server's clock minus the phone's at the time of
    capture) let the server see a clock that is off; `entry_seconds` is how long the form stood
    open, `waited_offline` that it waited on the phone for a signal.
    """

    id: UUID
    data: dict[str, object]
    captured_at: Moment | None = None
    sent_at: Moment | None = None
    clock_offset_seconds: int | None = None
    entry_seconds: Annotated[int, Meta(ge=0, le=604_800)] | None = None
    waited_offline: bool = False
    insisted: Insisted = {}


class TaskDone(Struct, frozen=True, forbid_unknown_fields=True):
    """The end of a task, or one signature; `to` is an earlier step chosen for a return.

    `waited_offline`: it waited on the phone for a signal; some outcomes are refused then.
    """

    command_id: UUID
    version: int
    outcome: str
    data: dict[str, object] = {}
    captured_at: Moment | None = None
    sent_at: Moment | None = None
    clock_offset_seconds: int | None = None
    insisted: Insisted = {}
    to: str = ""
    opinion: str = ""
    waited_offline: bool = False


class SheetWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """What would be signed."""

    outcome: str
    data: dict[str, object] = {}


class ReportSheetWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """What would be signed with a new record; its id is the client's."""

    id: UUID
    data: dict[str, object]


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """A comment."""

    command_id: UUID
    text: str


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """New values of fields of a plain record."""

    command_id: UUID
    version: int
    data: dict[str, object]
    insisted: Insisted = {}


@post(
    "/records/{kind:str}",
    opt={"permission": "{kind}:record:create"},
    responses=says(RecordPage, status=201),
)
async def create_record(
    request: Asked,
    kind: FromPath[str],
    data: JSONBody[NewRecord],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Reports or adds a record; the same request again answers the record that exists."""
    claimed = Claimed(data.captured_at, data.sent_at, data.clock_offset_seconds)
    now = services.clock.now()
    command = Create(
        id=data.id, type=kind, data=data.data, captured_at=corrected(claimed, now=now),
        entry=_entry(data, claimed, now), insisted=data.insisted,
    )  # fmt: skip
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/sheet",
    opt={"permission": "{kind}:record:create"},
    status_code=200,
    responses=says(Sheet),
)
async def show_report_sheet(
    request: Asked,
    kind: FromPath[str],
    data: JSONBody[ReportSheetWanted],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The lines to be shown above the signature of a report, and their hash."""
    command = Create(id=data.id, type=kind, data=data.data)
    return answer(request, await signing_sheet(services, subject, command))


@get(
    "/records/{kind:str}/{record:uuid}",
    opt={"permission": "{kind}:record:read"},
    responses=says(RecordPage),
)
async def show_record(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The record's page as this reader may see it."""
    return answer(request, await record_page(services, subject, kind, record))


@put(
    "/records/{kind:str}/{record:uuid}",
    opt={"permission": "{kind}:record:update"},
    responses=says(RecordPage),
)
async def change_record(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    data: JSONBody[Change],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Changes fields of a record without a flow."""
    command = Update(
        id=data.command_id, record=record, type=kind, version=data.version, data=data.data,
        insisted=data.insisted,
    )  # fmt: skip
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}",
    opt={"permission": "{kind}:task:act"},
    status_code=200,
    responses=says(RecordPage),
)
async def complete_task(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[TaskDone],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Ends a task with an outcome and its form."""
    claimed = Claimed(data.captured_at, data.sent_at, data.clock_offset_seconds)
    captured = corrected(claimed, now=services.clock.now())
    command = Complete(
        id=data.command_id, record=record, type=kind, task=task, version=data.version,
        outcome=data.outcome, data=data.data, captured_at=captured, insisted=data.insisted,
        to=data.to, opinion=data.opinion, waited_offline=data.waited_offline,
    )  # fmt: skip
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/sheet",
    opt={"permission": "{kind}:task:act"},
    status_code=200,
    responses=says(Sheet),
)
async def show_sheet(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[SheetWanted],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The lines to be shown above the signature, and their hash."""
    command = Complete(
        id=task, record=record, type=kind, task=task, version=0, outcome=data.outcome,
        data=data.data,
    )  # fmt: skip
    return answer(request, await signing_sheet(services, subject, command))


@post(
    "/records/{kind:str}/{record:uuid}/comments",
    opt={"permission": "{kind}:record:comment"},
    status_code=200,
    responses=says(RecordPage),
)
async def comment(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    data: JSONBody[Said],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Says something on the record."""
    command = Comment(id=data.command_id, record=record, type=kind, text=data.text)
    return await carried_out(request, command, subject, services)


def _entry(data: NewRecord, claimed: Claimed, now: datetime) -> Entry:
    offset = offset_of(claimed, now=now)
    return Entry(
        seconds=data.entry_seconds,
        clock_offset_seconds=None if offset is None else round(offset.total_seconds()),
        waited_offline=data.waited_offline,
    )


ROUTES = [
    create_record,
    show_report_sheet,
    show_record,
    change_record,
    complete_task,
    show_sheet,
    comment,
]
