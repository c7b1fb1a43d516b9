"""Writes record and task rows directly, as the tenant's own role, for access tests."""

from uuid import UUID

import msgspec

from anshu.definitions.language import Assignment, Grant, Role, Scope
from anshu.definitions.words import Text
from anshu.kernel.ids import new_id
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store

INSERT_RECORD = """
insert into record (id, type, number, version, state, title, org_path, owner, reporter,
                    created_at, updated_at, definition, normal)
values ($1, $2, $1::uuid::text, 1, 'open', $3, $4, $5, $6, now(), now(), '', $7::text::jsonb)
"""
INSERT_TASK = """
insert into task (id, record, type, node, activation, roles, people, org_path, opened_at,
                  closed_at, closed_by)
values ($1, $2, 'hazard', 'n', $3, $4, $5, $6, now(), case when $7 then now() end, $8)
"""


def role(key: str, *grants: tuple[str, Scope]) -> Role:
    """A role with these (permission, scope) grants."""
    return Role(
        key=key,
        title=Text(zh=key),
        grants=tuple(Grant(permission, scope) for permission, scope in grants),
    )


async def insert_person(
    store: Store, principal: Tenant, *assignments: Assignment, raw: str | None = None
) -> UUID:
    """A person record at /plant/ with these assignments (or this JSON text instead)."""
    person = new_id()
    normal = raw or msgspec.json.encode({"assignments": assignments}).decode()
    async with store.begin(principal, purpose="test") as transaction:
        await transaction.execute(
            INSERT_RECORD, person, "person", "王工", "/plant/", None, None, normal
        )
    return person


async def insert_hazard(
    store: Store,
    principal: Tenant,
    *,
    org_path: str,
    owner: UUID | None = None,
    reporter: UUID | None = None,
) -> UUID:
    """A hazard record at this path."""
    record = new_id()
    async with store.begin(principal, purpose="test") as transaction:
        await transaction.execute(
            INSERT_RECORD, record, "hazard", "隐患", org_path, owner, reporter, "{}"
        )
    return record


async def insert_task(
    store: Store,
    principal: Tenant,
    record: UUID,
    *,
    org_path: str,
    roles: tuple[str, ...] = (),
    people: tuple[UUID, ...] = (),
    closed_by: UUID | None = None,
) -> None:
    """A task of the record, open unless somebody closed it."""
    async with store.begin(principal, purpose="test") as transaction:
        count = await transaction.fetchrow(
            "select count(*) as n from task where record = $1", record
        )
        assert count is not None
        await transaction.execute(
            INSERT_TASK, new_id(), record, count["n"] + 1, list(roles), list(people), org_path,
            closed_by is not None, closed_by,
        )  # fmt: skip
