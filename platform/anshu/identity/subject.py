"""Who a request acts as, once its cookie or token has been resolved."""

from uuid import UUID

from msgspec import Struct

from anshu.store.principal import Tenant


class SessionSubject(Struct, frozen=True):
    """An account at work as a person of one tenant.

    `session` is the hash under which the session or API token is stored. `token_permissions`
    is None for a session; for an API token nothing outside it is allowed, whatever the person
    may do. `second_factor`: the session has shown one; `second_factor_roles` must. `provider`:
    the identity provider that opened the session, if one did. `token_title`: what an API token was
    made for.
    """

    account: UUID
    login: str
    name: str
    tenant: UUID
    tenant_name: str
    tenant_kind: str
    principal: Tenant
    person: UUID
    timezone: str
    language: str
    session: bytes
    token_permissions: frozenset[str] | None
    second_factor: bool = False
    second_factor_roles: frozenset[str] = frozenset()
    provider: UUID | None = None
    token_title: str = ""
