"""Log-ins of a tenant's people over HTTP: opened, changed, ended by the administrator."""

import asyncio
from uuid import UUID, uuid4

from anshu.identity.accounts import Account, Fresh
from tests.records.people import Plant
from tests.web.client import anybody, logged_in, rooms

PASSWORD = "long enough to be good 7"


def account(plant: Plant, login: str, password: str = PASSWORD) -> dict[str, str]:
    return {"person": str(plant.ids["fixer"]), "login": login, "password": password}


async def test_an_administrator_opens_a_log_in_that_works(plant: Plant) -> None:
    login = f"u{uuid4().hex[:12]}"
    async with logged_in(plant, "admin") as client:
        made = await client.post("accounts", json=account(plant, login))
        assert made.status_code == 201, made.text
        again = await client.post("accounts", json=account(plant, login))
        assert again.status_code == 409
        entered = await client.post("session", json={"login": login, "password": PASSWORD})
        assert entered.status_code == 200, entered.text
        assert entered.json()["person"]["id"] == str(plant.ids["fixer"])


async def test_a_weak_password_and_an_unknown_person_are_refused_by_field(plant: Plant) -> None:
    async with logged_in(plant, "admin") as client:
        weak = await client.post("accounts", json=account(plant, "weak.one", "short"))
        assert weak.status_code == 422
        assert {e["field"] for e in weak.json()["errors"]} == {"password"}
        nobody = account(plant, "nobody.one") | {"person": str(uuid4())}
        missing = await client.post("accounts", json=nobody)
        assert [e["field"] for e in missing.json()["errors"]] == ["person"]


async def test_an_ended_log_in_no_longer_enters(plant: Plant) -> None:
    login = f"u{uuid4().hex[:12]}"
    async with logged_in(plant, "admin") as client:
        await client.post("accounts", json=account(plant, login))
        ended = await client.delete(f"accounts/{login}")
        assert ended.status_code == 200
        gone = await client.delete(f"accounts/{login}")
        assert gone.status_code == 404
        entered = await client.post("session", json={"login": login, "password": PASSWORD})
        assert entered.status_code == 403


async def test_a_password_of_somebody_of_two_tenants_is_not_set_here(
    plant: Plant, neighbour: Plant
) -> None:
    room = rooms(plant.services)
    login = f"u{uuid4().hex[:12]}"
    async with logged_in(plant, "admin") as client:
        await client.post("accounts", json=account(plant, login))
        found = await room.accounts.find(login)
        assert found is not None
        new = {"password": "another good one 8"}
        path = f"accounts/{login}/password"
        assert (await client.put(path, json=new)).status_code == 200
        await room.memberships.add(
            account=found.id, tenant=neighbour.row.id, person=neighbour.ids["fixer"]
        )
        refused = await client.put(path, json=new)
        assert (refused.status_code, refused.json()["code"]) == (409, "account_shared")
    async with logged_in(neighbour, "admin") as client:
        refused = await client.put(path, json=new)
        assert refused.json()["code"] == "account_shared"


async def test_another_tenants_log_in_does_not_exist(plant: Plant, neighbour: Plant) -> None:
    login = f"u{uuid4().hex[:12]}"
    async with logged_in(plant, "admin") as client:
        await client.post("accounts", json=account(plant, login))
    async with logged_in(neighbour, "admin") as client:
        path = f"accounts/{login}"
        assert (await client.delete(path)).status_code == 404
        changed = await client.put(f"{path}/password", json={"password": PASSWORD})
        assert changed.status_code == 404


async def test_the_log_ins_of_a_person_are_listed_with_their_state(
    plant: Plant, neighbour: Plant
) -> None:
    room = rooms(plant.services)
    login, person = f"u{uuid4().hex[:12]}", str(uuid4())
    await plant.add("person", UUID(person), {"name": "新人", "org": "/w1/t1/"})
    query = {"person": person}
    async with logged_in(plant, "admin") as client:
        assert (await client.get("accounts", params=query)).json() == {"items": []}
        await client.post("accounts", json=account(plant, login) | query)
        alone = {"login": login, "disabled": False, "locked": False, "shared": False}
        assert (await client.get("accounts", params=query)).json() == {"items": [alone]}
        found = await room.accounts.find(login)
        assert found is not None
        await room.memberships.add(
            account=found.id, tenant=neighbour.row.id, person=neighbour.ids["fixer"]
        )
        (row,) = (await client.get("accounts", params=query)).json()["items"]
        assert row["shared"] is True
        await client.delete(f"accounts/{login}")
        assert (await client.get("accounts", params=query)).json() == {"items": []}
        assert (await client.get("accounts")).status_code == 422


