"""Approval habits over HTTP on the shipped flow: each with who may, who is refused, who sees."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from httpx import Response

from tests.web.client import by_token
from tests.web.office import ADVICE, Office, waiting

Json = dict[str, Any]


async def send(office: Office, who: str, path: str, **body: object) -> Response:
    client = await office.person(who)
    return await client.post(path, json={"command_id": str(uuid4()), **body})


async def habit(office: Office, who: str, page: Json, name: str, **body: object) -> Response:
    """An action on the record's open task as this person."""
    task = waiting(await office.page("ehs", page["id"]))["task"]
    path = f"records/hazard/{page['id']}/tasks/{task}/{name}"
    return await send(office, who, path, **{"reason": "出差", **body})


def codes(answer: Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json().get("code", ""))


async def offered(office: Office, who: str, page: Json) -> list[str]:
    return [h["key"] for h in (await office.page(who, page["id"]))["habits"]]


async def test_a_task_is_passed_on_to_a_colleague_who_then_does_it(office: Office) -> None:
    page = await office.report()
    other = str(office.plant.ids["other_leader"])
    done = await habit(office, "leader", page, "assignee", person=other)
    assert done.status_code == 200, done.text
    step = waiting(await office.page("ehs", page["id"]))
    assert [a["label"] for a in step["assignees"]] == ["赵班长"]
    assert step["seats"][0]["why"] == "李班长 转交：出差"
    assert codes(await office.act("leader", page["id"], "pass", {"review_opinion": "属实"})) == (
        403, "task_not_yours",
    )  # fmt: skip
    assert "assigned" in await office.notices("other_leader")
    cards = (await office.worklist("other_leader"))["items"]
    assert [card["record"]["number"] for card in cards] == [page["number"]]
    assert cards[0]["why"] == "李班长 转交给你：出差"
    after = await office.done("other_leader", page["id"], "pass", {"review_opinion": "属实"})
    assert after["state"] == "rechecking"
    # Whoever did it may read the record ever after.
    assert (await office.page("other_leader", page["id"]))["number"] == page["number"]


async def test_a_task_goes_only_to_somebody_entitled_and_says_who_is_not(office: Office) -> None:
    page = await office.report()
    refused = await habit(
        office, "leader", page, "assignee", person=str(office.plant.ids["worker"])
    )
    assert codes(refused) == (409, "receiver_not_entitled")
    assert "王工" in refused.json()["title"]
    worker = await habit(office, "worker", page, "assignee", person=str(office.plant.ids["safety"]))
    assert codes(worker) == (403, "task_not_yours")
    reasonless = await habit(
        office, "leader", page, "assignee", person=str(office.plant.ids["safety"]), reason=" "
    )
    assert (reasonless.status_code, reasonless.json()["errors"][0]["field"]) == (422, "reason")
    task = waiting(await office.page("ehs", page["id"]))["task"]
    client = await office.person("leader")
    path = f"records/hazard/{page['id']}/tasks/{task}/candidates"
    listed = (await client.get(path)).json()["items"]
    assert {one["name"] for one in listed} == {
        "赵班长", "孙安全员", "周经理", "吴厂长",
    }  # fmt: skip
    found = (await client.get(path, params={"q": "赵"})).json()["items"]
    assert [(one["name"], one["posts"], one["org"]) for one in found] == [
        ("赵班长", ["班组长"], "乙班")
    ]


async def test_a_task_is_not_passed_on_to_oneself(office: Office) -> None:
    page = await office.report()
    refused = await habit(
        office, "leader", page, "assignee", person=str(office.plant.ids["leader"])
    )
    assert codes(refused) == (409, "passed_on_to_oneself")
    assert "李班长" in refused.json()["title"]


async def test_the_seat_of_a_colleague_is_not_ones_own_to_pass_on(office: Office) -> None:
    page = await office.to_rectification()
    ehs, boss = (str(office.plant.ids[who]) for who in ("ehs", "boss"))
    added = await habit(office, "fixer", page, "signers", person=ehs, place="beside")
    assert added.status_code == 200, added.text
    theirs = await habit(office, "fixer", page, "assignee", person=boss, seat=2)
    assert codes(theirs) == (403, "task_not_yours")
    seats = waiting(await office.page("ehs", page["id"]))["seats"]
    assert seats[1]["names"] == ["周经理"]
    own = await habit(office, "fixer", page, "assignee", person=boss, seat=1)
    assert own.status_code == 200, own.text


