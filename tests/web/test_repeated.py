"""Repeated requests and people who act at once: one effect, and the other is told so."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from tests.records.people import Plant
from tests.web.client import logged_in
from tests.web.office import Json, Office, waiting


async def test_a_repeated_report_answers_the_record_that_exists(office: Office) -> None:
    client = await office.person("worker")
    body = await _body(office)
    first = await client.post("records/hazard", json=body)
    again = await client.post("records/hazard", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"chain": again.json()["chain"]}
    assert (await client.get("records/hazard")).json()["total"] == 1
    events = (await client.get(f"records/hazard/{body['id']}/timeline")).json()["items"]
    assert [e["kind"] for e in events] == ["RecordCreated", "TaskOpened"]


async def test_another_report_under_the_same_id_is_refused(office: Office) -> None:
    client = await office.person("worker")
    body = await _body(office)
    assert (await client.post("records/hazard", json=body)).status_code == 201
    other = body | {"data": body["data"] | {"description": "另一处隐患"}}
    refused = await client.post("records/hazard", json=other)
    assert (refused.status_code, refused.json()["code"]) == (409, "id_already_used")
    assert refused.json()["cure"]
    page = (await client.get(f"records/hazard/{body['id']}")).json()
    assert page["title"] == body["data"]["description"]


async def test_the_id_of_somebody_elses_report_reveals_nothing_of_it(
    office: Office, neighbour: Plant
) -> None:
    body = await _body(office)
    worker = await office.person("worker")
    assert (await worker.post("records/hazard", json=body)).status_code == 201
    # A colleague who may not read it, with other words under the same id.
    other = await office.person("other_leader")
    mine = body | {"data": body["data"] | {"description": "我的"}}
    refused = await other.post("records/hazard", json=mine)
    assert (refused.status_code, refused.json()["code"]) == (409, "id_already_used")
    assert body["data"]["description"] not in refused.text
    # The other tenant has its own ids: the same one is free there.
    async with logged_in(neighbour, "worker", app=office.app) as stranger:
        theirs = {"id": body["id"], "data": {"description": "别家的", "photos": ["0" * 64]}}
        answer = await stranger.post("records/hazard", json=theirs)
        assert answer.status_code == 422
        assert [e["field"] for e in answer.json()["errors"]] == ["photos"]


async def test_the_same_report_twice_at_once_makes_one_record(office: Office) -> None:
    client = await office.person("worker")
    body = await _body(office)
    answers = await asyncio.gather(*(client.post("records/hazard", json=body) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 200, 200, 201]
    assert (await client.get("records/hazard")).json()["total"] == 1


async def test_a_repeated_command_is_done_once(office: Office) -> None:
    record = (await office.report())["id"]
    step = waiting(await office.page("leader", record))
    body = {
        "command_id": str(uuid4()), "version": 2, "outcome": "pass",
        "data": {"review_opinion": "属实"},
    }  # fmt: skip
    leader = await office.person("leader")
    path = f"records/hazard/{record}/tasks/{step['task']}"
    answers = [await leader.post(path, json=body) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert {a.json()["version"] for a in answers} == {4}
    other = await leader.post(path, json=body | {"command_id": str(uuid4())})
    assert (other.status_code, other.json()["code"]) == (409, "task_already_done")
    assert other.json()["current_version"] == 4


async def test_a_repeated_comment_is_said_once(office: Office) -> None:
    record = (await office.report())["id"]
    leader = await office.person("leader")
    body = {"command_id": str(uuid4()), "text": "正在赶往现场"}
    answers = [await leader.post(f"records/hazard/{record}/comments", json=body) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    items = (await leader.get(f"records/hazard/{record}/timeline")).json()["items"]
    assert [i["kind"] for i in items].count("Commented") == 1


async def test_a_command_id_used_again_for_something_else_is_not_swallowed(office: Office) -> None:
    one, two = (await office.report())["id"], (await office.report())["id"]
    leader = await office.person("leader")
    body = {"command_id": str(uuid4()), "text": "正在赶往现场"}
    for record, text in ((one, "正在赶往现场"), (two, "正在赶往现场"), (one, "已到现场")):
        said = await leader.post(f"records/hazard/{record}/comments", json=body | {"text": text})
        assert said.status_code == 200, said.text
    told = {}
    for record in (one, two):
        items = (await leader.get(f"records/hazard/{record}/timeline")).json()["items"]
        told[record] = [i["text"] for i in items if i["kind"] == "Commented"]
    assert told == {one: ["正在赶往现场", "已到现场"], two: ["正在赶往现场"]}


async def test_a_used_id_with_data_of_a_wrong_shape_is_refused_not_failed(office: Office) -> None:
    client = await office.person("worker")
    body = await _body(office)
    assert (await client.post("records/hazard", json=body)).status_code == 201
    for odd in ({"cost": 1.5}, {"x": {"y": [None, True, 1e300]}}, {"n": 10**30}):
        answer = await client.post("records/hazard", json=body | {"data": odd})
        assert (answer.status_code, answer.json()["code"]) == (409, "id_already_used"), odd


async def test_of_two_who_act_at_once_exactly_one_wins(office: Office) -> None:
    for _ in range(3):
        record = (await office.report())["id"]
        office.move(timedelta(minutes=121))
        await office.sweep()
        await office.person("leader")
        await office.person("safety")
        page = await office.page("ehs", record)
        answers = await asyncio.gather(
            office.act_on(page, "leader", "pass", {"review_opinion": "属实"}),
            office.act_on(page, "safety", "void", {"void_reason": "重复上报"}),
        )
        codes = sorted(a.status_code for a in answers)
        assert codes == [200, 409], [a.text for a in answers]
        (lost,) = [a.json() for a in answers if a.status_code == 409]
        (won,) = [a.json() for a in answers if a.status_code == 200]
        assert lost["code"] in ("task_already_done", "record_changed")
        assert lost["current_version"] == won["version"] == page["version"] + 2
        await _whole(office, record, won)


async def test_what_was_seen_too_long_ago_is_refused_with_the_version_of_now(
    office: Office,
) -> None:
    record = (await office.report())["id"]
    leader = await office.person("leader")
    said = {"command_id": str(uuid4()), "text": "补充"}
    assert (await leader.post(f"records/hazard/{record}/comments", json=said)).status_code == 200
    answer = await office.act("leader", record, "pass", {"review_opinion": "属实"}, version=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "record_changed")
    assert answer.json()["current_version"] == 3


async def _whole(office: Office, record: str, won: Json) -> None:
    """The loser has left nothing: one end of the task, and the state that the winner made."""
    page = await office.page("ehs", record)
    assert (page["state"], page["version"]) == (won["state"], won["version"])
    ehs = await office.person("ehs")
    items = (await ehs.get(f"records/hazard/{record}/timeline")).json()["items"]
    assert [i["kind"] for i in items].count("TaskCompleted") == 1
    assert [i["version"] for i in items] == list(range(1, page["version"] + 1))
    open_tasks = [s for s in page["chain"] if s["state"] == "now"]
    assert len(open_tasks) == (1 if page["state"] == "rechecking" else 0)


async def _body(office: Office) -> Json:
    data: Json = {
        "description": f"3号釜密封处渗漏 {uuid4().hex[:8]}",
        "photos": [await office.upload("worker")],
    }
    return {"id": str(uuid4()), "data": data}
