"""Ways round the gates that look harmless: taking back, rejecting, waiting, writing otherwise."""

from datetime import timedelta
from uuid import uuid4

import pytest
from httpx import Response

from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.records.people import PLACE
from tests.web.office import Json, waiting

ON_SITE: Json = {"sign_position": PLACE}
RAIN: Json = {"pause_reason": "阵雨，停止作业"}


async def take_back(site: Site, record: str, name: str) -> Response:
    client = await site.person(name)
    body = {"command_id": str(uuid4()), "reason": "点错了"}
    return await client.post(f"records/permit/{record}/withdrawal", json=body)


@pytest.mark.parametrize("ended", ["pause", "finish"])
async def test_work_is_not_begun_again_by_taking_its_end_back(site: Site, ended: str) -> None:
    record = (await site.start("hot_2"))["id"]
    if ended == "pause":
        page = await site.must(record, "foreman", "pause", RAIN)
    else:
        page = await site.finish(record)
    site.move(timedelta(hours=2))
    refused = await take_back(site, record, "foreman")
    assert (refused.status_code, refused.json()["code"]) == (409, "begins_by_its_gates")
    assert (await site.permit(record))["state"] == page["state"] != "working"


async def test_who_fails_acceptance_tidies_up_and_does_not_work_again(site: Site) -> None:
    record = (await site.start("hot_2"))["id"]
    await site.finish(record)
    page = await site.must(record, "shift", "reject", {"return_reason": "焊渣没有清理"})
    assert (page["state"], waiting(page)["node"]) == ("accepting", "tidying")
    assert (await site.finish(record))["state"] == "accepting"
    assert (await site.accept(record))["state"] == "accepted"


async def test_a_refused_cancellation_begins_no_new_break(site: Site) -> None:
    record = (await site.start("hot_2"))["id"]
    await site.must(record, "foreman", "pause", RAIN)
    site.move(timedelta(minutes=70))
    await site.must(record, "foreman", "cancel", {"cancel_reason": "可能不做了"})
    await site.must(record, "unit", "refuse", {"return_reason": "今天必须完成"})
    await site.check_in(record)
    refused = await site.complete(record, "foreman", "resume", ON_SITE)
    assert (refused.status_code, refused.json()["alarms"]) == (409, ["03"]), refused.text


async def test_a_pipe_is_the_same_pipe_however_it_is_written(site: Site) -> None:
    held = await site.issue("blind_plate")
    job = JOBS["blind_plate"]
    record = str((await site.prepare(job, position=PLACE))["id"])
    await site.submit(record, job, plate_no="MB-018", pipe="ｐ－2103 ")
    refused = await site.sign(record, "foreman")
    assert refused.status_code == 409, refused.text
    assert held["number"] in refused.text


async def test_an_approval_is_neither_passed_nor_lent_to_who_lacks_its_right(site: Site) -> None:
    """AQ 3064.2 5.5.3; the EHS manager reaches everywhere and still cannot fill another's seat."""
    job = JOBS["hot_1"]
    record = str((await site.prepare(job))["id"])
    await site.submit(record, job)
    for name in ("foreman", "unit"):
        assert (await site.sign(record, name)).status_code == 200
    task = waiting(await site.permit(record))["task"]
    ids = site.plant.ids
    for holder, to in (("ehs", "shift"), ("ehs", "safety"), ("director", "boss")):
        body = {"command_id": str(uuid4()), "reason": "出差三天", "person": str(ids[to])}
        client = await site.person(holder)
        refused = await client.post(f"records/permit/{record}/tasks/{task}/assignee", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "receiver_not_entitled")
    lent = {
        "id": str(uuid4()), "to": str(ids["helper"]), "starts": site.now.isoformat(),
        "ends": (site.now + timedelta(days=2)).isoformat(), "reason": "出差三天",
    }  # fmt: skip
    given = await (await site.person("director")).post("delegations", json=lent)
    assert given.status_code == 201, given.text
    assert (await site.permit(record, "helper"))["actions"] == []
    refused = await site.sign(record, "helper")
    assert (refused.status_code, refused.json()["code"]) == (403, "stand_in_not_entitled")


