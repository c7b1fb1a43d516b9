"""Accounts: who can log in. An account is a person of one or more tenants by membership."""

import re
import unicodedata
from uuid import UUID

from asyncpg import Record
from msgspec import Struct

from anshu.identity.door import ControlDoor
from anshu.identity.password_policy import faults
from anshu.identity.passwords import Passwords
from anshu.identity.queries import ACCOUNT_BY_ID, ACCOUNT_BY_LOGIN
from anshu.identity.resolving import Resolver
from anshu.identity.writes import (
    ADD_ACCOUNT,
    DISABLE_ACCOUNT,
    ENABLE_ACCOUNT,
    LOCK_ACCOUNT,
    SET_PASSWORD,
    TAKE_UP_ACCOUNT,
)
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import FieldError, Refusal

LOGIN = re.compile(r"[\w.@+-]{2,64}")
# Bringing a text to one form takes time with the square of its length, and anybody may send one.
LONGEST_SENT = 256
LONGEST_NAME = 100


class Account(Struct, frozen=True):
    """An account without its secret."""

    id: UUID
    login: str
    name: str
    disabled: bool


class Fresh(Struct, frozen=True):
    """What an account gets when it is taken up again."""

    name: str
    password: str


def normal_login(login: str) -> str:
    """The login as it is stored and compared: trimmed, lower case, one form per character.

    Empty, which no login is, for a text that is far too long to be one.
    """
    if len(login) > LONGEST_SENT:
        return ""
    return unicodedata.normalize("NFKC", login.strip()).lower()


class Accounts:
    """Creates, finds, disables accounts and sets their passwords."""

    def __init__(self, door: ControlDoor, *, passwords: Passwords, resolver: Resolver) -> None:
        self._door = door
        self._passwords = passwords
        self._resolver = resolver

    async def create(self, *, login: str, name: str, password: str) -> Account | Refusal:
        """A new account, or everything that is wrong with the request."""
        login, name = normal_login(login), name.strip()
        errors = _malformed(login, name) + faults(password, login=login)
        if errors:
            return Refusal("account_malformed", kind="malformed", fields=errors)
        hashed = await self._passwords.hash(password)
        async with self._door.begin("identity.account.create") as transaction:
            row = await transaction.fetchrow(
                ADD_ACCOUNT, new_id(), login, name, hashed, self._door.clock.now()
            )
        if row is None:
            taken = (FieldError("login", "login_taken", value=login),)
            return Refusal("login_taken", kind="state", fields=taken)
        return _account(row)

    async def take_up(self, login: str, *, tenant: UUID, person: UUID, fresh: Fresh) -> bool:
        """Opens a log-in again that this tenant ended, as this person's; False if it may not.

        Refused while the account is disabled or belongs to any tenant: whoever sets its
        password would enter there. Two tenants that ask at once do not both succeed.
        """
        login, name = normal_login(login), fresh.name.strip()
        if _malformed(login, name) or faults(fresh.password, login=login):
            return False
        hashed = await self._passwords.hash(fresh.password)
        async with self._door.begin("identity.account.take_up") as transaction:
            await transaction.fetchrow(LOCK_ACCOUNT, login)
            row = await transaction.fetchrow(TAKE_UP_ACCOUNT, login, tenant, person, name, hashed)
        if row is not None:
            self._resolver.forget_account(row["id"])
        return row is not None

    async def find(self, login: str) -> Account | None:
        """The account with this login, if any."""
        login = normal_login(login)
        if not LOGIN.fullmatch(login):
            return None
        async with self._door.begin("identity.account.find") as transaction:
            row = await transaction.fetchrow(ACCOUNT_BY_LOGIN, login)
        return None if row is None else _account(row)

    async def set_password(
        self, account: UUID, password: str, *, keep_session: bytes | None = None
    ) -> Refusal | None:
        """Sets the password, lifts a lock-out and ends all sessions but `keep_session`.

        API tokens stay; they are revoked one by one, or by disabling the account.
        """
        async with self._door.begin("identity.account.find") as transaction:
            row = await transaction.fetchrow(ACCOUNT_BY_ID, account)
        if row is None:
            return Refusal("account_unknown", kind="unknown")
        errors = faults(password, login=row["login"])
        if errors:
            return Refusal("account_malformed", kind="malformed", fields=errors)
        hashed = await self._passwords.hash(password)
        await self._change(
            "identity.account.password",
            SET_PASSWORD,
            account,
            hashed,
            self._door.clock.now(),
            keep_session,
        )
        return None

    async def disable(self, account: UUID) -> Refusal | None:
        """Ends all sessions and API tokens of the account and lets nobody log in with it."""
        now = self._door.clock.now()
        return await self._change("identity.account.disable", DISABLE_ACCOUNT, account, now)

    async def enable(self, account: UUID) -> Refusal | None:
        """Lets the account log in again; ended sessions stay ended."""
        return await self._change("identity.account.enable", ENABLE_ACCOUNT, account)

    async def _change(
        self, purpose: str, statement: str, account: UUID, *arguments: object
    ) -> Refusal | None:
        async with self._door.begin(purpose) as transaction:
            row = await transaction.fetchrow(statement, account, *arguments)
        self._resolver.forget_account(account)
        return Refusal("account_unknown", kind="unknown") if row is None else None


def _malformed(login: str, name: str) -> tuple[FieldError, ...]:
    errors = []
    if not LOGIN.fullmatch(login):
        errors.append(FieldError("login", "login_malformed"))
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        errors.append(FieldError("name", "name_malformed"))
    return tuple(errors)


def _account(row: Record) -> Account:
    return Account(row["id"], row["login"], row["name"], row["disabled"])
