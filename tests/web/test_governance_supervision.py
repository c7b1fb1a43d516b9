"""Supervision of major hazards and penalty records: who does what, and who learns of it."""

from datetime import timedelta
from uuid import uuid4

from httpx import Response

from tests.web.office import MAJOR, Json, Office, waiting
from tests.web.test_repetition import all_told

CLAUSES = ["order10-12"]
SECRET = "值班脱岗罚款六百元密记"
EVERYBODY = ("worker", "leader", "other_leader", "safety", "fixer", "auditor", "admin")
PROGRESS: Json = {
    "progress": "已更换进料阀并完成试压，装上联锁", "remaining_risk": "旁路阀尚未更换",
    "controls": "旁路阀挂牌上锁，每班巡检两次",
}  # fmt: skip


async def major(office: Office) -> Json:
    record = (await office.to_decision())["id"]
    decision = office.decision(days=20) | MAJOR | {"clause": CLAUSES}
    return await office.done("ehs", record, "approve", decision)


async def create(office: Office, name: str, kind: str, data: Json) -> Response:
    client = await office.person(name)
    return await client.post(f"records/{kind}", json={"id": str(uuid4()), "data": data})


async def supervise(office: Office, hazard: str, *, name: str = "ehs") -> Response:
    plant = office.plant
    data: Json = {
        "hazard": hazard, "requirement": "停用反应釜，完成联锁改造后方可投用", "team": "/w1/t1/",
        "supervisor": str(plant.ids["boss"]), "responsible": str(plant.ids["fixer"]),
        "report_due": (office.now + timedelta(days=2)).isoformat(),
    }  # fmt: skip
    return await create(office, name, "hazard_supervision", data)


async def penalise(office: Office, hazard: str, name: str = "ehs") -> Response:
    data: Json = {
        "subject": "巡检不到位", "hazard": hazard, "person": str(office.plant.ids["worker"]),
        "penalty_kind": "fine", "amount": "600", "reason": SECRET,
        "decided_at": office.now.isoformat(),
    }  # fmt: skip
    return await create(office, name, "penalty", data)


async def page_of(office: Office, name: str, kind: str, record: str) -> Json:
    answer = await (await office.person(name)).get(f"records/{kind}/{record}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def act(office: Office, name: str, record: str, outcome: str, data: Json) -> Json:
    seen = await page_of(office, "ehs", "hazard_supervision", record)
    body = {
        "command_id": str(uuid4()), "version": seen["version"], "outcome": outcome, "data": data,
    }  # fmt: skip
    client = await office.person(name)
    task = waiting(seen)["task"]
    answer = await client.post(f"records/hazard_supervision/{record}/tasks/{task}", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_supervision_goes_from_report_to_report_until_it_is_lifted(
    office: Office,
) -> None:
    hazard = await major(office)
    made = (await supervise(office, hazard["id"])).json()
    assert (made["state"], made["number"][:3]) == ("reporting", "DB-")
    assert made["names"][hazard["id"]] == hazard["number"]
    photos = [await office.upload("fixer")]
    page = await act(office, "fixer", made["id"], "submit", PROGRESS | {"photos": photos})
    assert page["state"] == "checking"
    due = (office.now + timedelta(days=5)).isoformat()
    page = await act(office, "boss", made["id"], "next", {"report_due": due})
    assert page["state"] == "reporting"
    assert waiting(page)["due"] == page["due"]
    photos = [await office.upload("fixer")]
    await act(office, "fixer", made["id"], "submit", PROGRESS | {"photos": photos})
    lifted = {"lift_reason": "现场联锁试验三次均动作，旁路阀已更换"}
    page = await act(office, "boss", made["id"], "lift", lifted)
    assert (page["state"], page["overdue"]) == ("lifted", False)


async def test_a_late_report_is_escalated_to_the_ehs_department(office: Office) -> None:
    hazard = await major(office)
    made = (await supervise(office, hazard["id"], name="boss")).json()
    office.move(timedelta(days=2, minutes=1))
    await all_told(office)
    await office.sweep()
    page = await page_of(office, "ehs", "hazard_supervision", made["id"])
    assert waiting(page)["escalated_at"]
    assert page["overdue"]


async def test_the_hazards_page_shows_the_supervision_to_who_may_read_it(office: Office) -> None:
    hazard = await major(office)
    made = (await supervise(office, hazard["id"])).json()
    for name in ("ehs", "boss", "fixer", "auditor"):
        (link,) = (await office.page(name, hazard["id"]))["referring"]
        assert (link["number"], link["running"]) == (made["number"], True)
    assert not (await office.page("worker", hazard["id"]))["referring"]


async def test_only_who_leads_starts_a_supervision_and_it_needs_a_hazard(office: Office) -> None:
    hazard = await major(office)
    for name in EVERYBODY:
        assert (await supervise(office, hazard["id"], name=name)).status_code == 403
    for wrong in (str(uuid4()), str(office.plant.equipment)):
        refused = await supervise(office, wrong)
        (error,) = refused.json()["errors"]
        assert (refused.status_code, error["field"]) == (422, "hazard")
        assert error["code"] == "reference_unknown"


async def test_a_penalty_is_known_to_ehs_and_the_plant_manager_only(office: Office) -> None:
    hazard = await major(office)
    made = (await penalise(office, hazard["id"])).json()
    await all_told(office)
    for name in ("ehs", "boss"):
        seen = await page_of(office, name, "penalty", made["id"])
        assert (seen["data"]["reason"], seen["data"]["amount"]) == (SECRET, "600")
        (link,) = (await office.page(name, hazard["id"]))["referring"]
        assert link["number"] == made["number"]
        rows = await (await office.person(name)).get("records/penalty")
        assert [row["id"] for row in rows.json()["items"]] == [made["id"]]


async def test_nobody_else_learns_of_a_penalty_anywhere(office: Office) -> None:
    hazard = await major(office)
    made = (await penalise(office, hazard["id"])).json()
    await all_told(office)
    said = (made["id"], made["number"], SECRET, "巡检不到位")
    for name in EVERYBODY:
        client = await office.person(name)
        for path, status in (
            (f"records/penalty/{made['id']}", (403, 404)), ("records/penalty", (403,)),
            (f"records/penalty/{made['id']}/timeline", (403, 404)),
            ("definitions/penalty", (403,)), ("records/penalty/export", (403, 404)),
            (f"records/hazard/{hazard['id']}", (200, 403, 404)),
            (f"records/hazard/{hazard['id']}/timeline", (200, 403, 404)),
            (f"search?q={made['number']}", (200,)), ("search?q=密记", (200,)),
            ("search?q=巡检不到位", (200,)), ("worklist", (200, 403)), ("audit/events", (200, 403)),
        ):  # fmt: skip
            answer = await client.get(path)
            assert answer.status_code in status, (name, path, answer.status_code, answer.text)
            text = answer.text.replace(f"records/penalty/{made['id']}", "")
            # What somebody searches for is not said back to them as a find.
            assert not [each for each in said if each in text], (name, path, text[:300])
        assert (await penalise(office, hazard["id"], name)).status_code == 403


async def test_a_penalty_writes_nothing_into_the_ledger_of_its_hazard(office: Office) -> None:
    hazard = await major(office)
    before = (await office.page("ehs", hazard["id"]))["version"]
    await penalise(office, hazard["id"])
    await all_told(office)
    assert (await office.page("ehs", hazard["id"]))["version"] == before
