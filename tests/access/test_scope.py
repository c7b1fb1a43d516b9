"""The SQL predicate selects the same rows as the reach says, with parameters only."""

import re
from uuid import UUID

import pytest
from msgspec import Struct

from anshu.access.assignment import Post
from anshu.access.reach import Reach
from anshu.access.scope import Holder, open_task_sql, scope_sql
from anshu.kernel.ids import new_id
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow, principal
from tests.access.rows import insert_hazard, insert_task

PATHS = ("/plant/", "/plant/ws1/", "/plant/ws10/", "/plant/ws1/team3/", "/depot/")
REACHES = (
    Reach(),
    Reach(everything=True),
    Reach(own=True),
    Reach(org_paths=("/",)),
    Reach(org_paths=("/plant/ws1/",)),
    Reach(org_paths=("/plant/ws1/", "/depot/"), own=True),
    Reach(team_paths=("/plant/ws1/",)),
    Reach(org_paths=("/depot/",), team_paths=("/plant/", "/plant/ws10/"), own=True),
    Reach(org_paths=("/' or true or '/", "/%/"), team_paths=("%", "/plant_ws1/")),
)


class TaskCase(Struct, frozen=True, kw_only=True):
    """A task of a record at /plant/, and whether it makes the record one's own."""

    own: bool
    org_path: str
    roles: tuple[str, ...] = ()
    named: bool = False
    closed_by: str = ""


async def selected(store: Store, tenant: Tenant, reach: Reach, holder: Holder) -> set[UUID]:
    sql, arguments = scope_sql(reach, holder=holder, first_parameter=2)
    async with store.begin(tenant, purpose="test") as transaction:
        rows = await transaction.fetch(
            f"select record.id from record where record.type = $1 and {sql}", "hazard", *arguments
        )
    return {row["id"] for row in rows}


async def test_the_predicate_selects_just_the_rows_reached(
    store: Store, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    tenant = principal(tenant_pair[0])
    me, other = new_id(), new_id()
    holder = Holder(person=me, posts=(Post("leader", "/depot/"),))
    placed: dict[UUID, tuple[str, bool]] = {}
    for path in PATHS:
        for owner, reporter in ((None, None), (me, other), (other, me), (other, None)):
            record = await insert_hazard(
                store, tenant, org_path=path, owner=owner, reporter=reporter
            )
            placed[record] = (path, me in (owner, reporter))
    for reach in REACHES:
        expected = {
            record
            for record, (path, own) in placed.items()
            if reach.has_row(org_path=path, own=own)
        }
        assert await selected(store, tenant, reach, holder) == expected
        assert await selected(store, principal(tenant_pair[1]), reach, holder) == set()


LEADER = ("leader",)
WS1 = "/plant/ws1/"
OWN_CASES = (
    TaskCase(own=True, roles=LEADER, org_path=WS1),
    TaskCase(own=True, roles=LEADER, org_path="/plant/ws1/team3/"),
    TaskCase(own=False, roles=LEADER, org_path="/plant/ws10/"),
    TaskCase(own=False, roles=LEADER, org_path="/plant/"),
    TaskCase(own=False, roles=("officer",), org_path=WS1),
    TaskCase(own=False, roles=(), org_path=WS1),
    TaskCase(own=True, org_path="/elsewhere/", named=True),
    TaskCase(own=True, org_path="/elsewhere/", named=True, closed_by="other"),
    TaskCase(own=False, roles=LEADER, org_path=WS1, closed_by="other"),
    TaskCase(own=True, roles=LEADER, org_path=WS1, closed_by="me"),
)


@pytest.mark.parametrize("case", OWN_CASES)
async def test_a_task_makes_its_record_the_assignee_s_own(
    store: Store, tenant_pair: tuple[TenantRow, TenantRow], case: TaskCase
) -> None:
    tenant = principal(tenant_pair[0])
    people = {"me": new_id(), "other": new_id()}
    posts = (Post("leader", WS1), Post("officer", "/depot/"))
    holder = Holder(person=people["me"], posts=posts)
    record = await insert_hazard(store, tenant, org_path="/plant/")
    await insert_task(
        store,
        tenant,
        record,
        org_path=case.org_path,
        roles=case.roles,
        people=(people["me"],) if case.named else (),
        closed_by=people.get(case.closed_by),
    )
    found = await selected(store, tenant, Reach(own=True), holder)
    assert found == ({record} if case.own else set())
    sql, arguments = open_task_sql(holder=holder, first_parameter=1)
    async with store.begin(tenant, purpose="test") as transaction:
        waiting = await transaction.fetch(f"select record from task where {sql}", *arguments)
    expected = [record] if case.own and not case.closed_by else []
    assert [row["record"] for row in waiting] == expected


def test_the_text_never_holds_a_value() -> None:
    holder = Holder(person=new_id(), posts=(Post("leader", "/plant/"),))
    for reach in REACHES:
        sql, arguments = scope_sql(reach, holder=holder, first_parameter=3)
        for path in (*reach.org_paths, *reach.team_paths, "/plant/", str(holder.person)):
            assert path not in sql
        numbers = {int(number) for number in re.findall(r"\$(\d+)", sql)}
        assert numbers == set(range(3, 3 + len(arguments)))
