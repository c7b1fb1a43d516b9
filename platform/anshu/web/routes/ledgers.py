"""The ledgers that fill themselves."""

from typing import cast

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from anshu.kernel.refusal import Refusal
from anshu.records.ledger_export import export_ledger
from anshu.records.ledgers import LedgerEntry, LedgerPage, ledgers, list_ledger
from anshu.records.services import Services
from anshu.records.spreadsheet import Format
from anshu.records.subject import Subject
from anshu.web.answers import answer, attachment
from anshu.web.asked import Asked
from anshu.web.contract import says


@get("/ledgers", opt={"permission": "ledger:view:read"}, responses=says(tuple[LedgerEntry, ...]))
async def show_ledgers(
    request: Asked, subject: NamedDependency[Subject], services: NamedDependency[Services]
) -> Response[bytes]:
    """The ledgers that the reader may open, with their counts."""
    return answer(request, await ledgers(services, subject))


@get("/ledgers/{key:str}", opt={"permission": "ledger:view:read"}, responses=says(LedgerPage))
async def show_ledger(
    request: Asked,
    key: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    *,
    cursor: FromQuery[str] = "",
    limit: FromQuery[int] = 50,
) -> Response[bytes]:
    """A page of one ledger, newest first."""
    return answer(request, await list_ledger(services, subject, key, cursor, limit))


@get("/records/{kind:str}/ledgers/{key:str}/export", opt={"permission": "{kind}:record:export"})
async def export(
    request: Asked,
    kind: FromPath[str],
    key: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """The whole ledger as a file; `format` is csv or xlsx."""
    # Any other word is refused there, by name.
    form = cast(Format, request.query_params.get("format", "xlsx"))
    made = await export_ledger(services, subject, kind, key, form=form)
    if isinstance(made, Refusal):
        return answer(request, made)
    return attachment(made.body, name=made.filename, mime=made.mime)


ROUTES = [show_ledgers, show_ledger, export]