async def test_a_token_for_reading_takes_nothing_back(office: Office) -> None:
    page = await office.report("ehs")
    client = await office.person("ehs")
    asked = {"title": "看板", "permissions": ["hazard:record:read"], "days": 30}
    made = await client.post("tokens", json=asked)
    assert made.status_code == 201, made.text
    path = f"records/hazard/{page['id']}/withdrawal"
    async with by_token(office.app, made.json()["token"]) as machine:
        body = {"command_id": str(uuid4()), "reason": "误报"}
        assert codes(await machine.post(path, json=body)) == (403, "not_allowed")
    taken = await send(office, "ehs", path, reason="误报")
    assert taken.status_code == 200, taken.text


async def test_who_takes_a_rectification_becomes_the_responsible_person(office: Office) -> None:
    page = await office.to_rectification()
    worker = str(office.plant.ids["worker"])
    done = await habit(office, "ehs", page, "assignee", person=worker)
    assert done.status_code == 200, done.text
    assert done.json()["owner"]["name"] == "王工"
    data = await office.rectification(page["id"], by="worker")
    assert (await office.done("worker", page["id"], "submit", data))["state"] == "reinspecting"
    assert (await office.close(page["id"]))["state"] == "closed"


async def test_an_added_signer_must_agree_before_the_record_goes_on(office: Office) -> None:
    page = await office.report()
    safety = str(office.plant.ids["safety"])
    added = await habit(office, "leader", page, "signers", person=safety, place="beside")
    assert added.status_code == 200, added.text
    step = waiting(added.json())
    assert (step["signed"], step["needed"]) == (0, 2)
    first = await office.done("leader", page["id"], "pass", {"review_opinion": "属实"})
    assert first["state"] == "reviewing"
    card = (await office.worklist("safety"))["items"][0]
    assert (card["added"], card["why"], card["signed"], card["needed"]) == (
        True, "请你加签", 1, 2,
    )  # fmt: skip
    action = (await office.page("safety", page["id"]))["actions"][0]
    assert action["signs_only"] and action["outcomes"][0]["form"] == ""
    after = await office.act("safety", page["id"], "pass", {}, opinion="同意，已看现场")
    assert after.status_code == 200, after.text
    assert after.json()["state"] == "rechecking"
    assert after.json()["data"]["review_opinion"] == "属实"
    seats = after.json()["chain"][1]["seats"]
    assert [(s["by"]["name"], s["state"], s.get("opinion", "")) for s in seats] == [
        ("李班长", "signed", ""), ("孙安全员", "signed", "同意，已看现场"),
    ]  # fmt: skip


async def test_who_signs_first_is_kept_by_the_turns(office: Office) -> None:
    page = await office.report()
    safety = str(office.plant.ids["safety"])
    await habit(office, "leader", page, "signers", person=safety, place="before")
    early = await office.act("leader", page["id"], "pass", {"review_opinion": "属实"})
    assert codes(early) == (403, "task_not_yours")
    assert (await office.act("safety", page["id"], "pass", {})).status_code == 200
    assert "turn" in await office.notices("leader")
    after = await office.done("leader", page["id"], "pass", {"review_opinion": "属实"})
    assert after["state"] == "rechecking"


async def test_one_objection_ends_the_task_and_makes_the_other_signature_void(
    office: Office,
) -> None:
    page = await office.report()
    safety = str(office.plant.ids["safety"])
    await habit(office, "leader", page, "signers", person=safety, place="after")
    await office.done("leader", page["id"], "pass", {"review_opinion": "属实"})
    after = await office.done("safety", page["id"], "void", {"void_reason": "阀门本来就是常开位"})
    assert after["state"] == "voided"
    assert "review_opinion" not in after["data"]
    assert [seat["state"] for seat in after["chain"][1]["seats"]] == ["void", "signed"]


async def test_a_copy_opens_the_record_until_it_is_taken_back_and_lets_nobody_act(
    office: Office,
) -> None:
    page = await office.report()
    other = str(office.plant.ids["other_leader"])
    client = await office.person("other_leader")
    path = f"records/hazard/{page['id']}"
    assert (await client.get(path)).status_code == 404
    sent = await send(office, "leader", f"{path}/copies", people=[other], reason="请知悉")
    assert sent.status_code == 200, sent.text
    seen = (await client.get(path)).json()
    assert (seen["actions"], seen["copies"][0]["reason"]) == ([], "请知悉")
    listed = await client.get("records/hazard", params={"mine": "copied"})
    assert [row["id"] for row in listed.json()["items"]] == [page["id"]]
    assert "copied" in await office.notices("other_leader")
    assert codes(await office.act("other_leader", page["id"], "pass", {})) == (
        403, "task_not_yours",
    )  # fmt: skip
    worker = await send(office, "worker", f"{path}/copies/{other}/revoke")
    assert codes(worker) == (403, "not_allowed")
    assert (await send(office, "leader", f"{path}/copies/{other}/revoke")).status_code == 200
    assert (await client.get(path)).status_code == 404
    admin = await send(office, "leader", f"{path}/copies", people=[str(office.plant.ids["admin"])])
    assert codes(admin) == (409, "receiver_not_entitled")


