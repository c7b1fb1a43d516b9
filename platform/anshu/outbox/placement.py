"""From the role name on a message to the principal that its reaction wears."""

from collections.abc import Awaitable, Callable

from anshu.outbox.errors import Terminal
from anshu.store.principal import IDENTIFIER, Tenant

# (role, node that the message came from) -> the tenant where it lives now
Locate = Callable[[str, str], Awaitable[Tenant]]


def locate_by_name(installation: str) -> Locate:
    """The tenant on the node of its message, its schema being the role without our prefix.

    Right while tenants do not move; a registry-backed Locate takes its place where they do.
    """
    prefix = f"{installation}_"

    async def locate(role: str, node: str) -> Tenant:
        schema = role.removeprefix(prefix)
        if not role.startswith(prefix + "t_") or not IDENTIFIER.match(schema):
            raise Terminal(f"{role!r} is no tenant role of this installation")
        return Tenant(schema=schema, role=role, node=node)

    return locate
