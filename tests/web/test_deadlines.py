"""Limits, reminders and escalation as people meet them over HTTP; the tests move the clock."""

from datetime import timedelta
from uuid import uuid4

import pytest
from httpx import Response

from anshu.flow.commands import Fire
from anshu.records import sweeper
from anshu.records.reactions import REACTIONS
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu_tenants.registry import TenantRow, principal
from tests.records.people import Plant
from tests.web.office import ADVICE, Json, Office, waiting
from tests.web.worker import work_off

MINUTE = timedelta(minutes=1)


async def test_a_silent_team_leader_is_reminded_and_after_two_hours_the_workshop_is_added(
    office: Office,
) -> None:
    record = (await office.report())["id"]
    office.move(89 * MINUTE)
    assert await office.sweep() == 0
    office.move(2 * MINUTE)
    assert await office.sweep() == 1
    assert "reminded" in await office.notices("leader")
    assert "reminded" not in await office.notices("safety")
    assert not (await office.worklist("safety"))["items"]
    office.move(28 * MINUTE)
    assert await office.sweep() == 0
    office.move(2 * MINUTE)
    assert await office.sweep() == 1
    assert await office.sweep() == 0
    step = waiting(await office.page("ehs", record))
    assert step["escalated_at"]
    assert step["overdue"] is True
    assert [a["label"] for a in step["assignees"]] == ["班组长：李班长", "车间安全员：孙安全员"]
    assert [n for n in await office.notices("safety") if n == "escalated"] == ["escalated"]
    assert "escalated" in await office.notices("worker")
    (card,) = (await office.worklist("safety"))["items"]
    assert (card["record"]["id"], card["node"], card["escalated"]) == (record, "team_review", True)


@pytest.mark.parametrize("name", ["leader", "safety"])
async def test_after_the_escalation_both_may_act(office: Office, name: str) -> None:
    record = (await office.report())["id"]
    before = await office.act("safety", record, "pass", {"review_opinion": "属实"})
    assert (before.status_code, before.json()["code"]) == (403, "task_not_yours")
    office.move(121 * MINUTE)
    await office.sweep()
    page = await office.done(name, record, "pass", {"review_opinion": "属实"})
    assert page["state"] == "rechecking"
    (review,) = [step for step in page["chain"] if step["node"] == "team_review"]
    assert review["by"]["id"] == str(office.plant.ids[name])


async def test_who_acts_in_time_leaves_no_deadline_behind(office: Office) -> None:
    record = (await office.report())["id"]
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    await office.done("safety", record, "void", {"void_reason": "重复上报"})
    office.move(timedelta(days=3))
    assert await office.sweep() == 0


async def test_a_reopened_task_has_a_deadline_of_its_own(office: Office) -> None:
    page = await office.report()
    record, first = page["id"], waiting(page)
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    office.move(60 * MINUTE)
    page = await office.done("safety", record, "return", {"return_reason": "照片不清"})
    second = waiting(await office.page("ehs", record))
    assert (second["node"], second["activation"]) == ("team_review", 2)
    assert second["task"] != first["task"]
    assert second["due"] > first["due"]
    # At the first one's limit nothing happens but the second one's reminder is not yet due.
    office.move(65 * MINUTE)
    assert await office.sweep() == 0
    assert "escalated_at" not in waiting(await office.page("ehs", record))
    office.move(60 * MINUTE)
    assert await office.sweep() == 2
    assert waiting(await office.page("ehs", record))["escalated_at"]


async def test_a_comment_or_a_photo_does_not_touch_the_deadline(office: Office) -> None:
    page = await office.report()
    record, due = page["id"], waiting(page)["due"]
    office.move(30 * MINUTE)
    leader = await office.person("leader")
    said = await leader.post(
        f"records/hazard/{record}/comments", json={"command_id": _id(1), "text": "正在赶往现场"}
    )
    assert said.status_code == 200, said.text
    await office.upload("leader")
    step = waiting(await office.page("ehs", record))
    assert (step["due"], step["activation"]) == (due, 1)
    office.move(91 * MINUTE)
    assert await office.sweep() == 2
    assert waiting(await office.page("ehs", record))["escalated_at"]


