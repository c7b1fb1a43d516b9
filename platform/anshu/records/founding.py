"""Founds a tenant: its definitions, the root of its organisation, its first administrator."""

from collections.abc import Sequence

from msgspec import Struct

from anshu.definitions.language import Pack
from anshu.flow.commands import Create
from anshu.identity.wiring import Identity
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.records.adoption import adopt
from anshu.records.run import run_as_system
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow, principal

FOUNDING = "system:founding"


class Founder(Struct, frozen=True):
    """The first person of a tenant, who then adds the others."""

    login: str
    name: str
    password: str
    role: str = "tenant_admin"


async def found(
    services: Services,
    identity: Identity,
    row: TenantRow,
    *,
    packs: Sequence[Pack],
    founder: Founder,
) -> Refusal | None:
    """Makes an empty tenant ready for its administrator; refuses with what is wrong.

    The account comes first: a login that is taken or a weak password leaves nothing behind.
    """
    account = await identity.accounts.create(
        login=founder.login, name=founder.name, password=founder.password
    )
    if isinstance(account, Refusal):
        return account
    tenant = principal(row)
    await adopt(services.store, tenant, packs, services.clock)
    person = new_id()
    assignments = [{"role": founder.role, "org_path": "/"}]
    made: tuple[Create, ...] = (
        Create(new_id(), "org_unit", {"name": row.name, "path": "/", "unit_level": "company"}),
        Create(person, "person", {"name": founder.name, "org": "/", "assignments": assignments}),
    )
    for command in made:
        done = await run_as_system(services, tenant, command, actor=FOUNDING)
        if isinstance(done, Refusal):
            return done
    await identity.memberships.add(account=account.id, tenant=row.id, person=person)
    return None
