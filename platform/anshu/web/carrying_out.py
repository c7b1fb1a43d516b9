"""Carries a person's command out and answers the record's page as it stands after it."""

from litestar import Response

from anshu.flow.commands import Command, Create
from anshu.kernel.refusal import Refusal
from anshu.records.paging import record_page
from anshu.records.run import run
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked


async def carried_out(
    request: Asked, command: Command, subject: Subject, services: Services
) -> Response[bytes]:
    """The page, 201 for what was created just now; the bare answer for `Prefer: return=minimal`.

    Also the bare answer for whoever may not, or no longer, read the record that he acted on.
    """
    done = await run(services, subject, command)
    if isinstance(done, Refusal):
        return answer(request, done)
    status = 201 if isinstance(command, Create) and not done.replayed else 200
    if request.headers.get("prefer") == "return=minimal":
        return answer(request, done, status=status)
    page = await record_page(services, subject, done.type, done.id)
    if isinstance(page, Refusal) and page.code == "unknown_record":
        return answer(request, done, status=status)
    return answer(request, page, status=status)
