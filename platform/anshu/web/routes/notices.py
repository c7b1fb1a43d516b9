"""Notices: a page of them, how many are unread, and marking them as read."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from anshu.records.notice_read import mark_read
from anshu.records.notifying.inbox import Inbox, Unread, Wanted, inbox, mark, unread
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says

OWN = {"member": "one's own notices"}
Moment = Annotated[datetime, Meta(tz=True)]


class ToRead(Struct, frozen=True, forbid_unknown_fields=True):
    """Which notices were read: these, those of a record, or (neither) all until now."""

    ids: Annotated[tuple[UUID, ...], Meta(max_length=500)] | None = None
    record: UUID | None = None


@get("/notices", opt=OWN, responses=says(Inbox))
async def list_notices(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    group: FromQuery[str] = "",
    fresh: FromQuery[bool] = False,
    before_at: FromQuery[Moment | None] = None,
    before_id: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """The reader's notices, newest first; `fresh`: those unread whose task still waits."""
    before = (before_at, before_id) if before_at is not None and before_id is not None else None
    wanted = Wanted(group=group, unread=fresh, before=before)
    return answer(request, await inbox(services, subject, wanted))


@get("/notices/unread", opt=OWN, responses=says(Unread))
async def count_unread(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """How many notices wait; 304 while that is as it was (open pages ask every 20 seconds)."""
    found = await unread(services, subject)
    latest = found.latest.timestamp() if found.latest else 0
    tag = f'"{found.unread}-{latest}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    response = answer(request, found)
    response.headers.update(headers)
    return response


@post("/notices/read", opt=OWN, status_code=204)
async def read_notices(
    data: JSONBody[ToRead], subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[None]:
    """Marks the reader's notices as read; anybody else's stay as they are."""
    await mark(services, subject, ids=data.ids, record=data.record)
    return Response(None, status_code=204)


@post("/notices/{notice:uuid}/read", opt=OWN, status_code=204)
async def read_notice(
    notice: FromPath[UUID], subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[None]:
    """Marks a notice of the reader's as read; anybody else's stays as it is."""
    await mark_read(services, subject, notice)
    return Response(None, status_code=204)


ROUTES = [list_notices, count_unread, read_notices, read_notice]
