"""Permits from booking to acceptance, one of each kind, and what ends them otherwise."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.permits.jobs import JOBS, MEASURES
from tests.permits.life import Site
from tests.permits.people import PEOPLE
from tests.records.people import PLACE
from tests.web.client import PASSWORD
from tests.web.office import Json, waiting

# Those that no other test here brings to an issued permit.
NOT_WALKED = ("hot_special", "hot_1", "height_2", "lifting_3", "power", "excavation", "road")
SIGNATURE = "applicant_signature"
ON_SITE: Json = {"sign_position": PLACE}


@pytest.mark.parametrize("level", ["hot_2", "confined"])
async def test_a_permit_goes_from_booking_to_acceptance(site: Site, level: str) -> None:
    page = await site.start(level)
    assert (page["state"], page["number"][:3]) == ("working", "ZY-")
    assert timedelta(0) <= site.now - moment(page, "actual_start") < timedelta(minutes=1)
    record = page["id"]
    page = await site.finish(record)
    assert page["state"] == "accepting"
    assert timedelta(0) <= site.now - moment(page, "actual_end") < timedelta(minutes=1)
    assert (await site.accept(record))["state"] == "accepted"


@pytest.mark.parametrize("level", NOT_WALKED)
async def test_every_kind_is_issued_by_those_whom_the_norm_names(site: Site, level: str) -> None:
    page = await site.issue(level)
    assert (page["state"], page["data"]["level"]) == ("issued", level)


async def test_level_one_hot_work_waits_for_the_deputy_and_the_director_in_any_order(
    site: Site,
) -> None:
    job = JOBS["hot_1"]
    record = str((await site.prepare(job))["id"])
    await site.submit(record, job)
    for name in ("foreman", "unit", "twice", "ehs"):
        assert (await site.sign(record, name)).status_code == 200
    page = await site.permit(record, "twice")
    assert (page["state"], waiting(page)["node"]) == ("signing", "sign_approval")
    # Who holds both posts has signed for one of them, and is offered nothing more.
    assert page["actions"] == []
    work = (await (await site.person("twice")).get("worklist")).json()
    assert record not in [card["record"]["id"] for card in work["items"]]
    again = await site.sign(record, "twice")
    assert (again.status_code, again.json()["code"]) == (403, "seat_for_another")
    assert again.json()["cure"] == "还可以由安总监签批"
    assert await standing(site, record) == ["安环总监"]
    await site.sign(record, "director")
    page = await site.permit(record)
    assert waiting(page)["node"] == "shift_check"
    (approval,) = [step for step in page["chain"] if step["node"] == "sign_approval"]
    pictures = {seat["by"]["name"]: seat["signature"]["image"] for seat in approval["seats"]}
    assert len(set(pictures.values())) == len(pictures) == 3
    for digest in pictures.values():
        assert (await (await site.person("worker")).get(f"media/{digest}")).status_code == 200


async def test_the_general_manager_signs_too_once_two_hours_have_passed(site: Site) -> None:
    job = JOBS["hot_1"]
    record = str((await site.prepare(job))["id"])
    await site.submit(record, job)
    for name in ("foreman", "unit", "ehs", "deputy"):
        await site.sign(record, name)
    site.move(timedelta(hours=2, minutes=1))
    await site.sweep()
    await site.test_gas(record)
    await site.sign(record, "director")
    page = await site.permit(record)
    assert waiting(page)["node"] == "sign_approval"
    await site.sign(record, "gm")
    assert waiting(await site.permit(record))["node"] == "shift_check"


async def test_the_colour_of_the_risk_adds_signatures_to_those_of_the_level(site: Site) -> None:
    job = JOBS["height_1"]
    waited: dict[str, list[str]] = {}
    for colour in ("yellow", "orange", "red"):
        record = str((await site.prepare(job))["id"])
        await site.submit(record, job, risk_colour=colour)
        await site.sign(record, "foreman")
        waited[colour] = await standing(site, record)
        if colour == "orange":
            await site.sign(record, "safety")
            assert await standing(site, record) == ["基层单位负责人"]
            site.move(timedelta(hours=2, minutes=1))
            await site.sweep()
            # The general manager is for level-1 hot work only.
            assert await standing(site, record) == ["基层单位负责人", "安环部经理"]
        await site.must(record, "unit", "return", {"return_reason": "措施要补"})
    assert waited["yellow"] == ["基层单位负责人"]
    assert waited["orange"] == ["车间安全员"]
    assert sorted(waited["red"]) == ["基层单位负责人", "安环部经理"]


async def test_nobody_extends_a_permit_a_change_voids_it_and_a_new_one_names_it(
    site: Site,
) -> None:
    page = await site.issue("height_1")
    record = page["id"]
    (action,) = (await site.permit(record, "foreman"))["actions"]
    assert {each["key"] for each in action["outcomes"]} == {"start", "change", "cancel"}
    page = await site.must(record, "foreman", "change", {"change_reason": "作业点转移到4号釜"})
    assert page["state"] == "voided"
    again = await site.send_booking(JOBS["height_1"], replaces=record)
    assert again.status_code == 201, again.text
    assert again.json()["names"][record] == page["number"]


async def test_a_cancellation_is_reviewed_before_and_after_the_start(site: Site) -> None:
    record = (await site.issue("height_1"))["id"]
    reason = {"cancel_reason": "检修计划取消"}
    page = await site.must(record, "foreman", "cancel", reason)
    assert page["state"] == "cancelling"
    page = await site.must(record, "unit", "refuse", {"return_reason": "今天必须完成"})
    assert page["state"] == "issued"
    await site.check_in(record)
    await site.must(record, "foreman", "start", ON_SITE)
    await site.must(record, "guardian", "pause", {"pause_reason": "阵雨"})
    page = await site.must(record, "foreman", "cancel", reason)
    assert page["state"] == "cancelling_paused"
    assert (await site.must(record, "unit", "approve"))["state"] == "cancelled"


async def test_the_guardian_stops_the_work_and_recovers_the_permit(site: Site) -> None:
    record = (await site.start("height_1"))["id"]
    stop = {"void_reason": "邻近装置泄漏报警，立即撤离", "people_out": True}
    page = await site.must(record, "guardian", "stop", stop)
    assert (page["state"], bool(page["data"]["actual_end"])) == ("voided", True)


async def test_work_is_not_finished_while_somebody_is_inside_or_embers_are_left(
    site: Site,
) -> None:
    record = (await site.start("hot_2"))["id"]
    whole: Json = {
        "people_out": True, "restored": True, "no_fire": True, "finish_position": PLACE,
    }  # fmt: skip
    for wrong, reason in (
        ("people_out", "people_still_inside"),
        ("no_fire", "ember_not_ruled_out"),
    ):
        refused = await site.complete(record, "foreman", "finish", whole | {wrong: False})
        assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
        assert reason in refused.text
    missing = await site.complete(record, "foreman", "finish", whole | {"no_fire": None})
    assert [error["field"] for error in missing.json()["errors"]] == ["no_fire"]
    assert (await site.permit(record))["state"] == "working"


async def test_only_the_questions_of_its_kind_are_asked(site: Site) -> None:
    job = JOBS["height_1"]
    record = str((await site.booked(job))["id"])
    refused = await site.submit(record, job, hot_part="法兰")
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["field"], error["code"]) == (422, "hot_part", "not_asked")
    refused = await site.submit(record, job, level="hot_1")
    assert [error["field"] for error in refused.json()["errors"]] == ["level"]


async def test_a_booking_names_a_level_of_its_kind_and_says_why_it_is_urgent(site: Site) -> None:
    wrong = await site.send_booking(JOBS["hot_2"], level="height_1")
    assert [error["field"] for error in wrong.json()["errors"]] == ["level"]
    silent = await site.send_booking(JOBS["hot_2"], urgent_reason=None)
    assert [error["field"] for error in silent.json()["errors"]] == ["urgent_reason"]


async def test_a_booking_is_signed_as_it_was_shown_and_a_rejected_one_says_why(site: Site) -> None:
    guards = [{"person": str(site.plant.ids["guardian"])}]
    form = site.booking(JOBS["hot_2"], guardians=guards, risks=["hot_work_1"])
    worker, booked = await site.person("worker"), {"id": str(uuid4()), "data": form}
    sheet = (await worker.post("records/permit/sheet", json=booked)).json()
    assert {"风险点：火花引燃", "签名人：王工", "监护人：1 行"} <= set(sheet["lines"])
    signed = {"shown": sheet["shown"], "method": "handwriting"}
    signed["image"] = await site.upload("worker", purpose="signature")
    changed = form | {"risks": ["hot_work_2"], "applicant_signature": signed}
    refused = await worker.post("records/permit", json=booked | {"data": changed})
    assert (refused.status_code, refused.json()["code"]) == (409, "signed_something_else")
    # A proof is bound to the report that it was given for.
    set_pin = {"password": PASSWORD, "pin": "271828"}
    assert (await worker.put("account/pin", json=set_pin)).status_code == 200
    pin = {"method": "pin", "shown": sheet["shown"], "pin": "271828"}
    proofs = [
        (await worker.post(f"records/permit/{at}/tasks/{at}/signature", json=pin)).json()
        for at in (uuid4(), booked["id"])
    ]
    answers = [
        await worker.post("records/permit", json=booked | {"data": form | {SIGNATURE: proof}})
        for proof in proofs
    ]
    assert answers[0].json()["code"] == "signature_unproven"
    assert answers[1].status_code == 201, answers[1].text
    made = answers[1].json()
    assert made["data"][SIGNATURE]["method"] == "pin"
    page = await site.must(made["id"], "safety", "reject", {"cancel_reason": "可以在检修期间做"})
    assert page["state"] == "cancelled"


async def test_signing_and_starting_are_refused_when_they_waited_for_a_signal(site: Site) -> None:
    record = (await site.issue("height_1"))["id"]
    await site.check_in(record)
    late = await site.complete(record, "foreman", "start", ON_SITE, waited_offline=True)
    assert (late.status_code, late.json()["code"]) == (409, "online_only")
    assert (await site.permit(record))["state"] == "issued"


async def test_guardians_hand_over_and_only_who_stays_may_act(site: Site) -> None:
    record = (await site.start("height_1"))["id"]
    row: Json = {"person": str(site.plant.ids["guardian2"])}
    page = await site.entered(record, "guardian", "add_guardian", row)
    # Nobody said which: the one that the gate found is kept.
    assert page["data"]["guardians"][-1]["certificate"] == str(
        site.plant.ids["guardian2_certificate"]
    )
    await site.check_in(record, "guardian2")
    left = {"person": str(site.plant.ids["guardian"]), "note": "换班，向卫监护交清作业情况"}
    page = await site.entered(record, "guardian", "hand_over", left)
    ended = [bool(guardian.get("@ended")) for guardian in page["data"]["guardians"]]
    assert ended == [True, False]
    refused = await site.complete(record, "guardian", "pause", {"pause_reason": "离岗后操作"})
    assert refused.status_code == 403
    page = await site.must(record, "guardian2", "pause", {"pause_reason": "工具更换"})
    assert page["state"] == "paused"


async def test_workers_leave_and_permits_are_linked_while_work_goes_on(site: Site) -> None:
    other = await site.issue("road")
    record = (await site.start("height_1"))["id"]
    page = await site.entered(record, "foreman", "relate", {"permit": other["id"]})
    assert [row["permit"] for row in page["data"]["related"]] == [other["id"]]
    helper = str(site.plant.ids["helper"])
    page = await site.entered(
        record, "guardian", "worker_left", {"person": helper, "note": "身体不适，送医务室"}
    )
    assert [bool(row.get("@ended")) for row in page["data"]["workers"]] == [True]


async def test_people_and_tools_are_counted_in_and_out_of_a_space(site: Site) -> None:
    record = (await site.start("confined"))["id"]
    helper = str(site.plant.ids["helper"])
    await site.entered(
        record, "guardian", "passage_in", {"person": helper, "tools": "扳手", "tool_count": "2"}
    )
    out = {"person": helper, "tool_count_out": "2"}
    page = await site.entered(record, "guardian", "passage_out", out)
    (row,) = page["data"]["passages"]
    assert (row["tool_count"], row["tool_count_out"], bool(row["@ended"])) == ("2", "2", True)


async def test_two_permits_never_hold_the_same_pipe_or_plate(site: Site) -> None:
    held = await site.issue("blind_plate")
    job = JOBS["blind_plate"]
    record = str((await site.prepare(job))["id"])
    await site.submit(record, job, plate_no="MB-018")
    refused = await site.sign(record, "foreman")
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
    assert held["number"] in refused.json()["errors"][0]["message"]
    record = str((await site.prepare(job))["id"])
    await site.submit(record, job, pipe="P-2104")
    await site.sign(record, "foreman")
    refused = await site.sign(record, "unit")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_taken")
    assert held["number"] in refused.text


async def standing(site: Site, record: str) -> list[str]:
    """Whose signatures the permit waits for."""
    step = waiting(await site.permit(record))
    return [s["label"].partition("：")[0] for s in step["seats"] if s["state"] != "signed"]


def moment(page: Json, field: str) -> datetime:
    return datetime.fromisoformat(page["data"][field])


def test_every_measure_of_the_norms_forms_is_listed() -> None:
    assert list(MEASURES.values()) == [18, 15, 11, 15, 20, 14, 11, 4]
    assert {"guardian", "gas", "shift", "unit", "deputy", "director", "gm", "power"} <= set(PEOPLE)
