"""AQ 3064.2 4.2, 5.10.9 to 5.12.3: what is kept, exported, searched and seen from afar."""

from csv import DictReader
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

from tests.conformance.days import next_workday
from tests.conformance.draft import clean
from tests.conformance.life import permit_of, run, submitted
from tests.conformance.permit import Permit
from tests.conformance.site import Site, metres_north
from tests.conformance.verdicts import carried_out, refused

HEIGHT = ("height", "height_1")
Json = dict[str, Any]


async def read(site: Site, path: str, name: str = "safety", **query: str) -> Json:
    """What this person reads there."""
    answer = await (await site.person(name)).get(path, params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def found(site: Site, permit: Permit, **query: str) -> bool:
    """Whether the list under these filters shows the permit."""
    items = (await read(site, "records/permit", **query))["items"]
    return permit.id in {item["id"] for item in items}


async def test_aq_4_2_a_permit_is_whole_after_more_than_a_year_and_nobody_removes_it(
    site: Site,
) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await run(permit, "accepted"))
    before, events = await permit.page(), await read(site, f"records/permit/{permit.id}/timeline")
    for name in ("admin", "safety", "responsible"):
        answer = await (await site.person(name)).delete(f"records/permit/{permit.id}")
        assert answer.status_code in {404, 405}, answer.text
    site.to(next_workday(site.now + timedelta(days=400)))
    after = await permit.page()
    assert (after["data"], after["chain"]) == (before["data"], before["chain"])
    assert (await read(site, f"records/permit/{permit.id}/timeline"))["items"] == events["items"]


async def test_aq_5_10_9_a_contractors_people_are_entered_and_do_what_their_role_allows(
    site: Site,
) -> None:
    admin = await site.person("admin")
    unit: Json = {"name": "外协防腐公司", "path": "/w1/wx/", "unit_level": "team"}
    person: Json = {
        "name": "外协工", "org": "/w1/wx/",
        "assignments": [{"role": "worker", "org_path": "/w1/wx/"}],
    }  # fmt: skip
    for kind, data in (("org_unit", unit), ("person", person)):
        record = uuid4()
        answer = await admin.post(f"records/{kind}", json={"id": str(record), "data": data})
        assert answer.status_code == 201, answer.text
    account = {"person": str(record), "login": f"wx.{record.hex[:8]}", "password": "a-Long-1-word"}
    opened = await admin.post("accounts", json=account)
    assert opened.status_code == 201, opened.text
    site.plant.ids["contractor"] = record
    held = await site.certificate("contractor", "trade", trade="height_work")
    permit = await permit_of(site, *HEIGHT, contractor=True, work_unit="外协防腐公司")
    permit.workers(person=str(record), certificate=held)
    carried_out(await run(permit, "sign_approval"))
    assert not await permit.may("contractor", "sign")
    not_allowed = await (await site.person("contractor")).post("accounts", json=account)
    assert not_allowed.status_code == 403, not_allowed.text
    carried_out(await run(permit, "working"))


