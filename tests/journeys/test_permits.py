"""Permits in a real browser: booked in few taps, signed on site, guarded, shown, suspended."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import segno
from playwright.sync_api import expect

from tests.journeys.fingerprints import plug_in, register, sign_by_finger
from tests.journeys.live import Live
from tests.journeys.people import Plant, now_text
from tests.journeys.screens import Stage, move

# Start, quick, the last job, one danger, read, sign (by fingerprint first), send.
MOST_TAPS = 7
COUNTED = """() => { globalThis.taps = 0; globalThis.typed = 0;
addEventListener('click', event => { if (event.isTrusted && event.detail) taps += 1 }, true);
addEventListener('input', event => {
  const chosen = ['file', 'checkbox'].includes(event.target.type);
  if (event.isTrusted && !chosen) typed += 1 }, true); }"""
Json = dict[str, Any]


def permits(plant: Plant, state: str, **more: str) -> list[Json]:
    """The demonstration's permits in this state."""
    found = plant["ehs"].get("records/permit", state=state, limit="50", **more)["items"]
    assert found, f"the demonstration has no permit that is {state}"
    return list(found)


def middle_of(plant: Plant, area: str) -> tuple[float, float]:
    """Latitude and longitude inside an area."""
    fences = plant["ehs"].get("areas/geofences")["items"]
    fence = next(one for one in fences if one["id"] == area)
    ring = fence["boundary"] or [fence["centre"]]
    lon, lat = (sum(corner[axis] for corner in ring) / len(ring) for axis in (0, 1))
    return lat, lon


def label(folder: Path, live: Live, area: str) -> Path:
    """The picture of an area's label."""
    file = folder / f"{area}.png"
    segno.make(f"{live.url}/m/#/a/{area}", error="m").save(str(file), scale=6, border=6)
    return file


def test_the_same_job_once_more_takes_few_taps_and_no_typing(
    stage: Stage, live: Live, plant: Plant, tmp_path: Path
) -> None:
    """From the opened phone to the booking: the last job, a danger, one photo, a fingerprint."""
    at = middle_of(plant, permits(plant, "working")[0]["area"]["id"])
    tab = stage.phone("foreman", at=at, named=True)
    plug_in(tab)
    register(tab, live.password)
    tab.page.goto(f"{tab.home}/m/#/")
    tab.page.evaluate(COUNTED)
    tab["tab-start"].click()
    tab["permit-quick"].click()
    tab["quick-again"].locator("button").first.click()
    expect(tab["report-send"]).to_be_enabled()
    required = tab["report-form"].locator(".an-required").count()
    tab.photograph("site_photos", tmp_path)
    tab["field-risks"].get_by_role("button").or_(tab["field-risks"].locator("label")).first.click()
    tab.shot("quick")
    tab["sign-applicant_signature"].click()
    tab["signature-confirm"].click()
    expect(tab["signature-proof"].first).to_contain_text("已签名（指纹）")
    tab.shot("quick-signed")
    tab["report-send"].click()
    tab.page.wait_for_url("**/record/permit/*")
    taps, typed = tab.page.evaluate("[taps, typed]")
    # The camera's own button and release are no taps of the page.
    print(f"taps {taps} and the camera, typed {typed}, required fields {required}, photos 1")
    assert (taps <= MOST_TAPS, typed) == (True, 0)
    booked = plant["ehs"].get(f"records/permit/{tab.page.url.rpartition('/')[2]}")
    assert (booked["state"], required) == ("booked", 14)
    tomorrow = f"{datetime.now(UTC) + timedelta(hours=8, days=1):%Y-%m-%d}"
    assert booked["data"]["planned_start"].startswith(f"{tomorrow}T00:30")
    assert {"content", "area", "work_unit", "responsible", "guardians"} <= booked["data"].keys()
    assert booked["data"]["applicant_signature"]["method"] == "webauthn"
    assert len(booked["data"]["risks"]) == 1
    assert len(booked["data"]["site_photos"]) == 1
    expect(tab["site-photos"].locator("img")).to_have_count(1)


