"""One's own account: password, sessions, second factor, PIN and keys for signing, policy.

A session alone changes nothing here that outlives it: password, second factor, PIN and keys ask
for the password again.
"""

from uuid import UUID

import segno
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Raw, Struct

from anshu.identity.sessions import OpenSession
from anshu.identity.subject import SessionSubject
from anshu.identity.wiring import Identity
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu.records.signers.keys import (
    KeyAnswer,
    SigningKey,
    add_key,
    end_key,
    keys_of,
    offer_registration,
)
from anshu.records.signers.pins import end_pin, has_pin, set_pin
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.guard import address_of
from anshu.web.origin import site_of
from anshu.web.routes.signing import Offer, OfferShape

OWN = {"member": "one's own account", "browser": "machines have no account page"}
EARLY = {**OWN, "early": "the way to the second factor"}


class PasswordGiven(Struct, frozen=True, forbid_unknown_fields=True):
    password: str


class PasswordChange(Struct, frozen=True, forbid_unknown_fields=True):
    """The password of now, and the one to have."""

    password: str
    new: str


class PinChange(Struct, frozen=True, forbid_unknown_fields=True):
    password: str
    pin: str


class CodeGiven(Struct, frozen=True, forbid_unknown_fields=True):
    code: str


class KeyMade(Struct, frozen=True, forbid_unknown_fields=True):
    """A key that the browser made for an offer, with the name that its owner gives it."""

    title: str
    key: KeyAnswer


class SecondFactor(Struct, frozen=True):
    """`required`: the tenant asks for it; `shown`: this session has shown it."""

    confirmed: bool
    recovery_left: int
    required: bool
    shown: bool


class MyAccount(Struct, frozen=True):
    """Everything the account page shows."""

    login: str
    name: str
    second_factor: SecondFactor
    pin: bool
    keys: tuple[SigningKey, ...]
    sessions: tuple[OpenSession, ...]


class EnrolmentShown(Struct, frozen=True):
    """A secret for an authenticator app: as text, and as a picture (data URL)."""

    secret: str
    uri: str
    qr: str


class RecoveryCodes(Struct, frozen=True):
    """Told once."""

    codes: tuple[str, ...]


class Done(Struct, frozen=True):
    done: bool = True


