"""Administration over HTTP: unique paths, units that exist, own attachments, advice, set-up."""

import asyncio
from uuid import uuid4

from tests.records.people import Plant
from tests.web.client import logged_in
from tests.web.office import ADVICE, Office, photo, sha256
from tests.web.test_plain_records import changed


def unit(path: str, name: str = "三车间") -> dict[str, object]:
    data = {"name": name, "path": path, "unit_level": "workshop"}
    return {"id": str(uuid4()), "data": data}


async def test_two_units_at_the_same_time_do_not_get_the_same_path(office: Office) -> None:
    admin = await office.person("admin")
    answers = await asyncio.gather(
        *(admin.post("records/org_unit", json=unit("/w3/")) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [
        ("path", "already_taken")
    ]


async def test_a_path_that_was_given_up_is_free_again(office: Office) -> None:
    admin = await office.person("admin")
    first = unit("/w3/")
    assert (await admin.post("records/org_unit", json=first)).status_code == 201
    path = f"records/org_unit/{first['id']}"
    assert (await changed(admin, path, {"path": "/w4/"}, version=1)).status_code == 200
    assert (await admin.post("records/org_unit", json=unit("/w3/"))).status_code == 201
    assert (await admin.post("records/org_unit", json=unit("/w4/"))).status_code == 422


async def test_nothing_moves_to_a_unit_that_does_not_exist(plant: Plant, neighbour: Plant) -> None:
    await neighbour.add(
        "org_unit", uuid4(), {"name": "三", "path": "/w3/", "unit_level": "workshop"}
    )
    async with logged_in(plant, "admin") as admin:
        path = f"records/person/{plant.ids['fixer']}"
        refused = await changed(admin, path, {"org": "/w3/"}, version=1)
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert (error["field"], error["code"], error["value"]) == ("org", "unit_unknown", "/w3/")
        assert (await changed(admin, path, {"org": "/w2/"}, version=1)).status_code == 200
        orphan = await admin.post("records/org_unit", json=unit("/w9/t1/"))
        assert [e["code"] for e in orphan.json()["errors"]] == ["parent_unknown"]


async def test_a_photo_of_others_is_attached_only_by_who_may_see_it(office: Office) -> None:
    hidden = await office.upload("other_leader")
    refused = await office.send_report("worker", photos=[hidden])
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("photos", "file_unknown")
    assert (await office.send_report("other_leader", photos=[hidden])).status_code == 201
    still = await office.send_report("worker", photos=[hidden])
    assert still.status_code == 422
    # Who may see the other unit's report may attach its photo to a report of his own.
    assert (await office.send_report("ehs", photos=[hidden])).status_code == 201


async def test_the_same_bytes_sent_by_two_people_belong_to_both(office: Office) -> None:
    content = photo()
    for name in ("other_leader", "worker"):
        client = await office.person(name)
        query = {"sha256": sha256(content), "purpose": "photo"}
        assert (await client.post("media", params=query, content=content)).status_code == 201
    assert (await office.send_report("worker", photos=[sha256(content)])).status_code == 201


async def test_a_record_keeps_photos_that_others_attached(office: Office) -> None:
    record = (await office.report())["id"]
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    await office.done("safety", record, "pass", ADVICE)


async def test_the_plants_own_advice_is_added_changed_and_retired(
    plant: Plant, neighbour: Plant
) -> None:
    text = {"category": "equipment", "title": "泵类渗漏", "text": "停泵隔离后更换机械密封"}
    identity = uuid4()
    async with logged_in(plant, "admin") as admin, logged_in(plant, "safety") as safety:
        for _ in range(2):
            kept = await admin.put(f"advice/{identity}", json=text)
            assert kept.status_code == 200, kept.text
        (seen,) = (await safety.get("advice")).json()["items"]
        assert (seen["title"], seen["category"]) == ("泵类渗漏", "equipment")
        assert (await safety.put(f"advice/{identity}", json=text)).status_code == 403
        empty = await admin.put(f"advice/{uuid4()}", json={**text, "title": " "})
        assert [e["field"] for e in empty.json()["errors"]] == ["title"]
        async with logged_in(neighbour, "safety") as other:
            assert (await other.get("advice")).json()["items"] == []
        gone = await admin.delete(f"advice/{identity}")
        assert (gone.status_code, gone.json()["items"]) == (200, [])


async def test_the_set_up_says_what_is_missing(plant: Plant) -> None:
    async with logged_in(plant, "admin") as admin, logged_in(plant, "worker") as worker:
        answer = (await admin.get("setup")).json()
        assert (await worker.get("setup")).status_code == 403
    steps = {step["key"]: (step["found"], step["unfinished"]) for step in answer["items"]}
    assert steps["org_unit"] == (5, 0)
    assert steps["area"] == (1, 0)
    assert steps["equipment"] == (1, 1)
    assert steps["plan"] == (0, 0)
    assert steps["calendar"] == (0, 0)
    assert (answer["vacant"], answer["crowded"]) == ([], [])
