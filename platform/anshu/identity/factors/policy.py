"""Which roles of a tenant must show a second factor, as its administrators set it."""

from uuid import UUID

from anshu.identity.door import ControlDoor
from anshu.identity.factors.queries import POLICY, SET_POLICY
from anshu.identity.resolving import Resolver


class SignInPolicies:
    """Reads and sets the policy; it is part of every session's subject."""

    def __init__(self, door: ControlDoor, *, resolver: Resolver) -> None:
        self._door = door
        self._resolver = resolver

    async def roles(self, tenant: UUID) -> tuple[str, ...]:
        """The roles that must have a second factor; none until somebody sets them."""
        async with self._door.begin("identity.policy.read") as transaction:
            row = await transaction.fetchrow(POLICY, tenant)
        return () if row is None else tuple(row["second_factor_roles"])

    async def set_roles(self, tenant: UUID, roles: frozenset[str], *, by: UUID) -> None:
        """Asks these roles for a second factor, in every process within two seconds."""
        now = self._door.clock.now()
        async with self._door.begin("identity.policy.set") as transaction:
            await transaction.execute(SET_POLICY, tenant, sorted(roles), now, by)
        self._resolver.forget_tenant(tenant)
