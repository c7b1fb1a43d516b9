"""Ways round the gates that look harmless: taking back, rejecting, waiting, writing otherwise."""

from datetime import timedelta
from uuid import uuid4

import pytest
from httpx import Response

from anshu.records.imports.reactions import IMPORT_REACTIONS
from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.records.people import PLACE
from tests.web.office import Json, waiting
from tests.web.worker import work_off

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


# Nobody's post opens a gate: who runs the system, the plant or its safety is no exception.
HIGHEST = ("admin", "boss", "gm", "auditor")
REFUSED = {
    "step": {"not_allowed", "task_not_yours", "unknown_task"}, "edit": {"not_allowed"},
    "gas": {"not_allowed", "entry_not_yours", "entry_not_now"}, "reopen": {"nothing_to_withdraw"},
}  # fmt: skip


async def test_nobody_not_even_an_administrator_brings_a_permit_past_its_gates(
    site: Site,
) -> None:
    """Signing, starting, extending, editing, importing, reopening; nothing is written."""
    job = JOBS["height_1"]
    record = str((await site.prepare(job))["id"])
    await site.submit(record, job)
    await _nobody(site, record, "sign", {"opinion": "同意"} | ON_SITE)
    await site.sign_all(record, job)
    await _nobody(site, record, "start", ON_SITE)
    at_the_gate = await site.complete(record, "foreman", "start", ON_SITE)
    assert (at_the_gate.status_code, at_the_gate.json()["code"]) == (409, "rule_blocks")
    await site.check_in(record)
    await site.must(record, "foreman", "start", ON_SITE)
    await _nobody(site, record, "finish", {"people_out": True})
    await site.finish(record)
    await site.accept(record)
    await _nobody(site, record, "resume", ON_SITE)
    row = {
        "作业内容": "更换法兰", "作业类型": "高处作业", "作业级别": "Ⅰ级", "发现时间": "2026-11-02",
        "作业区域": "反应釜区", "作业地点及部位": "二层平台", "作业申请单位": "甲班",
        "作业单位": "检修队",
        "作业负责人": "何负责", "计划开始": "2026-11-03 08:00", "计划结束": "2026-11-03 16:00",
        "状态": "作业中",
    }  # fmt: skip
    ledger = "\r\n".join((",".join(row), ",".join(row.values()), "")).encode()
    kind, form = {"type": "permit"}, {"content-type": "text/csv"}
    for name in HIGHEST:
        refused = await (await site.person(name)).post(
            "imports", params=kind, content=ledger, headers=form
        )
        assert refused.status_code == 403, (name, refused.text)
    client = await site.person("ehs")
    sent = await client.post("imports", params=kind, content=ledger, headers=form)
    job_id = sent.json()["id"]
    for step in ("dry-run", "start"):
        await client.post(f"imports/{job_id}/{step}", json={})
    await work_off(site.plant, IMPORT_REACTIONS)
    done = (await client.get(f"imports/{job_id}")).json()
    assert (done["ok"], [fault["value"] for fault in done["errors"]]) == (0, ["working"])
    permits = (await client.get("records/permit")).json()["items"]
    assert {each["state"] for each in permits} == {"accepted"}


async def _nobody(site: Site, record: str, outcome: str, data: Json) -> None:
    """None of them ends the step, changes the end, records gas, reopens or creates it anew."""
    seen = await site.permit(record)
    waits = [step for step in seen["chain"] if step["state"] == "now"]
    task = waits[0]["task"] if waits else str(uuid4())
    later = (site.now + timedelta(days=3)).isoformat()
    told: Json = {"command_id": str(uuid4()), "version": seen["version"]}
    gas: Json = {"id": str(uuid4()), "entry": "gas_test", "rows": [site.gas()]}
    path = f"records/permit/{record}"
    for name in HIGHEST:
        client = await site.person(name)
        answers = {
            "step": await client.post(
                f"{path}/tasks/{task}", json=told | {"outcome": outcome, "data": data}
            ),
            "edit": await client.put(path, json=told | {"data": {"planned_end": later}}),
            "gas": await client.post(
                f"{path}/entries", json=gas | {"captured_at": site.now.isoformat()}
            ),
            "reopen": await client.post(
                f"{path}/withdrawal", json={"command_id": str(uuid4()), "reason": "重新打开"}
            ),
        }
        got = {what: answer.json()["code"] for what, answer in answers.items()}
        assert all(got[what] in REFUSED[what] for what in got), (name, seen["state"], got)
    after = await site.permit(record)
    assert (after["version"], after["state"], after["ledger"]["events"]) == (
        seen["version"], seen["state"], seen["ledger"]["events"],
    )  # fmt: skip
