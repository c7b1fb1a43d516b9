"""How long hazards took: on the page, in the list, and as a mean over a period."""

from datetime import timedelta
from uuid import uuid4

from anshu.store.unit_of_work import TransactionEnded
from tests.records.rows import HazardRow, insert
from tests.web.office import Json, Office

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def mean(office: Office, name: str = "ehs", **period: str) -> Json:
    whole = {"from": str((office.now - DAY).date()), "to": str((office.now + DAY).date())} | period
    client = await office.person(name)
    answer = await client.get("indicators/elapsed", params=whole)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def listed(office: Office, record: str) -> Json:
    client = await office.person("ehs")
    answer = await client.get("records/hazard", params={"limit": "50"})
    (row,) = [row for row in answer.json()["items"] if row["id"] == record]
    return dict(row)


async def reported(office: Office, hours_ago: int) -> str:
    """A hazard that was discovered so many hours before it was reported, without equipment."""
    body = {
        "id": str(uuid4()), "captured_at": (office.now - hours_ago * HOUR).isoformat(),
        "data": {
            "description": "通道堵塞", "area": str(office.plant.area),
            "photos": [await office.upload("worker")],
        },
    }  # fmt: skip
    answer = await (await office.person("worker")).post("records/hazard", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_an_open_hazard_shows_the_time_since_its_discovery(office: Office) -> None:
    record = await reported(office, 5)
    office.move(2 * HOUR)
    assert (await office.page("ehs", record))["elapsed_minutes"] == 7 * 60
    assert (await listed(office, record))["elapsed_minutes"] == 7 * 60


async def test_an_archived_hazard_keeps_the_time_it_took(office: Office) -> None:
    record = (await office.to_reinspection())["id"]
    began = (await office.page("ehs", record))["created_at"]
    office.move(3 * HOUR)
    page = await office.close(record)
    office.move(HOUR)
    after = await office.page("ehs", record)
    assert after["elapsed_minutes"] == page["elapsed_minutes"] == 180
    assert (await listed(office, record))["elapsed_minutes"] == 180
    assert after["created_at"] == began
    answer = await mean(office)
    assert (answer["archived"], answer["mean_hours"]) == (1, "3.0")


async def test_a_person_has_no_elapsed_time(office: Office) -> None:
    client = await office.person("ehs")
    page = await client.get(f"records/person/{office.plant.ids['worker']}")
    assert "elapsed_minutes" not in page.json()


async def test_the_mean_counts_from_the_time_of_capture(office: Office) -> None:
    record = await reported(office, 9)
    await office.done("leader", record, "pass", {"review_opinion": "属实"})
    advice = {"category": "fire", "handling": "by_deadline", "advice": "清空通道"}
    await office.done("safety", record, "pass", advice)
    await office.done("ehs", record, "approve", office.decision())
    form = await office.rectification(record)
    await office.done("fixer", record, "submit", form)
    office.move(HOUR)
    await office.close(record)
    assert (await mean(office))["mean_hours"] == "10.0"


async def test_the_mean_is_of_what_was_archived_in_the_period(office: Office) -> None:
    now = office.now
    rows = [
        HazardRow(created_at=now - spent, closed_at=now, state="closed", evidence_valid=True)
        for spent in (40 * HOUR, 45 * HOUR + 12 * timedelta(minutes=1))
    ]
    open_one = HazardRow(created_at=now - 900 * HOUR)
    voided = HazardRow(created_at=now - 900 * HOUR, closed_at=now, state="voided")
    before = HazardRow(created_at=now - 90 * DAY, closed_at=now - 30 * DAY, state="closed")
    imported = HazardRow(
        created_at=now - 900 * HOUR, closed_at=now, state="closed", origin="import"
    )
    await insert(office.plant, *rows, open_one, voided, before, imported)
    answer = await mean(office)
    assert (answer["archived"], answer["excluded_import"]) == (2, 1)
    assert answer["mean_hours"] == "42.6"


async def test_an_empty_period_has_no_mean(office: Office) -> None:
    answer = await mean(office, **{"from": "2001-01-01", "to": "2001-01-31"})
    assert answer["archived"] == 0
    assert "mean_hours" not in answer


async def test_the_mean_takes_one_select(office: Office) -> None:
    await mean(office)
    ended: list[TransactionEnded] = []
    office.plant.services.store.observers.append(ended.append)
    await mean(office)
    office.plant.services.store.observers.remove(ended.append)
    (only,) = [each for each in ended if each.purpose == "indicator.elapsed"]
    assert only.round_trips <= 3


async def test_a_period_that_ends_before_it_begins_is_refused(office: Office) -> None:
    client = await office.person("ehs")
    turned = {"from": "2026-02-01", "to": "2026-01-01"}
    refused = await client.get("indicators/elapsed", params=turned)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "to")
    denied = await (await office.person("worker")).get(
        "indicators/elapsed", params={"from": "2026-01-01", "to": "2026-02-01"}
    )
    assert (denied.status_code, denied.json()["code"]) == (403, "not_allowed")
