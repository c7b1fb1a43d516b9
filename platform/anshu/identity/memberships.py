"""Memberships: which person of which tenant an account is."""

from uuid import UUID

from msgspec import Struct

from anshu.identity.door import ControlDoor
from anshu.identity.queries import LOG_IN_OF_ANY, LOG_INS_OF_PERSON, MEMBERSHIPS, TENANTS_OF_ACCOUNT
from anshu.identity.resolving import Resolver
from anshu.identity.writes import ADD_MEMBERSHIP, END_MEMBERSHIP


class Membership(Struct, frozen=True):
    """A tenant an account belongs to, and the person it is there."""

    tenant: UUID
    name: str
    kind: str
    person: UUID


class PersonLogIn(Struct, frozen=True):
    """A person's log-in as an administrator sees it; `shared`: it opens another tenant too."""

    login: str
    disabled: bool
    locked: bool
    shared: bool


class Memberships:
    """Adds, ends and lists memberships."""

    def __init__(self, door: ControlDoor, *, resolver: Resolver) -> None:
        self._door = door
        self._resolver = resolver

    async def add(self, *, account: UUID, tenant: UUID, person: UUID) -> None:
        """Makes the account this person of the tenant; an ended membership lives again."""
        async with self._door.begin("identity.membership.add") as transaction:
            await transaction.execute(ADD_MEMBERSHIP, account, tenant, person)
        self._resolver.forget_account(account)

    async def end(self, *, account: UUID, tenant: UUID) -> bool:
        """Ends the membership with its sessions and tokens; False when there was none.

        They stay ended if the membership is added again.
        """
        async with self._door.begin("identity.membership.end") as transaction:
            row = await transaction.fetchrow(
                END_MEMBERSHIP, account, tenant, self._door.clock.now()
            )
        self._resolver.forget_account(account)
        return row is not None

    async def of_account(self, account: UUID) -> tuple[Membership, ...]:
        """The active tenants of an account, by name."""
        async with self._door.begin("identity.membership.list") as transaction:
            rows = await transaction.fetch(MEMBERSHIPS, account)
        return tuple(Membership(r["tenant"], r["name"], r["kind"], r["person"]) for r in rows)

    async def tenants_of(self, account: UUID) -> frozenset[UUID]:
        """Every tenant that the account opens, or will open again."""
        async with self._door.begin("identity.membership.tenants") as transaction:
            rows = await transaction.fetch(TENANTS_OF_ACCOUNT, account)
        return frozenset(row["tenant"] for row in rows)

    async def opens_for_any(self, people: tuple[UUID, ...], *, tenant: UUID, besides: UUID) -> bool:
        """Whether a log-in other than `besides` opens the tenant for one of these people."""
        async with self._door.begin("identity.membership.any") as transaction:
            row = await transaction.fetchrow(LOG_IN_OF_ANY, tenant, list(people), besides)
        return row is not None

    async def of_person(self, *, tenant: UUID, person: UUID) -> tuple[PersonLogIn, ...]:
        """The log-ins that a person of a tenant has, by name."""
        async with self._door.begin("identity.membership.person") as transaction:
            rows = await transaction.fetch(
                LOG_INS_OF_PERSON, tenant, person, self._door.clock.now()
            )
        return tuple(
            PersonLogIn(row["login"], row["disabled"], row["locked"], row["shared"]) for row in rows
        )