@get("/account", opt=EARLY, responses=says(MyAccount))
async def show_account(
    request: Asked,
    session: NamedDependency[SessionSubject],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """One's own account in this tenant."""
    state = await identity.factors.state(session.account)
    required = any(p.role in session.second_factor_roles for p in subject.allowed.posts)
    shown = MyAccount(
        login=session.login,
        name=session.name,
        second_factor=SecondFactor(
            state.confirmed, state.recovery_left, required, session.second_factor
        ),
        pin=await has_pin(services, subject.principal, person=subject.person),
        keys=await keys_of(services, subject),
        sessions=await identity.sessions.of_account(session.account, here=session.session),
    )
    return answer(request, shown)


@put("/account/password", opt=EARLY, responses=says(Done))
async def change_password(
    request: Asked,
    data: JSONBody[PasswordChange],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Changes one's own password; all other sessions of the account end."""
    refused = await _confirmed(request, identity, session, data.password)
    refused = refused or await identity.accounts.set_password(
        session.account, data.new, keep_session=session.session
    )
    return answer(request, refused or Done())


@delete("/account/sessions", opt=OWN, status_code=200, responses=says(Done))
async def end_other_sessions(
    request: Asked,
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Ends all of one's sessions but this one."""
    await identity.sessions.end_others(session.account, here=session.session)
    return answer(request, Done())


@delete("/account/sessions/{name:str}", opt=OWN, status_code=200, responses=says(Done))
async def end_other_session(
    request: Asked,
    name: FromPath[str],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Ends one of one's other sessions."""
    ended = await identity.sessions.end_other(session.account, name=name, here=session.session)
    return answer(request, Done() if ended else Refusal("not_found", kind="unknown"))


@post("/account/second-factor", opt=EARLY, status_code=200, responses=says(EnrolmentShown))
async def begin_second_factor(
    request: Asked,
    data: JSONBody[PasswordGiven],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """A secret for an authenticator app; in use once a code of it is confirmed."""
    refused = await _confirmed(request, identity, session, data.password)
    begun = refused or await identity.factors.begin(session.account, login=session.login)
    if isinstance(begun, Refusal):
        return answer(request, begun)
    picture = segno.make(begun.uri, error="m").png_data_uri(scale=5, border=3)
    return answer(request, EnrolmentShown(begun.secret, begun.uri, picture))


@put("/account/second-factor", opt=EARLY, responses=says(RecoveryCodes))
async def confirm_second_factor(
    request: Asked,
    data: JSONBody[CodeGiven],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Puts the second factor into use by a code of it; recovery codes are told only now."""
    codes = await identity.factors.confirm(session.account, data.code, session=session.session)
    identity.resolver.forget_account(session.account)
    return answer(request, codes if isinstance(codes, Refusal) else RecoveryCodes(tuple(codes)))


@post("/account/second-factor/check", opt=EARLY, status_code=200, responses=says(Done))
async def show_second_factor(
    request: Asked,
    data: JSONBody[CodeGiven],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Shows the second factor for a session that was opened without it."""
    refused = await identity.logins.check_code(
        account=session.account, login=session.login, code=data.code
    )
    if refused is None:
        await identity.factors.passed(session.session)
        identity.resolver.forget_account(session.account)
    return answer(request, refused or Done())


@post("/account/second-factor/end", opt=OWN, status_code=200, responses=says(Done))
async def end_second_factor(
    request: Asked,
    data: JSONBody[PasswordGiven],
    session: NamedDependency[SessionSubject],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Ends the second factor and its recovery codes; asks for the password."""
    refused = await _confirmed(request, identity, session, data.password)
    if refused is None:
        await identity.factors.end(session.account)
    return answer(request, refused or Done())


@put("/account/pin", opt=OWN, responses=says(Done))
async def change_pin(
    request: Asked,
    data: JSONBody[PinChange],
    session: NamedDependency[SessionSubject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Sets the PIN for signing in this tenant; asks for the password."""
    refused = await _confirmed(request, identity, session, data.password)
    refused = refused or await set_pin(
        services, session.principal, person=session.person, pin=data.pin,
        passwords=identity.passwords,
    )  # fmt: skip
    return answer(request, refused or Done())


@delete("/account/pin", opt=OWN, status_code=200, responses=says(Done))
async def remove_pin(
    request: Asked,
    session: NamedDependency[SessionSubject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Takes the PIN away."""
    await end_pin(services, session.principal, person=session.person)
    return answer(request, Done())


@post("/account/keys/offer", opt=OWN, status_code=200, responses=says(OfferShape))
async def offer_key(
    request: Asked,
    data: JSONBody[PasswordGiven],
    session: NamedDependency[SessionSubject],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """What the phone's authenticator needs to make a key for signing; asks for the password."""
    refused = await _confirmed(request, identity, session, data.password)
    if refused is not None:
        return answer(request, refused)
    offered = await offer_registration(services, subject, site_of(request, services))
    return answer(request, Offer(Raw(offered)))


@post("/account/keys", opt=OWN, responses=says(Done, status=201))
async def keep_key(
    request: Asked,
    data: JSONBody[KeyMade],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Keeps the key that was made for the offer."""
    site = site_of(request, services)
    refused = await add_key(services, subject, site, made=data.key, title=data.title)
    return answer(request, refused or Done(), status=201)


@delete("/account/keys/{key:uuid}", opt=OWN, status_code=200, responses=says(Done))
async def remove_key(
    request: Asked,
    key: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Ends one of one's own keys; what it signed stays provable."""
    ended = await end_key(services, subject, key)
    return answer(request, Done() if ended else Refusal("not_found", kind="unknown"))


async def _confirmed(
    request: Asked, identity: Identity, session: SessionSubject, password: str
) -> Refusal | None:
    return await identity.logins.confirm(
        login=session.login, password=password, address=address_of(request)
    )


ROUTES = [
    show_account, change_password, end_other_sessions, end_other_session, begin_second_factor,
    confirm_second_factor, show_second_factor, end_second_factor, change_pin, remove_pin,
    offer_key, keep_key, remove_key,
]  # fmt: skip
