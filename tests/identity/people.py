"""Who the identity tests are about."""

from uuid import UUID

from msgspec import Struct

from anshu.identity.accounts import Account
from anshu.identity.sessions import OpenedSession
from anshu.identity.subject import SessionSubject
from anshu.identity.wiring import Identity
from anshu_tenants.registry import TenantRow

PASSWORD = "Feuer-und-Flamme 7"


class Member(Struct, frozen=True):
    """An account with a person in each of two tenants."""

    account: Account
    tenants: tuple[TenantRow, TenantRow]
    people: tuple[UUID, UUID]


async def opened(room: Identity, member: Member, *, tenant: int = 0) -> OpenedSession:
    """A session of the member in one of the two tenants."""
    session = await room.sessions.open(member.account.id, tenant=member.tenants[tenant].id)
    assert isinstance(session, OpenedSession)
    return session


async def subject(room: Identity, secret: str) -> SessionSubject:
    """The subject of a secret that must be valid."""
    found = await room.resolver.resolve(secret)
    assert found is not None
    return found