async def test_the_rectification_is_due_when_the_decision_says(office: Office) -> None:
    page = await office.to_rectification(days=3)
    record, step = page["id"], waiting(page)
    assert step["due"][:19] == page["data"]["deadline"][:19]
    office.move(timedelta(days=3) - 119 * MINUTE)
    assert await office.sweep() == 2
    assert (await office.notices("fixer")).count("reminded") == 2
    office.move(120 * MINUTE)
    assert await office.sweep() == 1
    page = await office.page("ehs", record)
    assert page["overdue"] is True
    assert [a["label"] for a in waiting(page)["assignees"]] == ["郑维修", "安环部经理：周经理"]


async def test_a_failed_reinspection_opens_the_rectification_anew(office: Office) -> None:
    record = (await office.to_reinspection())["id"]
    page = await office.done("safety", record, "fail", {"return_reason": "仍有滴漏"})
    assert page["state"] == "rectifying"
    step = waiting(page)
    assert (step["node"], step["activation"]) == ("rectification", 2)
    assert (await office.worklist("fixer"))["items"][0]["record"]["id"] == record
    await office.done("fixer", record, "submit", await office.rectification(record))
    assert (await office.close(record))["state"] == "closed"


async def test_the_way_back_and_the_way_out(office: Office) -> None:
    record = (await office.to_decision())["id"]
    page = await office.done("ehs", record, "return", {"return_reason": "建议不具体"})
    assert (page["state"], waiting(page)["activation"]) == ("rechecking", 2)
    await office.done("safety", record, "pass", ADVICE)
    page = await office.done("ehs", record, "void", {"void_reason": "不构成隐患"})
    assert (page["state"], page["actions"]) == ("voided", [])
    assert "closed" in await office.notices("worker")
    again = await _late(office, record, page)
    assert (again.status_code, again.json()["code"]) == (409, "task_already_done")


async def _late(office: Office, record: str, page: Json) -> Response:
    done = [step for step in page["chain"] if step["node"] == "ehs_decision"][-1]
    client = await office.person("ehs")
    body = {
        "command_id": _id(2), "version": page["version"], "outcome": "void",
        "data": {"void_reason": "再来一次"},
    }  # fmt: skip
    return await client.post(f"records/hazard/{record}/tasks/{done['task']}", json=body)


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


async def test_a_task_whose_role_nobody_holds_is_escalated_at_once(office: Office) -> None:
    plant = office.plant
    # The safety officer of the whole workshop reports without an area: no team leader there.
    client = await office.person("safety")
    photo = await office.upload("safety")
    body = {"id": str(uuid4()), "data": {"photos": [photo], "description": "车间通道照明损坏"}}
    made = await client.post("records/hazard", json=body)
    assert made.status_code == 201, made.text
    before = made.json()["chain"][1]["assignees"]
    assert [a["label"] for a in before] == ["班组长（暂无人员）"]
    await work_off(plant, REACTIONS)
    page = (await client.get(f"records/hazard/{body['id']}")).json()
    now = page["chain"][1]
    assert "escalated_at" in now
    assert any("孙安全员" in a["label"] for a in now["assignees"])
    assert page["actions"], "the safety officer may act at once"


async def test_a_notice_of_a_task_goes_when_the_task_is_done(office: Office) -> None:
    record = (await office.report())["id"]
    await work_off(office.plant, REACTIONS)
    assert "opened" in await office.notices("leader")
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    assert "opened" not in await office.notices("leader")
    await work_off(office.plant, REACTIONS)
    assert "opened" in await office.notices("safety")


async def test_a_tenant_with_many_deadlines_keeps_no_other_waiting(
    office: Office, neighbour: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plants = (office.plant, neighbour)
    async with Office(neighbour) as next_door:
        for _ in range(2):
            await office.report()
        await next_door.report()
    office.move(timedelta(hours=3))
    order: list[str] = []
    fire = sweeper._fire

    async def noted(services: Services, tenant: Tenant, command: Fire) -> bool:
        order.append(tenant.schema)
        return await fire(services, tenant, command)

    async def both(*_: object) -> list[TenantRow]:
        return [plant.row for plant in plants]

    monkeypatch.setattr(sweeper, "BATCH", 1)
    monkeypatch.setattr(sweeper, "_fire", noted)
    monkeypatch.setattr(sweeper, "list_all", both)
    fired = await sweeper.sweep(office.plant.services)
    mine, theirs = (principal(plant.row).schema for plant in plants)
    assert fired == len(order) == 6
    assert order[:4] == [mine, theirs, mine, theirs]
