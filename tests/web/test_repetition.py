"""Recurrence and repetition as people meet them over HTTP: links, timeline, notices."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from anshu.flow.commands import Reopen, Warn
from anshu.kernel.refusal import Refusal
from anshu.records.messages import Step
from anshu.records.paging import Read, read_record
from anshu.records.reactions import REACTIONS
from anshu.records.repetition import follow_repetition
from anshu.records.run import run
from anshu_tenants.registry import principal
from tests.web.office import ADVICE, Json, Office
from tests.web.test_round_trips import counted
from tests.web.worker import work_off

DAY = timedelta(days=1)
APPEND = """
insert into claim (key, generation, held, stream, at) values ($1, 1, true, 'another', $2)
"""


async def all_told(office: Office) -> None:
    """Works messages off, and those that they lead to."""
    while await work_off(office.plant, REACTIONS):
        pass


async def closed(office: Office) -> str:
    record = str((await office.to_reinspection())["id"])
    await office.close(record)
    return record


async def timeline(office: Office, record: str) -> list[str]:
    client = await office.person("ehs")
    answer = await client.get(f"records/hazard/{record}/timeline")
    assert answer.status_code == 200, answer.text
    return [item["kind"] for item in answer.json()["items"]]


def links(page: Json) -> list[tuple[str, str, str, str]]:
    return [(link["relation"], link["label"], link["id"], link["number"]) for link in page["links"]]


async def told(office: Office, name: str, kind: str) -> list[str]:
    """What the person was told of this kind, newest first."""
    return [n["text"] for n in (await office.worklist(name))["notices"] if n["kind"] == kind]


async def equipment_manager(office: Office) -> None:
    plant = office.plant
    plant.ids["machines"] = uuid4()
    person: Json = {
        "name": "何设备", "org": "/",
        "assignments": [{"role": "equipment_manager", "org_path": "/"}],
    }  # fmt: skip
    await plant.add("person", plant.ids["machines"], person)


async def test_a_hazard_that_comes_back_is_linked_and_reopens_the_earlier_one(
    office: Office,
) -> None:
    earlier = await closed(office)
    first = (await office.page("ehs", earlier))["number"]
    office.move(29 * DAY)
    page = await office.to_decision()
    assert links(page) == [("recurs", "复发", earlier, first)]
    await all_told(office)
    before = await office.page("ehs", earlier)
    assert links(before) == [("recurred", "之后复发", page["id"], page["number"])]
    assert before["state"] == "closed"
    assert (await timeline(office, earlier)).count("EffectivenessReopened") == 1
    for name in ("fixer", "ehs"):
        (text,) = await told(office, name, "reopened")
        assert page["number"] in text
    assert not await told(office, "worker", "reopened")


async def test_the_ledger_of_a_reopened_and_of_a_warned_hazard_verifies(office: Office) -> None:
    earlier = await closed(office)
    pages = [await office.to_decision() for _ in range(2)]
    await all_told(office)
    client = await office.person("ehs")
    for record, kind in ((earlier, "EffectivenessReopened"), (pages[1]["id"], "RepetitionWarned")):
        assert kind in await timeline(office, record)
        answer = await client.get(f"records/hazard/{record}/verification")
        assert answer.status_code == 200, answer.text
        assert (answer.json()["ok"], answer.json()["findings"]) == (True, [])


async def test_settling_the_category_of_equipment_still_takes_five_round_trips(
    office: Office,
) -> None:
    await closed(office)
    record = (await office.report())["id"]
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    with counted(office.plant) as trips:
        page = await office.done("safety", record, "pass", ADVICE)
    assert page["links"]
    assert trips.by_purpose()["command.Complete"] <= 5


async def test_no_person_may_reopen_or_warn(office: Office) -> None:
    record = UUID(str((await office.report())["id"]))
    subject = await office.plant.subject("ehs")
    for command in (
        Reopen(uuid4(), record, "hazard", by=record, number="YH-1"),
        Warn(uuid4(), record, "hazard"),
    ):
        refused = await run(office.plant.services, subject, command)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.kind) == ("not_allowed", "forbidden")
    assert await timeline(office, str(record)) == ["RecordCreated", "TaskOpened"]


async def test_the_earlier_one_is_reopened_once_however_often_it_is_followed(
    office: Office,
) -> None:
    earlier = await closed(office)
    page = await office.to_decision()
    await asyncio.gather(*(again(office, page["id"]) for _ in range(3)))
    await all_told(office)
    assert (await timeline(office, earlier)).count("EffectivenessReopened") == 1


async def test_another_category_another_machine_or_a_later_month_is_no_recurrence(
    office: Office,
) -> None:
    await closed(office)
    other = uuid4()
    await office.plant.add("equipment", other, {"name": "4号反应釜", "code": "R-104"})
    record = (await office.report())["id"]
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    page = await office.done("safety", record, "pass", {**ADVICE, "category": "fire"})
    assert not page["links"]
    assert not (await office.to_decision(equipment=str(other)))["links"]
    assert not (await office.to_decision(equipment=None))["links"]
    office.move(30 * DAY + timedelta(seconds=1))
    assert not (await office.to_decision())["links"]


async def test_who_may_not_read_the_other_hazard_is_not_told_its_number(office: Office) -> None:
    earlier = await closed(office)
    page = await office.to_decision()
    assert [link["id"] for link in page["links"]] == [earlier]
    seen = await office.page("worker", page["id"])
    assert not seen["links"]
    assert earlier not in str(seen)
    assert "3号反应釜密封渗漏" not in seen["names"].values()


async def test_the_third_alike_hazard_in_thirty_days_warns_the_equipment_manager_once(
    office: Office,
) -> None:
    await equipment_manager(office)
    pages = [await office.to_decision() for _ in range(2)]
    await all_told(office)
    assert not await told(office, "machines", "repeated")
    pages.append(await office.to_decision())
    await all_told(office)
    (text,) = await told(office, "machines", "repeated")
    assert all(page["number"] in text for page in pages)
    third = await office.page("ehs", pages[2]["id"])
    others = [("repeated", "重复预警关联", p["id"], p["number"]) for p in pages[:2]]
    assert links(third) == others
    assert (await timeline(office, third["id"])).count("RepetitionWarned") == 1
    await office.to_decision()
    await all_told(office)
    assert len(await told(office, "machines", "repeated")) == 1


async def test_voided_hazards_do_not_count_and_a_fallen_count_crosses_again(
    office: Office,
) -> None:
    await equipment_manager(office)
    pages = [await office.to_decision() for _ in range(2)]
    await office.done("ehs", pages[1]["id"], "void", {"void_reason": "重复上报"})
    await office.to_decision()
    await all_told(office)
    assert not await told(office, "machines", "repeated")
    third = await office.to_decision()
    await all_told(office)
    assert len(await told(office, "machines", "repeated")) == 1
    await office.done("ehs", third["id"], "void", {"void_reason": "重复上报"})
    await office.to_decision()
    await all_told(office)
    assert len(await told(office, "machines", "repeated")) == 2


async def test_the_window_goes_by_the_time_of_discovery(office: Office) -> None:
    await equipment_manager(office)
    long_ago = (office.now - 31 * DAY).isoformat()
    await discovered(office, long_ago)
    for _ in range(2):
        await office.to_decision()
    await all_told(office)
    assert not await told(office, "machines", "repeated")
    await discovered(office, (office.now - 29 * DAY).isoformat())
    await all_told(office)
    assert len(await told(office, "machines", "repeated")) == 1


async def test_warnings_decided_at_the_same_moment_are_one(office: Office) -> None:
    await equipment_manager(office)
    pages = [await office.to_decision() for _ in range(3)]
    await asyncio.gather(*(again(office, page["id"]) for page in pages * 3))
    await all_told(office)
    assert len(await told(office, "machines", "repeated")) == 1


async def test_every_warning_claims_the_next_number_for_its_alike_hazards(office: Office) -> None:
    pages = [await office.to_decision() for _ in range(3)]
    services, tenant = office.plant.services, principal(office.plant.row)
    key = f"repetition:hazard:{office.plant.equipment}:category=equipment"
    async with services.store.begin(tenant, purpose="test.claim") as tx:
        await tx.execute(APPEND, key, services.clock.now())
    await all_told(office)
    assert await claims(office, key) == [1, 2]
    assert (await timeline(office, pages[2]["id"])).count("RepetitionWarned") == 1


async def claims(office: Office, key: str) -> list[int]:
    services, tenant = office.plant.services, principal(office.plant.row)
    async with services.store.begin(tenant, purpose="test.claims") as tx:
        rows = await tx.fetch("select generation from claim where key = $1 order by 1", key)
    return [row["generation"] for row in rows]


async def discovered(office: Office, at: str) -> None:
    """A hazard reported now and discovered before, up to the EHS department's decision."""
    client = await office.person("worker")
    data = {
        "description": "密封渗漏", "area": str(office.plant.area),
        "equipment": str(office.plant.equipment), "photos": [await office.upload("worker")],
    }  # fmt: skip
    body = {"id": str(uuid4()), "data": data, "captured_at": at}
    answer = await client.post("records/hazard", json=body)
    assert answer.status_code == 201, answer.text
    record = answer.json()["id"]
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    await office.done("safety", record, "pass", ADVICE)


async def again(office: Office, record: str) -> None:
    """What follows the re-check of this hazard, as if its message came once more."""
    services = office.plant.services
    read = await read_record(services, await office.plant.subject("ehs"), "hazard", UUID(record))
    assert isinstance(read, Read)
    task = read.state.last_of("workshop_recheck")
    assert task is not None
    await follow_repetition(
        services, principal(office.plant.row), read.kind, record=UUID(record), state=read.state,
        steps=(Step("TaskCompleted", read.state.version, task.id),),
    )  # fmt: skip