async def test_the_sender_takes_back_what_nobody_has_opened(office: Office) -> None:
    page = await office.report()
    await office.done("leader", page["id"], "pass", {"review_opinion": "属实"})
    path = f"records/hazard/{page['id']}"
    assert "withdraw" in await offered(office, "leader", page)
    assert "withdraw" not in await offered(office, "safety", page)
    back = await send(office, "leader", f"{path}/withdrawal", reason="写错了")
    assert back.status_code == 200, back.text
    assert (back.json()["state"], back.json()["data"].get("review_opinion")) == ("reviewing", None)
    states = [(step["node"], step["state"]) for step in back.json()["chain"][1:4]]
    assert states == [
        ("team_review", "done"),
        ("workshop_recheck", "skipped"),
        ("team_review", "now"),
    ]
    assert (await office.worklist("safety"))["items"] == []
    again = await office.done("leader", page["id"], "pass", {"review_opinion": "核实，属实"})
    task = waiting(again)["task"]
    assert (await send(office, "safety", f"{path}/tasks/{task}/seen")).status_code == 200
    late = await send(office, "leader", f"{path}/withdrawal", reason="又写错了")
    assert codes(late) == (409, "already_taken_up")
    step = waiting(await office.page("leader", page["id"]))
    assert [one["name"] for one in step["seen"]] == ["孙安全员"]
    other = await send(office, "safety", f"{path}/withdrawal", reason="不是我的")
    assert codes(other) == (409, "nothing_to_withdraw")


async def test_a_report_is_withdrawn_by_its_reporter_until_somebody_acts(office: Office) -> None:
    page = await office.report()
    path = f"records/hazard/{page['id']}/withdrawal"
    assert codes(await send(office, "leader", path, reason="不是我的"))[0] == 409
    done = await send(office, "worker", path, reason="重复上报")
    assert (done.status_code, done.json()["state_label"]) == (200, "已撤回")
    assert (await office.worklist("leader"))["items"] == []
    second = await office.report()
    await office.done("leader", second["id"], "pass", {"review_opinion": "属实"})
    late = await send(office, "worker", f"records/hazard/{second['id']}/withdrawal", reason="晚了")
    assert late.status_code == 409


async def test_a_task_is_urged_once_in_half_an_hour(office: Office) -> None:
    page = await office.report()
    assert "urge" in await offered(office, "worker", page)
    assert (await habit(office, "worker", page, "urge")).status_code == 200
    soon = await habit(office, "worker", page, "urge")
    assert codes(soon) == (409, "urged_recently")
    assert "30" in soon.json()["title"]
    assert "urged" in await office.notices("leader")
    office.move(timedelta(minutes=31))
    assert (await habit(office, "worker", page, "urge")).status_code == 200


async def test_a_return_may_go_to_an_earlier_step_that_the_definition_names(
    office: Office,
) -> None:
    page = await office.to_decision()
    action = (await office.page("ehs", page["id"]))["actions"][0]
    choice = next(o for o in action["outcomes"] if o["key"] == "return")
    assert [one["node"] for one in choice["targets"]] == ["workshop_recheck", "team_review"]
    reason = {"return_reason": "请班组补充渗漏点的照片"}
    wrong = await office.act("ehs", page["id"], "return", reason, to="rectification")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "to")
    back = await office.act("ehs", page["id"], "return", reason, to="team_review")
    assert (back.status_code, back.json()["state"]) == (200, "reviewing")


async def test_a_delegate_acts_in_the_principals_name_and_both_are_kept(office: Office) -> None:
    given = await delegation(office, "safety", "ehs")
    assert given.status_code == 201, given.text
    page = await office.report()
    await office.done("leader", page["id"], "pass", {"review_opinion": "属实"})
    card = (await office.worklist("ehs"))["items"][0]
    assert (card["on_behalf"]["name"], card["why"]) == ("孙安全员", "你代 孙安全员 办理")
    after = await office.done("ehs", page["id"], "pass", ADVICE)
    step = after["chain"][2]
    assert (step["by"]["name"], step["on_behalf"]["name"]) == ("周经理", "孙安全员")
    client = await office.person("ehs")
    items = (await client.get(f"records/hazard/{page['id']}/timeline")).json()["items"]
    assert any("代 孙安全员 办理" in item["text"] for item in items)
    # The record waits for EHS itself now: in the person's own name again.
    assert "on_behalf" not in (await office.worklist("ehs"))["items"][0]