async def test_aq_5_10_11_permits_are_exported_as_files(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    client, number = await site.person("safety"), (await permit.page())["number"]
    table = await client.get("records/permit/export", params={"format": "csv", "q": number})
    assert table.status_code == 200, table.text
    (row,) = DictReader(StringIO(table.content.decode("utf-8-sig")))
    assert number in row.values()
    sheet = await client.get("records/permit/ledgers/permit_height/export")
    assert sheet.status_code == 200, sheet.text
    assert sheet.content.startswith(b"PK")


async def test_aq_5_11_2_what_is_recorded_on_site_is_read_elsewhere_at_once(site: Site) -> None:
    permit = await permit_of(site, "hot_work", "hot_2")
    carried_out(await submitted(permit))
    carried_out(await permit.confirm_measures())
    carried_out(await permit.gas(flammable="0.12"))
    page = await permit.page("boss")
    assert page["data"]["gas_tests"][-1]["flammable"] == "0.12"
    answered = {row["measure"] for row in page["data"]["measures"]}
    assert answered == set(site.measures("hot_work"))
    (waiting,) = [step for step in page["chain"] if step["state"] == "now"]
    assert waiting["node"] == "sign_responsible"
    carried_out(await run(permit, "sign_approval"))
    (waiting,) = [s for s in (await permit.page("boss"))["chain"] if s["state"] == "now"]
    assert waiting["node"] == "sign_approval"


async def test_aq_5_11_3_permits_are_searched_and_counted_down_to_the_permit(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT, contractor=True, work_unit="防腐三队")
    area = permit.values["area"]
    day = permit.planned("planned_start").date().isoformat()
    wanted: Json = {
        "t1": "height", "level": "height_1", "area": area, "org": "/w1/t1/", "t4": "防腐三队",
        "state": "preparing", "d1": f"{day}..{day}", "t3": "true",
    }  # fmt: skip
    assert await found(site, permit, **wanted)
    for key, other in {
        "t1": "road_closing", "level": "height_2", "area": str(uuid4()), "org": "/w2/",
        "t4": "电仪队", "state": "working", "d1": "2020-01-01..2020-01-02", "t3": "false",
    }.items():  # fmt: skip
        assert not await found(site, permit, **(wanted | {key: other})), key
    for by in ("job", "level", "state", "area", "org"):
        groups = (await read(site, "lists/permit/groups", by=by, area=area))["items"]
        assert [group["count"] for group in groups] == [1], by


async def test_aq_5_12_1_the_days_permits_are_read_by_state_with_their_places(site: Site) -> None:
    booked = await clean(site, *HEIGHT, next_workday(site.now), {})
    carried_out(await booked.book())
    applied = await permit_of(site, *HEIGHT)
    working, accepted, cancelled = [await permit_of(site, *HEIGHT, same_day=True) for _ in range(3)]
    carried_out(await run(accepted, "accepted"))
    carried_out(await run(working, "working"))
    carried_out(await cancelled.act("responsible", "cancel"))
    states = {
        "booked": booked, "preparing": applied, "working": working, "accepted": accepted,
        "cancelled": cancelled,
    }  # fmt: skip
    for state, permit in states.items():
        items = (await read(site, "records/permit", state=state, columns="position"))["items"]
        (row,) = [item for item in items if item["id"] == permit.id]
        shown = row["position"] if "position" in row else row["data"]["position"]
        assert (shown["lat"], shown["lon"]) == (permit.position["lat"], permit.position["lon"])


async def test_aq_5_12_2_alarms_of_today_and_before_are_read_with_their_place(site: Site) -> None:
    permit = await permit_of(site, *HEIGHT)
    away = metres_north(permit.position, 900)
    refused(await run(permit, "issued", sign_position=away), "GB 30871 4.11", alarm="30")
    site.wait(days=3)
    items = (await read(site, "records/permit_alarm", t1="30", area=permit.values["area"]))["items"]
    assert [item["area"]["id"] for item in items] == [permit.values["area"]]
    page = await read(site, f"records/permit_alarm/{items[0]['id']}")
    assert page["data"]["permit"] == permit.id
    groups = await read(site, "lists/permit_alarm/groups", by="code", area=permit.values["area"])
    assert [(each["value"], each["count"]) for each in groups["items"]] == [("30", 1)]


async def test_aq_5_12_3_what_waits_for_me_and_what_i_signed_are_read_and_counted(
    site: Site,
) -> None:
    permit = await permit_of(site, *HEIGHT)
    carried_out(await run(permit, "sign_approval"))
    area: Json = {"area": permit.values["area"]}

    async def mine(whose: str, name: str = "unit") -> list[str]:
        items = (await read(site, "records/permit", name, mine=whose, **area))["items"]
        return [item["id"] for item in items]

    assert await mine("assigned") == [permit.id]
    carried_out(await permit.act("unit", "sign"))
    assert await mine("handled") == [permit.id]
    assert await mine("handled", "dept") == []
    groups = await read(site, "lists/permit/groups", "unit", by="job", mine="handled", **area)
    assert [(each["value"], each["count"]) for each in groups["items"]] == [("height", 1)]
