"""Signing a sheet by PIN or by the phone's own authenticator.

A report that is not sent yet has no task: its own id stands there as the record's and the task's.
"""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Raw, Struct

from anshu.flow.references import HASH
from anshu.identity.wiring import Identity
from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.paging import read_record
from anshu.records.services import Services
from anshu.records.signers.keys import KeyAnswer, offer_signature
from anshu.records.signers.methods import Given, sign, was_shown
from anshu.records.signers.proofs import Signed, ToSign
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.origin import site_of

GUARD = {"permission": "{kind}:task:act"}


class SheetSeen(Struct, frozen=True, forbid_unknown_fields=True):
    """The hash of the sheet that was shown."""

    shown: str


class Signing(Struct, frozen=True, forbid_unknown_fields=True):
    """A signature over the sheet that was shown: by PIN, or by a key's answer to the offer."""

    method: str
    shown: str
    pin: str = ""
    key: KeyAnswer | None = None


class Offer(Struct, frozen=True):
    """The options of the browser's `navigator.credentials`, as the standard's JSON."""

    options: Raw


class OfferShape(Struct, frozen=True):
    """As Offer, for the contract."""

    options: dict[str, object]


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/signature/offer",
    opt=GUARD,
    status_code=200,
    responses=says(OfferShape),
)
async def offer(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[SheetSeen],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """What the phone's authenticator is to sign; good once, for five minutes, for this sheet."""
    if task != record:
        read = await read_record(services, subject, kind, record)
        if isinstance(read, Refusal):
            return answer(request, read)
    what = ToSign(task, data.shown)
    if not HASH.fullmatch(data.shown) or not await was_shown(services, subject, what):
        return answer(request, Refusal("sheet_unknown", kind="unknown"))
    offered = await offer_signature(services, subject, site_of(request, services), what)
    return answer(request, offered if isinstance(offered, Refusal) else Offer(Raw(offered)))


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/signature",
    opt=GUARD,
    status_code=200,
    responses=says(Signed),
)
async def sign_sheet(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[Signing],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """The value to send with the task; it counts for half an hour and for this sheet only."""
    if task != record:
        read = await read_record(services, subject, kind, record)
        if isinstance(read, Refusal):
            return answer(request, read)
    if not HASH.fullmatch(data.shown):
        wrong = (FieldError("shown", "wrong_format"),)
        return answer(request, Refusal("malformed", kind="malformed", fields=wrong))
    given = Given(
        method=data.method, what=ToSign(task, data.shown), site=site_of(request, services),
        pin=data.pin, key=data.key,
    )  # fmt: skip
    return answer(request, await sign(services, subject, given, passwords=identity.passwords))


ROUTES = [offer, sign_sheet]