async def test_a_delegation_needs_the_right_and_ends(office: Office) -> None:
    assert codes(await delegation(office, "safety", "worker")) == (409, "receiver_not_entitled")
    assert (await delegation(office, "safety", "safety")).status_code == 422
    given = (await delegation(office, "leader", "other_leader")).json()["items"][0]
    page = await office.report()
    assert len((await office.worklist("other_leader"))["items"]) == 1
    ended = await send(office, "other_leader", f"delegations/{given['id']}/end", reason="我也出差")
    assert ended.json()["items"][0]["state"] == "ended"
    assert (await office.worklist("other_leader"))["items"] == []
    assert codes(await send(office, "leader", f"delegations/{given['id']}/end")) == (
        409, "delegation_ended",
    )  # fmt: skip
    assert (await office.person("other_leader")) is not None
    assert (await office.act("other_leader", page["id"], "pass", {})).status_code in (403, 404)


async def test_a_delegation_is_over_when_its_time_is(office: Office) -> None:
    await delegation(office, "leader", "other_leader", days=2)
    await office.report()
    assert len((await office.worklist("other_leader"))["items"]) == 1
    office.move(timedelta(days=2, minutes=1))
    assert (await office.worklist("other_leader"))["items"] == []


async def test_no_delegation_leads_around_the_separation_of_duties(office: Office) -> None:
    """Who rectified may not re-inspect, for nobody else either."""
    page = await office.to_rectification(responsible="ehs")
    data = await office.rectification(page["id"], by="ehs")
    await office.done("ehs", page["id"], "submit", data)
    await delegation(office, "safety", "ehs")
    barred = await office.act("ehs", page["id"], "pass", await office.reinspection())
    assert codes(barred) == (403, "same_person")
    passed = await habit(office, "safety", page, "assignee", person=str(office.plant.ids["ehs"]))
    assert codes(passed) == (409, "receiver_barred")


async def test_the_responsible_person_signs_in_person(office: Office) -> None:
    """A delegate cannot give the signature that only the responsible person can give."""
    page = await office.to_rectification()
    await delegation(office, "fixer", "worker")
    data = await office.rectification(page["id"], by="worker")
    assert codes(await office.act("worker", page["id"], "submit", data)) == (403, "owner_must_act")
    taken = await habit(office, "worker", page, "assignee", person=str(office.plant.ids["worker"]))
    assert taken.status_code == 200, taken.text
    data = await office.rectification(page["id"], by="worker")
    assert (await office.done("worker", page["id"], "submit", data))["state"] == "reinspecting"


async def test_many_tasks_end_alike_and_each_answers_for_itself(office: Office) -> None:
    pages = [await office.report() for _ in range(3)]
    await office.done("leader", pages[0]["id"], "pass", {"review_opinion": "属实"})
    client = await office.person("leader")
    items = [{"command_id": str(uuid4()), "record": page["id"]} for page in pages]
    body = {
        "node": "team_review", "outcome": "pass", "items": items,
        "data": {"review_opinion": "现场已核实，属实"},
    }  # fmt: skip
    made = (await client.post("records/hazard/completions", json=body)).json()
    assert (made["done"], made["refused"]) == (2, 1)
    assert [(one["done"], one["state"]) for one in made["items"]] == [
        (False, ""), (True, "rechecking"), (True, "rechecking"),
    ]  # fmt: skip
    again = (await client.post("records/hazard/completions", json=body)).json()
    assert (again["done"], again["refused"]) == (0, 3)
    hard = await client.post(
        "records/hazard/completions",
        json={"node": "workshop_recheck", "outcome": "pass", "items": items},
    )
    assert codes(hard) == (409, "bulk_not_possible")


async def delegation(office: Office, who: str, to: str, *, days: int = 7) -> Response:
    client = await office.person(who)
    return await client.post(
        "delegations",
        json={
            "id": str(uuid4()), "to": str(office.plant.ids[to]), "reason": "出差一周",
            "starts": office.now.isoformat(),
            "ends": (office.now + timedelta(days=days)).isoformat(),
        },
    )  # fmt: skip