async def test_log_ins_of_another_tenants_person_are_not_listed(
    plant: Plant, neighbour: Plant
) -> None:
    login = f"u{uuid4().hex[:12]}"
    async with logged_in(plant, "admin") as client:
        await client.post("accounts", json=account(plant, login))
    async with logged_in(neighbour, "admin") as client:
        theirs = {"person": str(plant.ids["fixer"])}
        assert (await client.get("accounts", params=theirs)).json() == {"items": []}
    async with logged_in(plant, "ehs") as client:
        assert (await client.get("accounts", params=theirs)).status_code == 403


async def test_a_log_in_that_was_ended_here_is_opened_again_for_another_person(
    plant: Plant,
) -> None:
    login, second = f"u{uuid4().hex[:12]}", "another good one 8"
    async with logged_in(plant, "admin") as client:
        await client.post("accounts", json=account(plant, login))
        await client.delete(f"accounts/{login}")
        heir = account(plant, login, second) | {"person": str(plant.ids["worker"])}
        weak = await client.post("accounts", json=heir | {"password": "short"})
        assert {error["field"] for error in weak.json()["errors"]} == {"password"}
        again = await client.post("accounts", json=heir)
        assert (again.status_code, again.json()["login"]) == (201, login)
    async with anybody(plant) as nobody:
        old = await nobody.post("session", json={"login": login, "password": PASSWORD})
        assert (old.status_code, old.json()["code"]) == (401, "credentials_wrong")
        entered = await nobody.post("session", json={"login": login, "password": second})
        assert entered.json()["person"]["id"] == str(plant.ids["worker"])


async def test_a_log_in_that_another_tenant_ended_or_uses_is_not_taken_up(
    plant: Plant, neighbour: Plant
) -> None:
    room = rooms(plant.services)
    login = f"u{uuid4().hex[:12]}"
    async with logged_in(plant, "admin") as client, logged_in(neighbour, "admin") as other:
        await client.post("accounts", json=account(plant, login))
        found = await room.accounts.find(login)
        assert found is not None
        theirs = neighbour.ids["fixer"]
        await room.memberships.add(account=found.id, tenant=neighbour.row.id, person=theirs)
        await client.delete(f"accounts/{login}")
        used = await client.post("accounts", json=account(plant, login, "another good one 8"))
        assert (used.status_code, used.json()["code"]) == (409, "login_taken")
        (left,) = await room.memberships.of_account(found.id)
        assert left.tenant == neighbour.row.id
        stranger = f"u{uuid4().hex[:12]}"
        await client.post("accounts", json=account(plant, stranger))
        await client.delete(f"accounts/{stranger}")
        foreign = account(neighbour, stranger, "another good one 8")
        assert (await other.post("accounts", json=foreign)).status_code == 409


async def test_two_tenants_that_take_a_log_in_up_at_once_do_not_both_get_it(
    plant: Plant, neighbour: Plant
) -> None:
    room = rooms(plant.services)
    for _ in range(5):
        login = f"u{uuid4().hex[:12]}"
        made = await room.accounts.create(login=login, name="甲", password=PASSWORD)
        assert isinstance(made, Account)
        for one in (plant, neighbour):
            await room.memberships.add(account=made.id, tenant=one.row.id, person=one.ids["fixer"])
            await room.memberships.end(account=made.id, tenant=one.row.id)
        taken = await asyncio.gather(
            *(
                room.accounts.take_up(
                    login, tenant=one.row.id, person=one.ids["fixer"],
                    fresh=Fresh("甲", "another good one 8"),
                )
                for one in (plant, neighbour)
            )
        )  # fmt: skip
        assert sorted(taken) == [False, True]
        assert len(await room.memberships.of_account(made.id)) == 1
