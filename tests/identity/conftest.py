"""The identity room over the worker's installation, with cheap password hashing."""

from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher

from anshu.identity.accounts import Account
from anshu.identity.door import ControlDoor
from anshu.identity.passwords import Passwords
from anshu.identity.wiring import Identity, identity
from anshu.kernel.clock import MovedClock
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.identity.people import PASSWORD, Member


@pytest.fixture
def door(store: Store, control_node: str, clock: MovedClock) -> ControlDoor:
    return ControlDoor(store, control_node, clock)


@pytest.fixture
def room(door: ControlDoor) -> Identity:
    """One process's identity room."""
    return identity(door, passwords=cheap())


@pytest.fixture
def other_process(door: ControlDoor) -> Identity:
    """Another process's room over the same database: it shares no memory with `room`."""
    return identity(door, passwords=cheap())


@pytest.fixture
async def account(room: Identity) -> Account:
    created = await room.accounts.create(
        login=f"wang.{uuid4().hex[:12]}", name="王工", password=PASSWORD
    )
    assert isinstance(created, Account)
    return created


@pytest.fixture
async def member(
    room: Identity, account: Account, tenant_pair: tuple[TenantRow, TenantRow]
) -> Member:
    """An account that is a person of two tenants."""
    people: list[UUID] = []
    for tenant in tenant_pair:
        people.append(uuid4())
        await room.memberships.add(account=account.id, tenant=tenant.id, person=people[-1])
    return Member(account=account, tenants=tenant_pair, people=(people[0], people[1]))


def cheap() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
