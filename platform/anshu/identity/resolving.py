"""Turns a cookie or API token into the subject of a request, remembering it for two seconds.

What is revoked in this process is forgotten at once; in every other process an entry lives at
most two seconds from the moment its reading began, well inside the five that are promised.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Record
from msgspec import Struct

from anshu.identity.door import ControlDoor
from anshu.identity.queries import SESSION_SUBJECT, TOKEN_SUBJECT
from anshu.identity.secret import API_PREFIX, digest
from anshu.identity.subject import SessionSubject
from anshu.store.principal import Tenant

REMEMBERED_FOR = timedelta(seconds=2)


class _Entry(Struct, frozen=True):
    subject: SessionSubject
    asked_at: datetime
    expires_at: datetime


class Resolver:
    """Looks subjects up, one statement each; one per process."""

    def __init__(self, door: ControlDoor, *, capacity: int = 20_000) -> None:
        self._door = door
        self._capacity = capacity
        self._entries: OrderedDict[bytes, _Entry] = OrderedDict()

    async def resolve(self, secret: str) -> SessionSubject | None:
        """The subject of a cookie value or API token; None when it is not, or no longer, valid.

        Unknown secrets are not remembered.
        """
        hashed = digest(secret)
        if hashed is None:
            return None
        now = self._door.clock.now()
        remembered = self._remembered(hashed, now)
        if remembered is not None:
            return remembered
        statement = TOKEN_SUBJECT if secret.startswith(API_PREFIX) else SESSION_SUBJECT
        row = await self._door.ask("identity.resolve", statement, hashed, now)
        if row is None:
            return None
        subject = _subject(row, hashed)
        self._entries[hashed] = _Entry(subject, now, row["expires_at"])
        if len(self._entries) > self._capacity:
            self._entries.popitem(last=False)
        return subject

    def forget(self, hashed: bytes) -> None:
        """Drops one session or token from memory."""
        self._entries.pop(hashed, None)

    def forget_account(self, account: UUID) -> None:
        """Drops everything of an account from memory."""
        for hashed in [h for h, e in self._entries.items() if e.subject.account == account]:
            del self._entries[hashed]

    def forget_tenant(self, tenant: UUID) -> None:
        """Drops everything of a tenant from memory."""
        for hashed in [h for h, e in self._entries.items() if e.subject.tenant == tenant]:
            del self._entries[hashed]

    def _remembered(self, hashed: bytes, now: datetime) -> SessionSubject | None:
        entry = self._entries.get(hashed)
        if entry is None:
            return None
        # A clock that was set back makes the age negative: that entry is not trusted either.
        fresh = timedelta(0) <= now - entry.asked_at < REMEMBERED_FOR
        if not fresh or now >= entry.expires_at:
            self.forget(hashed)
            return None
        self._entries.move_to_end(hashed)
        return entry.subject


def _subject(row: Record, hashed: bytes) -> SessionSubject:
    permissions = row["permissions"]
    return SessionSubject(
        account=row["account"],
        login=row["login"],
        name=row["name"],
        tenant=row["tenant"],
        tenant_name=row["tenant_name"],
        tenant_kind=row["tenant_kind"],
        principal=Tenant(schema=row["schema"], role=row["role"], node=row["node"]),
        person=row["person"],
        timezone=row["timezone"],
        language=row["language"],
        session=hashed,
        token_permissions=None if permissions is None else frozenset(permissions),
        second_factor=row["second_factor"],
        second_factor_roles=frozenset(row["second_factor_roles"] or ()),
        provider=row["provider"],
        token_title=row["token_title"],
    )
