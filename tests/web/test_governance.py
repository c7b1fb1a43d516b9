"""Duplicates, as people meet them over HTTP."""

from datetime import timedelta
from uuid import UUID, uuid4

from anshu.flow.commands import Absorb
from anshu.kernel.refusal import Refusal
from anshu.records.merging import follow_merging
from anshu.records.messages import Step
from anshu.records.paging import Read, read_record
from anshu.records.run import run
from anshu_tenants.registry import principal
from tests.web.office import Json, Office
from tests.web.test_repetition import all_told, links, told


async def merge(office: Office, record: str, into: str, *, by: str = "leader") -> Json:
    return await office.done(by, record, "duplicate", {"duplicate_of": into})


async def code_of(office: Office, record: str, into: str) -> tuple[int, str, str]:
    """Status, code and value of the field error when merging is refused."""
    answer = await office.act("leader", record, "duplicate", {"duplicate_of": into})
    (wrong,) = answer.json()["errors"]
    return answer.status_code, wrong["code"], wrong.get("value", "")


async def test_a_duplicate_ends_and_both_sides_know(office: Office) -> None:
    first = await office.report()
    again = await office.report("boss")
    page = await merge(office, again["id"], first["id"])
    assert page["state"] == "duplicate"
    assert links(page) == [("same_as", "重复上报，并入", first["id"], first["number"])]
    await all_told(office)
    known = await office.page("ehs", first["id"])
    assert known["times_reported_again"] == 1
    assert links(known) == [("reported_again", "重复上报", again["id"], again["number"])]
    assert known["state"] == "reviewing"
    (text,) = await told(office, "boss", "merged")
    assert first["number"] in text
    assert not await told(office, "boss", "closed")


async def test_merging_followed_again_counts_once(office: Office) -> None:
    first, again = await office.report(), await office.report("boss")
    await merge(office, again["id"], first["id"])
    await all_told(office)
    services, tenant = office.plant.services, principal(office.plant.row)
    subject = await office.plant.subject("ehs")
    read = await read_record(services, subject, "hazard", UUID(str(again["id"])))
    assert isinstance(read, Read)
    for _ in range(2):
        await follow_merging(
            services, tenant, read.kind, record=UUID(str(again["id"])), state=read.state,
            steps=(Step("RecordClosed", read.state.version),),
        )  # fmt: skip
    assert (await office.page("ehs", first["id"]))["times_reported_again"] == 1


async def test_no_person_may_say_that_a_hazard_was_reported_again(office: Office) -> None:
    first = await office.report()
    command = Absorb(uuid4(), UUID(str(first["id"])), "hazard", by=uuid4(), number="YH-1")
    refused = await run(office.plant.services, await office.plant.subject("ehs"), command)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.kind) == ("not_allowed", "forbidden")
    assert (await office.page("ehs", first["id"]))["times_reported_again"] == 0


async def test_a_hazard_is_no_duplicate_of_itself_of_a_duplicate_or_of_nothing(
    office: Office,
) -> None:
    first, again, third = [await office.report() for _ in range(3)]
    assert await code_of(office, again["id"], again["id"]) == (
        422, "same_record", again["number"],
    )  # fmt: skip
    await merge(office, again["id"], first["id"])
    assert await code_of(office, third["id"], again["id"]) == (
        422, "merged_already", again["number"],
    )  # fmt: skip
    assert (await code_of(office, third["id"], str(uuid4())))[:2] == (422, "reference_unknown")
    machine = str(office.plant.equipment)
    assert (await code_of(office, third["id"], machine))[:2] == (422, "reference_unknown")
    assert (await office.page("ehs", third["id"]))["state"] == "reviewing"


async def test_a_closed_hazard_can_be_the_one_that_was_reported_again(office: Office) -> None:
    first = await office.to_reinspection()
    again = await office.report("boss")
    await office.close(first["id"])
    assert (await merge(office, again["id"], first["id"]))["state"] == "duplicate"


async def test_the_workshop_and_the_decision_can_merge_too(office: Office) -> None:
    first = await office.report()
    second, third = await office.report(), await office.to_decision()
    await office.done("leader", second["id"], "pass", {"review_opinion": "属实"})
    assert (await merge(office, second["id"], first["id"], by="safety"))["state"] == "duplicate"
    assert (await merge(office, third["id"], first["id"], by="ehs"))["state"] == "duplicate"
    await all_told(office)
    assert (await office.page("ehs", first["id"]))["times_reported_again"] == 2


async def originals(office: Office, name: str, record: str) -> list[tuple[str, list[str]]]:
    client = await office.person(name)
    answer = await client.get(f"records/hazard/{record}/possible-originals")
    assert answer.status_code == 200, answer.text
    return [(item["id"], item["why"]) for item in answer.json()["items"]]


async def test_what_is_known_of_the_same_place_is_offered_the_likeliest_first(
    office: Office,
) -> None:
    place = await office.report(equipment=None, description="安全通道堆放空桶")
    machine = await office.report(description="搅拌电机振动大")
    words = await office.report(
        "safety", equipment=None, area=None, position=None, description="反应釜密封处渗漏"
    )
    done = await office.to_reinspection()
    await office.close(done["id"])
    new = await office.report("boss", description="3号反应釜密封渗漏")
    found = await originals(office, "leader", new["id"])
    assert found[0] == (machine["id"], ["equipment", "area"])
    assert (place["id"], ["area"]) in found
    seen_by_ehs = await originals(office, "ehs", new["id"])
    assert (words["id"], ["text"]) in seen_by_ehs
    assert done["id"] not in [record for record, _ in seen_by_ehs]
    assert new["id"] not in [record for record, _ in seen_by_ehs]


async def test_only_the_last_thirty_days_are_offered_and_only_what_one_may_read(
    office: Office,
) -> None:
    old = await office.report()
    office.move(timedelta(days=31))
    new = await office.report("worker")
    assert await originals(office, "ehs", new["id"]) == []
    other = await office.report("boss")
    assert await originals(office, "worker", new["id"]) == []
    assert [record for record, _ in await originals(office, "ehs", new["id"])] == [other["id"]]
    assert old["id"] != new["id"]