def test_an_approver_signs_by_finger_at_the_place_and_nowhere_else(
    stage: Stage, live: Live, plant: Plant
) -> None:
    permit = permits(plant, "signing")[0]
    gas = {"sampled_at": now_text(), "point": "法兰处", "instrument": "GX-7", "oxygen": "20.9"}
    lists = plant["gas"].get("definitions/permit")["code_lists"]
    gas["flammable"] = "0"
    for key in ("flammable_unit", "flammable_gas"):
        gas[key] = lists[key]["items"][0]["code"]
    entry = {"id": str(uuid4()), "entry": "gas_test", "rows": [gas], "captured_at": now_text()}
    plant["gas"].post(f"records/permit/{permit['id']}/entries", entry)
    tab = stage.phone("incharge", at=(31.9, 120.7), named=True)
    plug_in(tab)
    register(tab, live.password)
    tab.page.goto(f"{tab.home}/m/#/record/permit/{permit['id']}")
    gate = tab["gates"].locator('[data-severity="block"]')
    expect(gate.first).to_contain_text("GB 30871")
    expect(tab["where"]).to_have_attribute("data-standing", "outside")
    tab.shot("sign-outside")
    move(tab.page.context, middle_of(plant, permit["area"]["id"]))
    tab.page.evaluate(COUNTED)
    tab["outcome-sign"].click()
    # Where presence is proved no position is typed.
    expect(tab["field-sign_position"].get_by_role("button", name="手工填写")).to_have_count(0)
    tab["field-sign_position"].get_by_role("button", name="重新定位").click()
    expect(tab["gates"]).to_have_attribute("data-blocks", "0")
    sign_by_finger(tab, "signature")
    tab.shot("sign-signed")
    tab["task-submit"].click()
    expect(tab["task-sheet"]).to_have_count(0)
    taps, typed = tab.page.evaluate("[taps, typed]")
    print(f"signing by fingerprint: taps {taps}, typed {typed}")
    assert (taps, typed) == (6, 0)  # outcome, position anew, read, fingerprint, sign, send
    seen = plant["ehs"].get(f"records/permit/{permit['id']}")
    approval = next(node for node in seen["chain"] if node["node"] == "sign_approval")
    # At night and on rest days others sign as well.
    signed = [seat["by"]["id"] for seat in approval["seats"] if seat["state"] == "signed"]
    assert signed == [plant["incharge"].id]


def test_a_guardian_checks_in_by_the_label_and_strangers_see_what_is_theirs_to_see(
    stage: Stage, live: Live, plant: Plant, tmp_path: Path
) -> None:
    permit = next(one for one in permits(plant, "working") if one["level"] == "confined")
    area = permit["area"]["id"]
    tab = stage.phone("guardian", at=middle_of(plant, area))
    tab.page.goto(f"{tab.home}/m/#/record/permit/{permit['id']}")
    tab["entry-check_in"].click()
    other = next(a for a in plant["ehs"].get("records/area")["items"] if a["id"] != area)
    tab["scan-photo"].set_input_files(label(tmp_path, live, other["id"]))
    expect(tab["check-in-fault"]).to_contain_text(permit["area"]["name"])
    tab["scan-photo"].set_input_files(label(tmp_path, live, area))
    expect(tab["presence"]).to_have_attribute("data-here", "true")
    expect(tab["where"]).to_have_attribute("data-standing", "inside")
    told = plant["ehs"].get("observations/presence", about=permit["id"])["items"]
    assert told[0]["age_seconds"] < 60
    assert 0 < int(tab["gas-due"].get_attribute("data-minutes") or "") <= 120
    # A label that the camera cannot read is typed; another place's is refused all the same.
    arrived = len(plant["ehs"].get(f"records/permit/{permit['id']}")["data"]["presence"])
    tab["entry-check_in"].click()
    tab["label-number"].fill(other["number"])
    tab["label-send"].click()
    expect(tab["check-in-fault"]).to_contain_text(permit["area"]["name"])
    tab["label-number"].fill(plant["ehs"].get(f"records/area/{area}")["number"].lower())
    tab["label-send"].click()
    expect(tab["check-in"]).to_have_count(0)
    seen = plant["ehs"].get(f"records/permit/{permit['id']}")["data"]["presence"]
    assert [row["act"] for row in seen[arrived:]] == ["check_in"]
    expect(tab["inside"]).to_have_attribute("data-count", "1")
    tab["inside"].get_by_role("button").click()
    tab.fill("tool_count_out", "2")
    tab["entry-send"].click()
    expect(tab["inside"]).to_have_attribute("data-count", "0")
    tab.shot("guardian")
    tab["link-make"].click()
    token = tab["link-code"].get_attribute("data-token")
    stranger = stage.stranger()
    stranger.page.goto(f"{live.url}/m/#/s/{token}")
    expect(stranger["shared-page"]).to_contain_text(permit["number"])
    expect(stranger["shared-guardians"]).to_be_visible()
    called = stranger["shared-contacts"].locator("a").first
    expect(called).to_have_attribute("href", re.compile(r"tel:\d"))
    expect(stranger["login-form"]).to_have_count(0)
    stranger.shot("stranger")
    stranger.page.goto(f"{live.url}/m/#/s/{token}x")
    stranger.page.reload()
    expect(stranger["shared-gone"]).to_have_attribute("data-code", "link_unknown")


def test_the_live_board_suspends_all_work_after_one_question(stage: Stage, plant: Plant) -> None:
    working = permits(plant, "working")
    tab = stage.desk("ehs")
    tab.page.goto(f"{tab.home}/permits/live")
    expect(tab["count-working"]).to_contain_text(str(len(working)))
    expect(tab["overtime"].locator("li")).not_to_have_count(0)
    expect(tab["guards"].locator("li")).to_have_count(len(working))
    tab.shot("live")
    tab["suspend-all"].click()
    tab["suspend-reason"].fill("大风预警，全厂停止特殊作业")
    tab.page.get_by_role("button", name=f"暂停 {len(working)} 项作业").click()
    expect(tab["suspend-results"]).to_have_attribute("data-done", str(len(working)))
    tab.shot("suspended")
    seen = [plant["ehs"].get(f"records/permit/{one['id']}") for one in working]
    assert {one["state"] for one in seen} == {"paused"}
    assert {one["data"]["pause_reason"] for one in seen} == {"大风预警，全厂停止特殊作业"}
