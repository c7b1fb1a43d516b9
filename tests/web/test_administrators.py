"""The last administrator stays, and log-ins are managed within one's own units only."""

import asyncio
from uuid import UUID, uuid4

import msgspec
import pytest
import pytest_asyncio

from anshu.definitions.language import Grant, Pack, Role
from anshu.records.adoption import adopt
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.web.client import PASSWORD
from tests.web.office import Json, Office

ADMIN = {"role": "tenant_admin", "org_path": "/"}


async def version(office: Office, person: UUID) -> int:
    page = await (await office.person("ehs")).get(f"records/person/{person}")
    return int(page.json()["version"])


async def roles(
    office: Office, by: str, person: UUID, assignments: list[Json], *, seen: int = 0
) -> tuple[int, str]:
    """The status and code of giving a person these roles."""
    body = {
        "command_id": str(uuid4()), "version": seen or await version(office, person),
        "data": {"assignments": assignments},
    }  # fmt: skip
    answer = await (await office.person(by)).put(f"records/person/{person}", json=body)
    return answer.status_code, str(answer.json().get("code", ""))


async def test_the_last_administrator_stays_and_one_of_two_may_go(office: Office) -> None:
    admin = office.plant.ids["admin"]
    assert await roles(office, "admin", admin, []) == (409, "last_administrator")
    leader = office.plant.ids["leader"]
    assert (await roles(office, "admin", leader, [ADMIN]))[0] == 200
    assert (await roles(office, "admin", admin, []))[0] == 200
    assert await roles(office, "leader", leader, []) == (409, "last_administrator")


async def test_a_role_that_will_end_does_not_make_the_last_administrator(office: Office) -> None:
    ending = ADMIN | {"until": "2099-01-01T00:00:00Z"}
    admin = office.plant.ids["admin"]
    assert await roles(office, "admin", admin, [ending]) == (409, "last_administrator")


async def test_two_administrators_who_remove_each_other_do_not_both_succeed(
    office: Office,
) -> None:
    admin, leader = office.plant.ids["admin"], office.plant.ids["leader"]
    assert (await roles(office, "admin", leader, [ADMIN]))[0] == 200
    await office.person("leader")
    seen = [await version(office, person) for person in (leader, admin)]
    done = await asyncio.gather(
        roles(office, "admin", leader, [], seen=seen[0]),
        roles(office, "leader", admin, [], seen=seen[1]),
    )
    assert [status for status, _ in done].count(200) == 1


async def test_the_last_administrators_log_in_is_not_ended(office: Office) -> None:
    client = await office.person("admin")
    login = (await client.get("account")).json()["login"]
    refused = await client.delete(f"accounts/{login}")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    assert (await client.get("account")).status_code == 200


@pytest_asyncio.fixture(loop_scope="session")
async def delegated(plant: Plant) -> Office:
    """A plant whose workshop safety officers manage log-ins in their workshop."""
    packs = tuple(with_grant(pack) for pack in hazard_packs())
    await adopt(plant.services.store, principal(plant.row), packs, plant.services.clock)
    return Office(plant)


def with_grant(pack: Pack) -> Pack:
    grants = (Grant("account:login:manage", "org"), Grant("person:record:read", "tenant"))
    items = tuple(
        msgspec.structs.replace(item, grants=(*item.grants, *grants))
        if isinstance(item, Role) and item.key == "workshop_safety"
        else item
        for item in pack.items
    )
    return msgspec.structs.replace(pack, items=items, version=pack.version + ".d")


@pytest.mark.parametrize(("org", "status"), [("/w1/t1/", 201), ("/w2/", 403), ("/", 403)])
async def test_log_ins_are_managed_within_ones_own_units(
    delegated: Office, org: str, status: int
) -> None:
    person = uuid4()
    await delegated.plant.add("person", person, {"name": "新来的", "org": org})
    async with delegated as office:
        safety, admin = await office.person("safety"), await office.person("admin")
        login = f"new.{uuid4().hex[:10]}"
        opening = {"person": str(person), "login": login, "password": PASSWORD}
        opened = await safety.post("accounts", json=opening)
        assert opened.status_code == status, opened.text
        if status == 403:
            assert (await admin.post("accounts", json=opening)).status_code == 201
        listed = await safety.get("accounts", params={"person": str(person)})
        assert listed.status_code == (200 if status == 201 else 403)
        new = {"password": "Anders-und-Neu 8"}
        changed = await safety.put(f"accounts/{login}/password", json=new)
        ended = await safety.delete(f"accounts/{login}")
        expected = 200 if status == 201 else 403
        assert (changed.status_code, ended.status_code) == (expected, expected)
