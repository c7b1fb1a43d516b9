"""Authenticates a login and password, with lock-out and limits.

An attempt is counted in the database BEFORE the password is looked at, so a hundred parallel
guesses are not a hundred chances. Unknown, wrong and locked look the same from outside, whether
the login exists or not; what remains is that counting for a known login writes a row.
"""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from asyncpg import Record
from msgspec import Struct

from anshu.identity.accounts import LOGIN, normal_login
from anshu.identity.attempts import FAILURES_BEFORE_LOCK, LOCKED_FOR, Buckets, UnknownLogins
from anshu.identity.door import ControlDoor
from anshu.identity.factors.second_factor import SecondFactors
from anshu.identity.passwords import Passwords
from anshu.identity.queries import LOCKED_UNTIL
from anshu.identity.writes import COUNT_ATTEMPT, SETTLE_ATTEMPT, UNCOUNT_ATTEMPT
from anshu.kernel.refusal import Fact, FieldError, Refusal

MALFORMED = "?"


class LoggedIn(Struct, frozen=True):
    """A password was right, and the second factor if the account has one: whose."""

    account: UUID
    login: str
    name: str
    second_factor: bool = False


class Credentials(Struct, frozen=True):
    """What somebody gives to log in; `code` once the second factor was asked for."""

    login: str
    password: str
    address: str
    code: str = ""


class LoginDoor:
    """Checks log-ins; one per process, as it holds the process's own limits."""

    def __init__(self, door: ControlDoor, *, passwords: Passwords, factors: SecondFactors) -> None:
        self._door = door
        self._passwords = passwords
        self._factors = factors
        self._unknown = UnknownLogins()
        self._per_login = Buckets(capacity=20, refilled_in=timedelta(minutes=15))
        self._per_address = Buckets(capacity=60, refilled_in=timedelta(minutes=2))

    async def authenticate(
        self, *, login: str, password: str, address: str, code: str = ""
    ) -> LoggedIn | Refusal:
        """Who logs in, or `credentials_wrong`, `too_many_attempts`, `account_disabled`.

        Only who knows the password learns that an account is disabled or wants a code
        (`code_needed`, `code_wrong`); wrong codes count like wrong passwords.
        `too_many_attempts` carries the fact `retry_after` in seconds.
        """
        given = Credentials(_key(login), password, address, code)
        row = await self._right(given)
        if isinstance(row, Refusal):
            return row
        wanted = await self._factors.is_wanted(row["id"])
        if wanted and not code:
            await self._uncount(row, given)
            return Refusal("code_needed", kind="forbidden")
        if wanted and not await self._factors.passes(row["id"], code):
            return Refusal("login_code_wrong", kind="forbidden")
        if not await self._settle(row, given):
            return Refusal("credentials_wrong", kind="forbidden")
        return LoggedIn(row["id"], given.login, row["name"], second_factor=wanted)

    async def confirm(self, *, login: str, password: str, address: str) -> Refusal | None:
        """Whether who is logged in knows the password: `password_wrong` counts like a log-in."""
        given = Credentials(_key(login), password, address)
        row = await self._right(given)
        wrong = Refusal(
            "password_wrong", kind="malformed", fields=(FieldError("password", "password_wrong"),)
        )
        if isinstance(row, Refusal):
            return wrong if row.code == "credentials_wrong" else row
        return None if await self._settle(row, given) else wrong

    async def check_code(self, *, account: UUID, login: str, code: str) -> Refusal | None:
        """Whether who is logged in has the second factor; wrong codes count like a log-in's."""
        now = self._door.clock.now()
        wait = self._per_login.take(login, now=now)
        if wait:
            return _too_many(wait)
        row, locked_until = await self._count(login, now)
        if row is None:
            seconds = (locked_until - now).total_seconds() if locked_until else 60
            return _too_many(ceil(seconds))
        if not await self._factors.passes(account, code):
            wrong = (FieldError("code", "code_wrong"),)
            return Refusal("code_wrong", kind="malformed", fields=wrong)
        async with self._door.begin("identity.login.settle") as transaction:
            await transaction.execute(SETTLE_ATTEMPT, row["id"], row["password_hash"], None)
        self._per_login.give_back(login)
        return None

    async def _right(self, given: Credentials) -> Record | Refusal:
        """The account with this attempt counted, whose password this is, or why not."""
        now = self._door.clock.now()
        wait = self._per_address.take(given.address, now=now)
        wait = wait or self._per_login.take(given.login, now=now)
        if wait:
            return _too_many(wait)
        row, locked_until = await self._count(given.login, now)
        if row is None and locked_until is None:
            locked_until = self._unknown.fail(given.login, now=now)
        if locked_until is not None:
            return _too_many(ceil((locked_until - now).total_seconds()))
        stored = None if row is None else row["password_hash"]
        if not await self._passwords.matches(stored, given.password) or row is None:
            return Refusal("credentials_wrong", kind="forbidden")
        return Refusal("account_disabled", kind="forbidden") if row["disabled"] else row

    async def _count(self, login: str, now: datetime) -> tuple[Record | None, datetime | None]:
        """The account with this attempt counted, or the end of its lock, or neither."""
        if login == MALFORMED:
            return None, None
        async with self._door.begin("identity.login.count") as transaction:
            row = await transaction.fetchrow(
                COUNT_ATTEMPT, login, now, FAILURES_BEFORE_LOCK, LOCKED_FOR
            )
            if row is not None:
                return row, None
            locked = await transaction.fetchrow(LOCKED_UNTIL, login, now)
        return None, None if locked is None else locked["locked_until"]

    async def _uncount(self, row: Record, given: Credentials) -> None:
        async with self._door.begin("identity.login.uncount") as transaction:
            await transaction.execute(
                UNCOUNT_ATTEMPT, row["id"], row["password_hash"], FAILURES_BEFORE_LOCK
            )
        self._per_address.give_back(given.address)
        self._per_login.give_back(given.login)

    async def _settle(self, row: Record, given: Credentials) -> bool:
        stored = row["password_hash"]
        outdated = self._passwords.is_outdated(stored)
        renewed = await self._passwords.hash(given.password) if outdated else None
        async with self._door.begin("identity.login.settle") as transaction:
            settled = await transaction.fetchrow(SETTLE_ATTEMPT, row["id"], stored, renewed)
        if settled is None:
            return False
        self._per_address.give_back(given.address)
        self._per_login.give_back(given.login)
        return True


def _key(login: str) -> str:
    """The login to look for and count by; all that cannot be one share a key."""
    login = normal_login(login)
    return login if LOGIN.fullmatch(login) else MALFORMED


def _too_many(seconds: int) -> Refusal:
    fact = Fact(name="retry_after", value=str(seconds), unit="s")
    return Refusal("too_many_attempts", kind="busy", facts=(fact,))
