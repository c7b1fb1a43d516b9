"""Loading a person's permissions: one statement, trusted two seconds, gone when stale."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from anshu.access.loading import AccessLoader, PersonAccess, Stale
from anshu.definitions.language import Assignment, Role
from anshu.kernel.clock import MovedClock
from anshu.kernel.ids import new_id
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store, TransactionEnded
from anshu_tenants.registry import TenantRow, principal
from tests.access.rows import insert_person, role

READ = "hazard:record:read"
ROLES = {"officer": role("officer", (READ, "org")), "leader": role("leader", (READ, "team"))}
OFFICER = Assignment("officer", "/plant/")


@pytest.fixture
def loads(store: Store) -> Iterator[list[TransactionEnded]]:
    """The loads that reached the database."""
    seen: list[TransactionEnded] = []

    def observe(ended: TransactionEnded) -> None:
        if ended.purpose == "access.load":
            seen.append(ended)

    store.observers.append(observe)
    yield seen
    store.observers.remove(observe)


@pytest.fixture
def tenant(tenant_pair: tuple[TenantRow, TenantRow]) -> Tenant:
    return principal(tenant_pair[0])


async def load(
    loader: AccessLoader,
    store: Store,
    tenant: Tenant,
    person: UUID,
    roles: dict[str, Role] = ROLES,
) -> PersonAccess:
    access = await loader.for_person(store, principal=tenant, person=person, roles=roles)
    assert access is not None
    return access


async def revoke(store: Store, tenant: Tenant, person: UUID) -> None:
    async with store.begin(tenant, purpose="test") as transaction:
        await transaction.execute("update record set normal = '{}' where id = $1", person)
        await transaction.execute("update state set policy_version = policy_version + 1")


async def test_a_person_is_loaded_in_one_statement_with_both_versions(
    store: Store, tenant: Tenant, clock: MovedClock, loads: list[TransactionEnded]
) -> None:
    person = await insert_person(store, tenant, OFFICER)
    access = await load(AccessLoader(clock), store, tenant, person)
    assert (access.name, access.org_path) == ("王工", "/plant/")
    assert (access.policy_version, access.definition_version) == (1, 1)
    assert access.assignments == (OFFICER,)
    assert access.allowed.has(READ)
    assert [ended.round_trips for ended in loads] == [3]


async def test_an_unknown_person_or_one_of_another_tenant_has_no_access(
    store: Store, tenant_pair: tuple[TenantRow, TenantRow], clock: MovedClock
) -> None:
    first, second = map(principal, tenant_pair)
    person = await insert_person(store, first, OFFICER)
    loader = AccessLoader(clock)
    assert await loader.for_person(store, principal=first, person=new_id(), roles=ROLES) is None
    assert await loader.for_person(store, principal=second, person=person, roles=ROLES) is None
    await load(loader, store, first, person)
    assert await loader.for_person(store, principal=second, person=person, roles=ROLES) is None


async def test_an_entry_is_trusted_for_less_than_two_seconds(
    store: Store, tenant: Tenant, clock: MovedClock, loads: list[TransactionEnded]
) -> None:
    person = await insert_person(store, tenant, OFFICER)
    loader = AccessLoader(clock)
    first = await load(loader, store, tenant, person)
    assert await load(loader, store, tenant, person) is first
    assert len(loads) == 1
    await revoke(store, tenant, person)
    clock.move(timedelta(seconds=2))
    assert not (await load(loader, store, tenant, person)).allowed.has(READ)
    assert len(loads) == 2


async def test_a_clock_that_is_set_back_does_not_prolong_trust(
    store: Store, tenant: Tenant, clock: MovedClock
) -> None:
    person = await insert_person(store, tenant, OFFICER)
    loader = AccessLoader(clock)
    await load(loader, store, tenant, person)
    clock.move(timedelta(hours=-1))
    assert loader.get(tenant.schema, person) is None


async def test_another_policy_version_makes_the_tenant_s_entries_stale_at_once(
    store: Store, tenant: Tenant, clock: MovedClock
) -> None:
    person = await insert_person(store, tenant, OFFICER)
    loader = AccessLoader(clock)
    access = await load(loader, store, tenant, person)
    loader.check(tenant.schema, access, policy_version=1)
    assert loader.get(tenant.schema, person) is access
    await revoke(store, tenant, person)
    with pytest.raises(Stale):
        loader.check(tenant.schema, access, policy_version=2)
    fresh = await load(loader, store, tenant, person)
    assert fresh.policy_version == 2
    assert not fresh.allowed.has(READ)


async def test_forgetting_one_tenant_leaves_the_others(
    store: Store, tenant_pair: tuple[TenantRow, TenantRow], clock: MovedClock
) -> None:
    loader = AccessLoader(clock)
    tenants = [principal(row) for row in tenant_pair]
    people = [await insert_person(store, tenant, OFFICER) for tenant in tenants]
    for tenant, person in zip(tenants, people, strict=True):
        await load(loader, store, tenant, person)
    loader.forget(tenants[0].schema)
    assert loader.get(tenants[0].schema, people[0]) is None
    assert loader.get(tenants[1].schema, people[1]) is not None


async def test_an_assignment_s_end_ends_trust_in_the_entry(
    store: Store, tenant: Tenant, clock: MovedClock
) -> None:
    until = (clock.now() + timedelta(seconds=1)).isoformat()
    person = await insert_person(store, tenant, Assignment("officer", "/", until=until))
    loader = AccessLoader(clock)
    assert (await load(loader, store, tenant, person)).allowed.has(READ)
    clock.move(timedelta(seconds=1))
    assert not (await load(loader, store, tenant, person)).allowed.has(READ)


async def test_other_role_definitions_are_not_answered_from_the_cache(
    store: Store, tenant: Tenant, clock: MovedClock
) -> None:
    person = await insert_person(store, tenant, OFFICER)
    loader = AccessLoader(clock)
    await load(loader, store, tenant, person)
    other = {"officer": role("officer", ("area:record:read", "org"))}
    access = await load(loader, store, tenant, person, roles=other)
    assert access.allowed.permissions == {"area:record:read"}


@pytest.mark.parametrize(
    "bad",
    [
        {"role": "leader"},
        {"role": "leader", "org_path": "/plant"},
        {"role": "leader", "org_path": "/plant/", "until": "tomorrow"},
        {"role": "leader", "org_path": "/plant/", "until": "2099-01-01T00:00:00"},
        7,
    ],
)
async def test_an_unreadable_assignment_gives_nothing_and_spares_the_others(
    store: Store, tenant: Tenant, clock: MovedClock, bad: object
) -> None:
    raw = msgspec.json.encode({"assignments": [bad, OFFICER]}).decode()
    person = await insert_person(store, tenant, raw=raw)
    access = await load(AccessLoader(clock), store, tenant, person)
    assert [post.role for post in access.allowed.posts] == ["officer"]


@pytest.mark.parametrize("raw", ["{}", '{"assignments": null}', '{"assignments": "all"}'])
async def test_missing_or_malformed_assignments_allow_nothing(
    store: Store, tenant: Tenant, clock: MovedClock, raw: str
) -> None:
    person = await insert_person(store, tenant, raw=raw)
    access = await load(AccessLoader(clock), store, tenant, person)
    assert access.allowed.permissions == frozenset()


async def test_the_least_recently_used_entry_is_dropped_first(
    store: Store, tenant: Tenant, clock: MovedClock
) -> None:
    loader = AccessLoader(clock, capacity=2)
    people = [await insert_person(store, tenant, OFFICER) for _ in range(3)]
    await load(loader, store, tenant, people[0])
    await load(loader, store, tenant, people[1])
    await load(loader, store, tenant, people[0])
    await load(loader, store, tenant, people[2])
    held = [loader.get(tenant.schema, person) is not None for person in people]
    assert held == [True, False, True]
