"""An account that opens another tenant is nobody's to change, whatever state that tenant is in."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu.identity.accounts import Account
from tests.records.people import Plant
from tests.web.client import PASSWORD, rooms
from tests.web.office import Office

STATE = "update control.tenant set state = $2 where id = $1"


@pytest_asyncio.fixture(loop_scope="session")
async def quarantined(
    neighbour: Plant, postgres: EmbeddedPostgres
) -> AsyncIterator[asyncpg.Connection]:
    """The neighbour is shut for a while, as by a migration that failed."""
    connection = await asyncpg.connect(postgres.admin_dsn)
    await connection.execute(STATE, neighbour.row.id, "quarantined")
    yield connection
    await connection.execute(STATE, neighbour.row.id, "active")
    await connection.close()


async def test_a_password_is_not_set_that_will_open_a_tenant_which_is_shut_just_now(
    office: Office, plant: Plant, neighbour: Plant, quarantined: asyncpg.Connection
) -> None:
    room = rooms(plant.services)
    login = f"both.{uuid4().hex[:12]}"
    account = await room.accounts.create(login=login, name="两家", password=PASSWORD)
    assert isinstance(account, Account)
    for one in (plant, neighbour):
        await room.memberships.add(account=account.id, tenant=one.row.id, person=one.ids["fixer"])
    admin = await office.person("admin")
    answer = await admin.put(f"accounts/{login}/password", json={"password": "another good one 8"})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_shared")
    listed = await admin.get("accounts", params={"person": str(plant.ids["fixer"])})
    assert [one["shared"] for one in listed.json()["items"] if one["login"] == login] == [True]
