"""Log-ins of the tenant's people: open one, set its password, end it.

An account that also belongs to another tenant is nobody's here to change: a new password would
open that tenant too.
"""

from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from anshu.identity.accounts import Account, Fresh, normal_login
from anshu.identity.memberships import PersonLogIn
from anshu.identity.wiring import Identity
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.administrators import administrators
from anshu.records.paging import read_record
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says

MANAGE = "account:login:manage"
GUARD = {"permission": MANAGE}


class NewAccount(Struct, frozen=True, forbid_unknown_fields=True):
    """A log-in for a person of the tenant."""

    person: UUID
    login: str
    password: str


class NewPassword(Struct, frozen=True, forbid_unknown_fields=True):
    password: str


class Opened(Struct, frozen=True):
    """A log-in as it is now."""

    login: str
    person: UUID | None = None


class LogIns(Struct, frozen=True):
    """The log-ins of one person."""

    items: tuple[PersonLogIn, ...]


@get("/accounts", opt=GUARD, responses=says(LogIns))
async def list_accounts(
    request: Asked,
    person: FromQuery[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """The log-ins of a person of this tenant; none for a person that is not of it."""
    refused = await _out_of_reach(services, subject, person)
    if refused is not None:
        return answer(request, refused)
    found = await identity.memberships.of_person(tenant=subject.tenant, person=person)
    return answer(request, LogIns(found))


@post("/accounts", opt=GUARD, responses=says(Opened, status=201))
async def open_account(
    request: Asked,
    data: JSONBody[NewAccount],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Opens a log-in for a person of this tenant; one that was ended here is opened again."""
    read = await read_record(services, subject, "person", data.person)
    if isinstance(read, Refusal):
        wrong = FieldError("person", "reference_unknown")
        return answer(request, Refusal("form_incomplete", kind="malformed", fields=(wrong,)))
    refused = await _out_of_reach(services, subject, data.person)
    if refused is not None:
        return answer(request, refused)
    name = str(read.state.data.get("name", data.login))
    again = await identity.accounts.take_up(
        data.login,
        tenant=subject.tenant,
        person=data.person,
        fresh=Fresh(name, data.password),
    )
    if again:
        return answer(request, Opened(normal_login(data.login), data.person), status=201)
    account = await identity.accounts.create(login=data.login, name=name, password=data.password)
    if isinstance(account, Refusal):
        return answer(request, account)
    await identity.memberships.add(account=account.id, tenant=subject.tenant, person=data.person)
    return answer(request, Opened(account.login, data.person), status=201)


@put("/accounts/{login:str}/password", opt=GUARD, responses=says(Opened))
async def set_password(
    request: Asked,
    login: FromPath[str],
    data: JSONBody[NewPassword],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Sets a password, lifts a lock-out and ends the account's sessions."""
    account = await _own(services, identity, subject, login)
    if isinstance(account, Refusal):
        return answer(request, account)
    refused = await identity.accounts.set_password(account.id, data.password)
    return answer(request, refused or Opened(account.login))


@delete("/accounts/{login:str}", opt=GUARD, status_code=200, responses=says(Opened))
async def end_account(
    request: Asked,
    login: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    identity: NamedDependency[Identity],
) -> Response[bytes]:
    """Ends the log-in's membership here with its sessions and tokens; others stay."""
    account = await identity.accounts.find(login)
    person = None if account is None else await _person_of(identity, subject, account)
    if account is None or person is None:
        return answer(request, Refusal("account_unknown", kind="unknown"))
    refused = await _out_of_reach(services, subject, person)
    refused = refused or await _last_log_in(services, identity, subject, (account.id, person))
    if refused is not None:
        return answer(request, refused)
    await identity.memberships.end(account=account.id, tenant=subject.tenant)
    return answer(request, Opened(account.login))


async def _own(
    services: Services, identity: Identity, subject: Subject, login: str
) -> Account | Refusal:
    account = await identity.accounts.find(login)
    person = None if account is None else await _person_of(identity, subject, account)
    if account is None or person is None:
        return Refusal("account_unknown", kind="unknown")
    refused = await _out_of_reach(services, subject, person)
    if refused is not None:
        return refused
    tenants = await identity.memberships.tenants_of(account.id)
    return account if tenants == {subject.tenant} else Refusal("account_shared")


async def _person_of(identity: Identity, subject: Subject, account: Account) -> UUID | None:
    memberships = await identity.memberships.of_account(account.id)
    return next((m.person for m in memberships if m.tenant == subject.tenant), None)


async def _out_of_reach(services: Services, subject: Subject, person: UUID) -> Refusal | None:
    """The refusal for a person outside the units over which the subject manages log-ins.

    Somebody who has left and cannot be read any more is left to who manages the whole tenant.
    """
    read = await read_record(services, subject, "person", person)
    path = "" if isinstance(read, Refusal) else read.state.org_path
    if subject.allowed.reach(MANAGE).has_row(org_path=path, own=person == subject.person):
        return None
    return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", MANAGE),))


async def _last_log_in(
    services: Services, identity: Identity, subject: Subject, ended: tuple[UUID, UUID]
) -> Refusal | None:
    """The refusal to end the only log-in by which anybody can still give roles here."""
    account, person = ended
    people = await administrators(services, subject)
    if person not in people:
        return None
    remains = await identity.memberships.opens_for_any(
        people, tenant=subject.tenant, besides=account
    )
    return None if remains else Refusal("last_administrator", kind="state")


ROUTES = [list_accounts, open_account, set_password, end_account]
