"""Sessions: a cookie's opaque secret, a fixed end, one tenant at a time."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.identity.door import ControlDoor
from anshu.identity.queries import SESSIONS
from anshu.identity.resolving import Resolver
from anshu.identity.secret import digest, new_session_secret
from anshu.identity.writes import (
    DROP_SESSIONS,
    END_NAMED_SESSION,
    END_OTHER_SESSIONS,
    END_SESSION,
    END_SESSIONS,
    OPEN_SESSION,
    SWITCH_SESSION,
)
from anshu.kernel.refusal import Refusal

Language = Literal["zh-CN", "en"]


class OpenedSession(Struct, frozen=True):
    """A session just opened; `secret` goes into the cookie and is told only once."""

    secret: str
    session: bytes
    expires_at: datetime


class Entry(Struct, frozen=True):
    """How somebody came in: whether a second factor was shown, with what, by which provider."""

    second_factor: bool = False
    agent: str = ""
    provider: UUID | None = None
    provider_subject: str | None = None
    provider_session: str | None = None


BY_PASSWORD = Entry()


class OpenSession(Struct, frozen=True):
    """One of one's own sessions, as its owner sees it; `here`: the one that asks."""

    name: str
    here: bool
    tenant: str
    agent: str
    created_at: datetime
    expires_at: datetime
    by_provider: bool


class Sessions:
    """Opens, switches and ends sessions."""

    def __init__(
        self, door: ControlDoor, *, resolver: Resolver, lifetime: timedelta = timedelta(hours=12)
    ) -> None:
        self._door = door
        self._resolver = resolver
        self._lifetime = lifetime

    async def open(
        self,
        account: UUID,
        *,
        tenant: UUID | None = None,
        language: Language = "zh-CN",
        entry: Entry = BY_PASSWORD,
    ) -> OpenedSession | Refusal:
        """A session in this tenant, or in the one last used; `no_membership` without one."""
        now = self._door.clock.now()
        until = now + self._lifetime
        return await self._opened(
            "identity.session.open", OPEN_SESSION, account, tenant, language, now, until,
            entry.second_factor, entry.agent[:200], entry.provider, entry.provider_subject,
            entry.provider_session,
        )  # fmt: skip

    async def switch(self, session: bytes, *, tenant: UUID) -> OpenedSession | Refusal:
        """Ends the session and opens one in another tenant, with the same end.

        The secret is new, so no process can take a request for the tenant left behind. Refuses
        with `no_membership`, and leaves the session as it is.
        """
        now = self._door.clock.now()
        opened = await self._opened("identity.session.switch", SWITCH_SESSION, session, tenant, now)
        if isinstance(opened, OpenedSession):
            self._resolver.forget(session)
        return opened

    async def log_out(self, session: bytes) -> None:
        """Ends one session; an ended one stays as it is."""
        async with self._door.begin("identity.session.end") as transaction:
            await transaction.execute(END_SESSION, session, self._door.clock.now())
        self._resolver.forget(session)

    async def log_out_everywhere(self, account: UUID) -> None:
        """Ends all sessions of an account; API tokens stay."""
        async with self._door.begin("identity.session.end_all") as transaction:
            await transaction.execute(END_SESSIONS, account, self._door.clock.now())
        self._resolver.forget_account(account)

    async def of_account(self, account: UUID, *, here: bytes) -> tuple[OpenSession, ...]:
        """The account's live sessions in all its tenants, newest first."""
        async with self._door.begin("identity.session.list") as transaction:
            rows = await transaction.fetch(SESSIONS, account, here, self._door.clock.now())
        return tuple(
            OpenSession(
                row["name"], row["here"], row["tenant"], row["agent"], row["created_at"],
                row["expires_at"], row["by_provider"],
            )
            for row in rows
        )  # fmt: skip

    async def end_other(self, account: UUID, *, name: str, here: bytes) -> bool:
        """Ends one of the account's other sessions; False when there is no such one."""
        now = self._door.clock.now()
        async with self._door.begin("identity.session.end_named") as transaction:
            row = await transaction.fetchrow(END_NAMED_SESSION, account, name, here, now)
        if row is not None:
            self._resolver.forget(row["id"])
        return row is not None

    async def end_others(self, account: UUID, *, here: bytes) -> None:
        """Ends all of the account's sessions but this one."""
        async with self._door.begin("identity.session.end_others") as transaction:
            await transaction.execute(END_OTHER_SESSIONS, account, here, self._door.clock.now())
        self._resolver.forget_account(account)

    async def drop_expired(self, *, before: datetime) -> None:
        """Deletes sessions that expired before this time."""
        async with self._door.begin("identity.session.drop") as transaction:
            await transaction.execute(DROP_SESSIONS, before)

    async def _opened(
        self, purpose: str, statement: str, *arguments: object
    ) -> OpenedSession | Refusal:
        secret = new_session_secret()
        hashed = digest(secret)
        assert hashed is not None
        async with self._door.begin(purpose) as transaction:
            row = await transaction.fetchrow(statement, hashed, *arguments)
        if row is None:
            return Refusal("no_membership", kind="forbidden")
        return OpenedSession(secret, hashed, row["expires_at"])
