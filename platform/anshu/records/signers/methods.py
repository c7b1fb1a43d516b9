"""The methods of signing, each a plug-in: given what a person sends, a signature or a refusal.

Handwriting is not among them: its picture is uploaded, and nothing can be asked of it. An
installed distribution adds a method by an entry point of the group `anshu.signers`.
"""

import importlib.metadata
from collections.abc import Awaitable, Callable, Mapping
from functools import cache

from msgspec import Struct

from anshu.identity.passwords import Passwords
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu.records.signers.keys import KeyAnswer, Site, sign_by_key
from anshu.records.signers.pins import check_pin
from anshu.records.signers.proofs import Signed, ToSign, keep_proof
from anshu.records.signers.queries import SHEET
from anshu.records.subject import Subject

GROUP = "anshu.signers"


class Given(Struct, frozen=True):
    """What a person gives to sign: a method, and what the method asks for."""

    method: str
    what: ToSign
    site: Site
    pin: str = ""
    key: KeyAnswer | None = None


Signer = Callable[[Services, Subject, Given, Passwords], Awaitable[Signed | Refusal]]


async def sign(
    services: Services, subject: Subject, given: Given, *, passwords: Passwords
) -> Signed | Refusal:
    """The signature over a sheet that was really shown, or why it is none."""
    signer = signers().get(given.method)
    if signer is None:
        return Refusal("signing_method_unknown", kind="unknown")
    if not await was_shown(services, subject, given.what):
        return Refusal("sheet_unknown", kind="unknown")
    return await signer(services, subject, given, passwords)


async def was_shown(services: Services, subject: Subject, what: ToSign) -> bool:
    """Whether the server has made a sheet of this hash."""
    async with services.store.begin(subject.principal, purpose="signing.sheet") as tx:
        return await tx.fetchrow(SHEET, what.sheet) is not None


@cache
def signers() -> Mapping[str, Signer]:
    """Every installed method by its name; the shipped ones cannot be replaced."""
    found = {entry.name: entry.load() for entry in importlib.metadata.entry_points(group=GROUP)}
    return {**found, "pin": _by_pin, "webauthn": _by_key}


async def _by_pin(
    services: Services, subject: Subject, given: Given, passwords: Passwords
) -> Signed | Refusal:
    refused = await check_pin(
        services, subject.principal, person=subject.person, pin=given.pin, passwords=passwords
    )
    return refused or await keep_proof(services, subject, given.what, method="pin")


async def _by_key(
    services: Services, subject: Subject, given: Given, _: Passwords
) -> Signed | Refusal:
    if given.key is None:
        return Refusal("key_refused", kind="forbidden")
    return await sign_by_key(services, subject, given.site, given.what, given=given.key)
