"""Sessions over HTTP: expired and revoked ones are dead, rights taken away are gone in time."""

from datetime import timedelta
from uuid import uuid4

import pytest

from anshu.web.app import create_app
from tests.records.people import Plant
from tests.web.client import PASSWORD, anybody, bare, enrol, logged_in
from tests.web.office import Office


async def test_an_expired_session_is_told_so_in_both_languages(office: Office) -> None:
    client = await office.person("worker")
    assert (await client.get("worklist")).status_code == 200
    office.move(timedelta(hours=13))
    said = {}
    for language in ("zh-CN", "en"):
        answer = await client.get("worklist", headers={"accept-language": language})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")
        said[language] = answer.json()["title"] + answer.json()["cure"]
    assert "登录" in said["zh-CN"]
    assert "Log in again" in said["en"]
    body = {"id": str(uuid4()), "data": {}}
    assert (await client.post("records/hazard", json=body)).status_code == 401


async def test_a_session_revoked_elsewhere_is_dead_within_five_seconds(plant: Plant) -> None:
    here, elsewhere = create_app(plant.services), create_app(plant.services)
    async with Office(plant, here) as office, bare(elsewhere) as other:
        client = await office.person("worker")
        assert (await client.get("worklist")).status_code == 200
        other.cookies, other.headers["x-csrftoken"] = client.cookies, client.headers["x-csrftoken"]
        assert (await other.delete("session")).status_code == 204
        assert (await other.get("worklist")).status_code == 401
        office.move(timedelta(seconds=5))
        assert (await client.get("worklist")).status_code == 401


async def test_a_right_taken_away_is_gone_within_five_seconds(office: Office) -> None:
    leader = await office.person("leader")
    record = (await office.report())["id"]
    assert (await leader.get(f"records/hazard/{record}")).status_code == 200
    admin, person = await office.person("admin"), office.plant.ids["leader"]
    seen = (await admin.get(f"records/person/{person}")).json()
    gone = [{"role": "team_leader", "org_path": "/w2/t1/"}]
    change = {
        "command_id": str(uuid4()), "version": seen["version"], "data": {"assignments": gone},
    }  # fmt: skip
    answer = await admin.put(f"records/person/{person}", json=change)
    assert answer.status_code == 200, answer.text
    office.move(timedelta(seconds=5))
    assert (await leader.get(f"records/hazard/{record}")).status_code == 404
    assert (await leader.get("records/hazard")).json()["total"] == 0


async def test_logging_in_gives_a_session_and_five_wrong_passwords_lock_it(plant: Plant) -> None:
    account = await enrol(plant, "worker")
    async with anybody(plant) as client:
        body = {"login": account.login, "password": PASSWORD}
        opened = await client.post("session", json=body)
        assert opened.status_code == 200, opened.text
        assert "httponly" in opened.headers["set-cookie"].lower()
        assert opened.json()["person"]["name"] == "王工"
        wrong = {"login": account.login, "password": "falsch"}
        answers = [await client.post("session", json=wrong) for _ in range(5)]
        assert {a.status_code for a in answers} <= {401, 429}
        assert answers[0].json()["code"] == "credentials_wrong"
        locked = await client.post("session", json=body)
        assert (locked.status_code, locked.json()["code"]) == (429, "too_many_attempts")
        assert int(locked.headers["retry-after"]) > 0


@pytest.mark.parametrize("name", ["ehs"])
async def test_a_token_never_has_more_than_its_owner_chose(office: Office, name: str) -> None:
    client = await office.person(name)
    await office.report()
    made = await client.post(
        "tokens", json={"title": "看板", "permissions": ["hazard:record:read"], "days": 1}
    )
    assert made.status_code == 201, made.text
    async with bare(office.app) as machine:
        machine.headers["authorization"] = f"Bearer {made.json()['token']}"
        assert (await machine.get("records/hazard")).json()["total"] == 1
        for method, path, body in (
            ("POST", "records/hazard", {"id": str(uuid4()), "data": {}}),
            ("GET", "tokens", None),
            ("POST", "tokens", {"title": "x", "permissions": ["import:job:create"], "days": 1}),
            ("GET", "records/hazard/export?format=csv", None),
        ):
            answer = await machine.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), path
        switched = await machine.put("session/tenant", json={"tenant": str(office.plant.row.id)})
        assert (switched.status_code, "set-cookie" in switched.headers) == (403, False)
        assert (await client.delete(f"tokens/{made.json()['id']}")).status_code == 200
        office.move(timedelta(seconds=5))
        assert (await machine.get("records/hazard")).status_code == 401


async def test_an_account_of_another_tenant_cannot_switch_here(
    plant: Plant, neighbour: Plant
) -> None:
    async with logged_in(neighbour, "ehs") as client:
        answer = await client.put("session/tenant", json={"tenant": str(plant.row.id)})
        assert (answer.status_code, answer.json()["code"]) == (403, "no_membership")
        assert (await client.get("session")).json()["tenant"]["id"] == str(neighbour.row.id)
