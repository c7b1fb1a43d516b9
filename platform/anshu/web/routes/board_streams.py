"""Live boards as server-sent events.

`now` tells the server's clock, so that a reader can say how old figures are; `board` carries a
board as the plain route answers it; `fresh` says until when the last one is known to be true;
`refused` carries a problem; `again` asks to open the stream anew, because rights have changed or
the session has ended (then the new one is refused).
"""

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from anshu.boards.board import Period, errors_of
from anshu.boards.live import Credential, LiveBoards, Looker, Shown
from anshu.boards.settings import PERMISSION
from anshu.identity.subject import SessionSubject
from anshu.kernel.refusal import Refusal, Refused
from anshu.records.reading import malformed
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.asked import Asked
from anshu.web.guard import session_of, subject_of
from anshu.web.problem import problem_of

# Below what proxies wait for a silent answer.
BEAT_SECONDS = 10.0
HEADERS = {"cache-control": "no-store, no-transform", "x-accel-buffering": "no"}
LANGUAGES = ("zh-CN", "en")


@get(
    "/boards/{key:str}/stream",
    opt={"permission": PERMISSION, "uncompressed": True},
    media_type="text/event-stream",
)
async def stream_board(
    request: Asked,
    key: FromPath[str],
    subject: NamedDependency[Subject],
    session: NamedDependency[SessionSubject],
    services: NamedDependency[Services],
    live: NamedDependency[LiveBoards],
    *,
    days: FromQuery[int] = 0,
    org: FromQuery[str] = "",
    language: FromQuery[str] = "",
    first: Annotated[date | None, QueryParameter(name="from")] = None,
    last: Annotated[date | None, QueryParameter(name="to")] = None,
) -> Stream:
    """The board again and again, for as long as the session and the rights last.

    A browser's event source cannot say its language in a header: `language` says it here.
    """
    period = Period(days=days, first=first, last=last, org=org)
    errors = errors_of(period)
    if errors:
        raise Refused(malformed(*errors))
    spoken = language if language in LANGUAGES else subject.language
    told = msgspec.structs.replace(subject, language=spoken)

    async def recheck() -> Subject | None:
        current = await session_of(request)
        if current is None or current.tenant != session.tenant:
            return None
        now = await subject_of(services, current)
        return msgspec.structs.replace(now, language=spoken)

    credential = Credential(session.session, session.tenant, recheck)
    looker = live.open(told, key, period, credential)
    return Stream(
        _events(services, live, looker, spoken), media_type="text/event-stream", headers=HEADERS
    )


async def _events(
    services: Services, live: LiveBoards, looker: Looker, language: str
) -> AsyncIterator[bytes]:
    number = 0
    try:
        yield b"retry: 3000\n\n"
        while not looker.ended:
            shown = await looker.next(seconds=BEAT_SECONDS)
            if looker.ended:
                break
            yield _event("now", services.clock.now().isoformat().encode())
            if isinstance(shown, Refusal):
                yield _event("refused", msgspec.json.encode(problem_of(shown, language)))
            elif isinstance(shown, Shown) and shown.number != number:
                number = shown.number
                yield _event("board", shown.body)
            elif isinstance(shown, Shown):
                yield _event("fresh", shown.true_at.isoformat().encode())
        yield _event("again", b"")
    finally:
        live.close(looker)


def _event(name: str, data: bytes) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


ROUTES = [stream_board]
