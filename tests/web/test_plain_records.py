"""Plain records over HTTP: changed, cleared, labelled, with a history; older versions refused."""

from uuid import uuid4

from httpx import AsyncClient, Response

from tests.records.people import PLACE, Plant
from tests.web.client import logged_in


async def changed(
    client: AsyncClient, path: str, data: dict[str, object], *, version: int
) -> Response:
    body = {"command_id": str(uuid4()), "version": version, "data": data}
    return await client.put(path, json=body)


async def test_an_optional_field_is_cleared_and_the_history_says_so(plant: Plant) -> None:
    person = uuid4()
    await plant.add("person", person, {"name": "新人", "org": "/w1/t1/", "post": "焊工"})
    path = f"records/person/{person}"
    async with logged_in(plant, "admin") as client:
        cleared = await changed(client, path, {"post": None, "mobile": "139"}, version=1)
        assert cleared.status_code == 200, cleared.text
        assert cleared.json()["data"] == {"name": "新人", "org": "/w1/t1/", "mobile": "139"}
        last = (await client.get(f"{path}/timeline")).json()["items"][-1]
        assert (last["kind"], last["data"]) == ("RecordUpdated", {"post": None, "mobile": "139"})
        assert last["by"] == {"id": str(plant.ids["admin"]), "name": "冯管理"}
        (row,) = (await client.get("records/person", params={"q": "新人"})).json()["items"]
        assert "post" not in row["data"]
        refused = await changed(client, path, {"name": ""}, version=2)
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == ["name"]


async def test_a_change_of_an_older_version_is_refused_with_the_current_one(plant: Plant) -> None:
    path = f"records/equipment/{plant.equipment}"
    async with logged_in(plant, "admin") as client:
        now = (await client.get(path)).json()["version"]
        assert (await changed(client, path, {"location": "二层"}, version=now)).status_code == 200
        late = await changed(client, path, {"location": "三层"}, version=now)
    assert (late.status_code, late.json()["code"]) == (409, "record_changed")
    assert late.json()["current_version"] == now + 1


async def test_a_role_that_is_taken_away_no_longer_opens_anything(plant: Plant) -> None:
    leader = f"records/person/{plant.ids['leader']}"
    async with logged_in(plant, "admin") as admin, logged_in(plant, "leader") as client:
        assert (await client.get("records/hazard")).status_code == 200
        assert (await changed(admin, leader, {"assignments": []}, version=1)).status_code == 200
        plant.services.access.forget(plant.row.schema)
    async with logged_in(plant, "leader") as client:
        assert (await client.get("records/hazard")).status_code == 403


async def test_an_areas_risk_is_said_in_words(plant: Plant) -> None:
    area = uuid4()
    data: dict[str, object] = {
        "name": "罐区", "org": "/w1/", "risk": "red", "position": PLACE, "radius_m": "80",
    }  # fmt: skip
    await plant.add("area", area, data)
    async with logged_in(plant, "admin") as client:
        page = (await client.get(f"records/area/{area}")).json()
        assert (page["level"], page["level_label"]) == ("red", "红（重大风险）")
        cleared = await changed(client, f"records/area/{area}", {"risk": None}, version=1)
        assert "level" not in cleared.json()
        (row,) = (await client.get("records/area", params={"q": "罐区"})).json()["items"]
        assert "level" not in row
