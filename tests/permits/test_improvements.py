"""What people at the front asked for is claimed by two, done with evidence, verified by another."""

from uuid import uuid4

from httpx import Response

from tests.permits.life import Site
from tests.web.office import Json, waiting


async def act(site: Site, record: str, name: str, outcome: str, data: Json) -> Response:
    """Ends the open task, or signs one's seat of it."""
    client = await site.person(name)
    seen = (await client.get(f"records/improvement/{record}")).json()
    body: Json = {
        "command_id": str(uuid4()), "version": seen["version"], "outcome": outcome, "data": data,
    }  # fmt: skip
    task = waiting(seen)["task"]
    return await client.post(f"records/improvement/{record}/tasks/{task}", json=body)


async def state_after(answer: Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()["state"])


async def test_an_improvement_is_claimed_by_it_and_ehs_and_verified_by_who_asked(
    site: Site,
) -> None:
    data = {
        "title": "弱网时照片传得慢", "source": "remark",
        "raiser": str(site.plant.ids["welder"]),
    }  # fmt: skip
    client = await site.person("welder")
    answer = await client.post("records/improvement", json={"id": str(uuid4()), "data": data})
    assert answer.status_code == 201, answer.text
    record = answer.json()["id"]
    assert await state_after(await act(site, record, "admin", "claim", {})) == "raised"
    assert await state_after(await act(site, record, "ehs", "claim", {})) == "claimed"
    bare = await act(site, record, "admin", "done", {"result": "先压缩再上传"})
    assert (bare.status_code, bare.json()["errors"][0]["field"]) == (422, "evidence")
    done = {"result": "先压缩再上传", "evidence": [await site.upload("admin")]}
    assert await state_after(await act(site, record, "admin", "done", done)) == "verifying"
    assert (await act(site, record, "unit", "verify", {})).status_code == 403
    assert await state_after(await act(site, record, "welder", "verify", {})) == "done"
    board = (await (await site.person("ehs")).get("boards/improvement_board")).json()
    counted = {f["indicator"]: f["n"] for one in board["widgets"] for f in one["figures"]}
    assert counted["improvement_raised"] == counted["improvement_done"] == 1
    assert counted["improvement_open"] == 0