async def test_the_last_guardian_in_place_does_not_leave_while_work_goes_on(site: Site) -> None:
    record = (await site.start("height_1"))["id"]
    left = {"person": str(site.plant.ids["guardian"]), "note": "下班，还没人接替"}
    successor = {"person": str(site.plant.ids["guardian2"])}
    await site.entered(record, "guardian", "add_guardian", successor)
    refused = await site.enter(record, "guardian", "hand_over", left)
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
    assert "接替" in refused.text
    await site.must(record, "guardian", "pause", RAIN)
    page = await site.entered(record, "guardian", "hand_over", left)
    assert [bool(row.get("@ended")) for row in page["data"]["guardians"]] == [True, False]


async def test_a_permit_is_not_recovered_while_somebody_is_inside(site: Site) -> None:
    record = (await site.start("confined"))["id"]
    helper = str(site.plant.ids["helper"])
    await site.entered(record, "guardian", "passage_in", {"person": helper, "tool_count": "0"})
    stop: Json = {"void_reason": "邻近装置报警，停止作业", "people_out": False}
    steps: list[tuple[str, Json]] = [("stop", stop), ("stop", stop | {"people_out": True})]
    for outcome, data in steps:
        refused = await site.complete(record, "guardian", outcome, data)
        assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
    await site.must(record, "guardian", "pause", RAIN)
    for outcome, reason in (("change", "change_reason"), ("cancel", "cancel_reason")):
        refused = await site.complete(record, "foreman", outcome, {reason: "换到另一台釜"})
        assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
    out = {"person": helper, "tool_count_out": "0"}
    await site.entered(record, "guardian", "passage_out", out)
    page = await site.must(record, "foreman", "change", {"change_reason": "换到另一台釜"})
    assert page["state"] == "voided"


async def test_a_bad_gas_value_is_put_right_by_measuring_the_same_gas(site: Site) -> None:
    record = str((await site.booked(JOBS["confined"]))["id"])
    for wrong, field in (
        ({"toxic_unit": None}, "toxic_unit"),
        ({"sampled_at": None}, "sampled_at"),
    ):
        answer = await site.enter(record, "gas", "gas_test", site.gas(**wrong))
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    nothing = dict.fromkeys(("oxygen", "flammable", "flammable_unit", "flammable_gas", "h2s", "co"))
    refused = await site.enter(record, "gas", "gas_test", site.gas(**nothing))
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks"), refused.text


async def test_guardians_stop_the_work_whomever_others_would_pass_it_on_to(site: Site) -> None:
    record = (await site.start("height_1"))["id"]
    task = waiting(await site.permit(record))["task"]
    ids = site.plant.ids
    said = {"reason": "出差三天", "person": str(ids["shift"])}
    client = await site.person("foreman")
    for habit, more in (("assignee", {}), ("signers", {"place": "before"})):
        body = {"command_id": str(uuid4()), **said, **more}
        refused = await client.post(f"records/permit/{record}/tasks/{task}/{habit}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "shared_on_site")
    assert (await site.must(record, "guardian", "pause", RAIN))["state"] == "paused"


async def test_gas_is_tested_by_gas_testers_and_nobody_stands_in(site: Site) -> None:
    record = str((await site.booked(JOBS["hot_2"]))["id"])
    lent = {
        "id": str(uuid4()), "to": str(site.plant.ids["helper"]), "starts": site.now.isoformat(),
        "ends": (site.now + timedelta(days=2)).isoformat(), "reason": "出差三天",
    }  # fmt: skip
    given = await (await site.person("gas")).post("delegations", json=lent)
    assert given.status_code == 201, given.text
    refused = await site.enter(record, "helper", "gas_test", site.gas())
    assert (refused.status_code, refused.json()["code"]) == (403, "entry_not_yours")
