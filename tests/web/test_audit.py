"""The audit list: who did what, within the reader's scope and classes, with its seal."""

import csv
import io
import re
from typing import Any

from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.web.office import CONTACT, PENALTY, Office
from tests.web.test_places import SQUARE
from tests.web.test_plain_records import changed

# A Python value, an id or a path of a unit, none of which is for people.
RAW = re.compile(r"[\[{]|[0-9a-f]{8}-[0-9a-f]{4}-|^/")
Json = dict[str, Any]


async def events(office: Office, name: str, **asked: str) -> list[Json]:
    answer = await (await office.person(name)).get("audit/events", params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_every_step_is_listed_with_person_record_and_content(office: Office) -> None:
    page = await office.to_rectification()
    found = await events(office, "ehs", number=page["number"])
    done = [(e["actor"], e["kind"], e["text"]) for e in found if e["kind"] != "TaskOpened"]
    assert done == [
        ("周经理", "TaskCompleted", "安环部终审 · 批准整改"),
        ("孙安全员", "TaskCompleted", "车间安全员复核 · 复核通过，报安环部"),
        ("李班长", "TaskCompleted", "班组长初审 · 属实，上报车间"),
        ("王工", "RecordCreated", ""),
    ]
    (decided,) = [e for e in found if e["text"] == "安环部终审 · 批准整改"]
    decision = {change["label"]: change["value"] for change in decided["changes"]}
    assert decision["隐患等级"] == "一般隐患"
    assert decision["处罚记录"] == PENALTY
    assert {e["record"]["number"] for e in found} == {page["number"]}
    assert all("seal_no" not in e for e in found)


async def test_filters_narrow_and_pages_follow_each_other(office: Office) -> None:
    page = await office.to_decision()
    person = str(office.plant.ids["leader"])
    by_leader = await events(office, "ehs", by=person)
    assert {e["actor"] for e in by_leader} == {"李班长"}
    assert by_leader
    kinds = await events(office, "ehs", kind="RecordCreated", type="hazard")
    assert [e["record"]["id"] for e in kinds] == [page["id"]]
    assert await events(office, "ehs", record=page["id"], period="today")
    assert await events(office, "ehs", record=page["id"], period="last_month") == []
    assert all(
        not e["actor"].startswith("person") for e in await events(office, "ehs", by="system")
    )
    client = await office.person("ehs")
    whole = [e["seq"] for e in await events(office, "ehs", limit="200")]
    paged: list[int] = []
    cursor = ""
    while True:
        answer = (await client.get("audit/events", params={"limit": "7", "cursor": cursor})).json()
        paged += [e["seq"] for e in answer["items"]]
        cursor = answer.get("next_cursor", "")
        if not cursor:
            break
    assert paged == whole == sorted(whole, reverse=True)


async def test_scope_and_classes_hold_in_list_and_file(office: Office, neighbour: Plant) -> None:
    page = await office.to_rectification()
    # The workshop's officer reads telephone numbers, not penalties, and only of the workshop.
    shown = await (await office.person("safety")).get("audit/events", params={"limit": "200"})
    assert CONTACT in shown.text
    assert PENALTY not in shown.text
    assert {e["record"]["type"] for e in shown.json()["items"]} <= {
        "hazard", "area", "equipment", "person", "org_unit",
    }  # fmt: skip
    assert all("record" in e for e in shown.json()["items"])
    auditor = await (await office.person("auditor")).get("audit/events", params={"limit": "200"})
    assert page["number"] in auditor.text
    assert CONTACT not in auditor.text
    assert PENALTY not in auditor.text
    admin = await (await office.person("admin")).get("audit/events", params={"limit": "200"})
    assert "冯管理" in admin.text
    assert page["number"] not in admin.text
    for name in ("worker", "leader"):
        refused = await (await office.person(name)).get("audit/events")
        assert (refused.status_code, page["number"] in refused.text) == (403, False)
    file = await (await office.person("ehs")).get("audit/events/export", params={"format": "csv"})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["序号", "时间", "服务器收到", "人员"]
    assert len(rows) - 1 == len(await events(office, "ehs", limit="200"))
    async with Office(neighbour) as next_door:
        assert page["number"] not in str(await events(next_door, "ehs", limit="200"))


async def test_a_sealed_event_names_its_seal(office: Office) -> None:
    page = await office.report()
    assert all("seal_no" not in e for e in await events(office, "ehs", record=page["id"]))
    plant, tenant = office.plant, principal(office.plant.row)
    key = signing_key(plant.services.settings.secret)
    await seal_tenant(plant.services.store, tenant.schema, tenant.node, key=key, now=office.now)
    found = await events(office, "ehs", record=page["id"])
    assert {e["seal_no"] for e in found} == {1}
    await office.done("leader", page["id"], "pass", {"review_opinion": "属实"})
    numbers = [e.get("seal_no") for e in await events(office, "ehs", record=page["id"])]
    assert numbers[-1] == 1
    assert numbers[0] is None


async def test_what_cannot_be_understood_is_named(office: Office) -> None:
    client = await office.person("ehs")
    for asked, field in (
        ({"by": "me"}, "by"), ({"period": "soon"}, "period"), ({"limit": "0"}, "limit"),
        ({"cursor": "x"}, "cursor"), ({"cursor": "1" * 5000}, "cursor"),
         ({"who": "x"}, "who"), ({"record": "x"}, "record"),
        ({"org": "w1"}, "org"),
    ):  # fmt: skip
        answer = await client.get("audit/events", params=asked)
        assert answer.status_code == 422
        assert {error["field"] for error in answer.json()["errors"]} == {field}


async def test_values_are_said_as_people_read_them(office: Office) -> None:
    page = await office.to_rectification()
    admin, area = await office.person("admin"), office.plant.area
    boundary = {"ring": SQUARE, "system": "WGS-84"}
    done = await changed(admin, f"records/area/{area}", {"boundary": boundary}, version=1)
    assert done.status_code == 200, done.text
    drawn = (await events(office, "admin", record=str(area), kind="RecordUpdated"))[0]
    said = {change["label"]: change["value"] for change in drawn["changes"]}
    assert any(re.fullmatch(r"\d+ 个点，面积 [\d,]+ m²", value) for value in said.values()), said
    found = [*await events(office, "ehs", record=page["id"]), *await events(office, "admin")]
    values = [change["value"] for event in found for change in event["changes"]]
    assert values
    assert not [v for v in values if RAW.search(v)]
    (made,) = await events(office, "ehs", record=page["id"], kind="RecordCreated")
    names = {change["value"] for change in made["changes"]}
    shown = await (await office.person("ehs")).get(f"records/area/{area}")
    assert shown.json()["title"] in names


async def test_what_is_left_out_is_said(office: Office) -> None:
    await office.report()
    admin = (await (await office.person("admin")).get("audit/events")).json()
    assert "隐患" in admin["left_out"]
    assert all(item.get("record", {}).get("type") != "hazard" for item in admin["items"])
    ehs = (await (await office.person("ehs")).get("audit/events")).json()
    assert "隐患" not in ehs["left_out"]
    workshop = (await (await office.person("safety")).get("audit/events")).json()
    assert workshop["partial"] is True


async def test_changes_of_settings_are_listed_without_their_secrets(office: Office) -> None:
    admin = await office.person("admin")
    settings = (await admin.get("notifications/settings")).json()["defaults"]
    for quiet in ("21:00", "21:00"):
        kept = await admin.put("notifications/settings", json=settings | {"quiet_from": quiet})
        assert kept.status_code == 200, kept.text
    new = {
        "title": "调度平台", "url": "https://203.0.114.9/hook/t0ken", "events": ["record.created"],
    }  # fmt: skip
    made = await admin.post("webhooks", json=new)
    assert made.status_code == 201, made.text
    path = f"webhooks/{made.json()['webhook']['id']}"
    assert (await admin.put(f"{path}/active", json={"active": False})).status_code == 200
    assert (await admin.post(f"{path}/secret")).status_code == 200
    assert (await admin.delete(path)).status_code == 200
    found = await events(office, "admin", kind="SettingChanged")
    assert {(e["actor"], e["kind_label"]) for e in found} == {("冯管理", "修改设置")}
    texts = [e["text"] for e in found]
    assert texts == ["设置 · 消息推送 · 调度平台"] * 4 + ["设置 · 通知默认值"]
    quiet_hours, paused = found[4]["changes"], found[2]["changes"]
    assert quiet_hours == [{"label": "免打扰开始", "value": "22:00 → 21:00"}]
    assert paused == [{"label": "启用", "value": "是 → 否"}]
    assert found[1]["changes"] == [{"label": "密钥", "value": "（无） → ***"}]
    assert "t0ken" not in str(found)
    assert made.json()["secret"] not in str(found)
    assert await events(office, "ehs", kind="SettingChanged") == []
