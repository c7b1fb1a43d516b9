"""Boards: the list, one board, and the plant's own settings of its boards."""

from datetime import date
from typing import Annotated, cast

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from anshu.boards.answers import BoardAnswer, Boards
from anshu.boards.board import Period, list_boards, read_board
from anshu.boards.export import Format, PrintingRoom, Wish, export_board
from anshu.boards.settings import (
    MANAGE,
    PERMISSION,
    BoardSettings,
    KnownSettings,
    board_settings,
    set_board_settings,
)
from anshu.identity.subject import SessionSubject
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer, attachment
from anshu.web.asked import Asked
from anshu.web.contract import says

FirstDay = Annotated[date | None, QueryParameter(name="from")]
LastDay = Annotated[date | None, QueryParameter(name="to")]


@get("/boards", opt={"permission": PERMISSION}, responses=says(Boards))
async def show_boards(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The boards that the definitions have."""
    return answer(request, await list_boards(services, subject))


@get("/boards/{key:str}", opt={"permission": PERMISSION}, responses=says(BoardAnswer))
async def show_board(
    request: Asked,
    key: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    *,
    days: FromQuery[int] = 0,
    org: FromQuery[str] = "",
    first: FirstDay = None,
    last: LastDay = None,
) -> Response[bytes]:
    """A board: the last `days` days, or from one day to another, of the unit `org`."""
    period = Period(days=days, first=first, last=last, org=org)
    return answer(request, await read_board(services, subject, key, period))


@get("/boards/{key:str}/export", opt={"permission": PERMISSION})
async def export(
    request: Asked,
    key: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    printing: NamedDependency[PrintingRoom],
    session: NamedDependency[SessionSubject],
    *,
    days: FromQuery[int] = 0,
    org: FromQuery[str] = "",
    first: FirstDay = None,
    last: LastDay = None,
) -> Response[bytes]:
    """The same board as a file; `format` is pdf or xlsx."""
    period = Period(days=days, first=first, last=last, org=org)
    # Any other word is refused there, by name.
    form = cast(Format, request.query_params.get("format", "pdf"))
    wish = Wish(form, session.tenant_name)
    made = await export_board(services, subject, printing, key=key, period=period, wish=wish)
    if isinstance(made, Refusal):
        return answer(request, made)
    return attachment(made.body, name=made.filename, mime=made.mime)


@get("/board-settings", opt={"permission": MANAGE}, responses=says(KnownSettings))
async def show_board_settings(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The day of going live and the days that indicators leave out."""
    return answer(request, await board_settings(services, subject))


@put("/board-settings", opt={"permission": MANAGE}, responses=says(KnownSettings))
async def change_board_settings(
    request: Asked,
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    data: JSONBody[BoardSettings],
) -> Response[bytes]:
    """New settings in place of the old ones, which are kept."""
    return answer(request, await set_board_settings(services, subject, data))


ROUTES = [show_boards, show_board, export, show_board_settings, change_board_settings]
