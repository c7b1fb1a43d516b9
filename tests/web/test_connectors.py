"""Connectors over HTTP and through the worker: connect, probe, run, facts on the record page."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from anshu.kernel.clock import MovedClock
from anshu.records.connectors.asking import ask_for_due
from anshu.records.connectors.reactions import CONNECTOR_REACTIONS
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu_tenants.registry import principal
from tests.records.people import PEOPLE, Plant
from tests.records.test_journey import report
from tests.web.client import logged_in
from tests.web.worker import work_off

EQUIPMENT = """设备编码,设备名称,功能位置,区域,状态,最后修改时间
R-103,3号反应釜（EAM）,1010-R-103,反应釜区,运行,2026-10-01 08:00:00
P-101,进料泵,1010-P-101,反应釜区,检修,2026-10-02 08:00:00
P-102,备用泵,1010-P-102,没有这个区,运行,2026-10-02 08:00:00
"""
MAINTENANCE = """工单号,设备编码,工单类型,完成时间,描述
4000001,R-103,PM,2026-09-01 17:30,更换密封
4000002,X-999,PM,2026-09-01 17:30,没有这台设备
"""


@pytest.fixture
def settings(node_settings: NodeSettings, tmp_path: Path) -> Settings:
    """As for all HTTP tests, with a folder in which file drivers may read."""
    return Settings(
        installation=node_settings.installation,
        secret=node_settings.secret,
        nodes=(node_settings,),
        admin_urls={node_settings.name: node_settings.url},
        control_node=node_settings.name,
        media_root=str(tmp_path / "media"),
        connector_root=str(tmp_path / "sources"),
    )


def export(plant: Plant, *, equipment: str = EQUIPMENT, maintenance: str = MAINTENANCE) -> str:
    """Both files in the tenant's own folder; answers its path."""
    folder = Path(plant.services.settings.connector_root) / plant.row.schema / "eam"
    folder.mkdir(parents=True, exist_ok=True)
    written = plant.services.clock.now() - timedelta(minutes=5)
    for name, text in (("equipment.csv", equipment), ("maintenance.csv", maintenance)):
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (written.timestamp(), written.timestamp()))
    return str(folder)


def wanted(folder: str, **changes: object) -> dict[str, object]:
    return {"driver": "csv_eam", "title": "设备系统", "config": {"folder": folder}, **changes}


async def connected(plant: Plant, client: AsyncClient) -> str:
    """A connected source that has been read once; its id."""
    made = await client.post("connectors", json=wanted(export(plant)))
    assert made.status_code == 201, made.text
    instance = str(made.json()["id"])
    started = await client.post(f"connectors/{instance}/run", json={})
    assert (started.status_code, started.json()) == (202, {"queued": True})
    assert await work_off(plant, CONNECTOR_REACTIONS) == 1
    return instance


async def machines(client: AsyncClient) -> dict[str, dict[str, object]]:
    """The equipment pages by code."""
    rows = (await client.get("records/equipment")).json()["items"]
    pages = [(await client.get(f"records/equipment/{row['id']}")).json() for row in rows]
    return {page["data"]["code"]: page for page in pages}


async def test_a_source_is_connected_read_and_shown_with_what_it_could_not_use(
    plant: Plant,
) -> None:
    async with logged_in(plant, "admin") as client:
        instance = await connected(plant, client)
        answer = (await client.get("connectors")).json()
        (driver,) = [d for d in answer["drivers"] if d["key"] == "csv_eam"]
        assert driver["title"] == "EAM 导出文件（CSV）"
        assert "folder" in driver["config_schema"]["properties"]
        (shown,) = answer["instances"]
        assert (shown["id"], shown["state"], shown["title"]) == (instance, "ok", "设备系统")
        assert shown["counts"] == {"entities": 3, "values": 1, "unmatched": 1, "problems": 0}
        assert shown["unmatched_codes"] == ["X-999"]
        # Configurations are never shown, nor is what they hold.
        assert "config" not in shown
        assert plant.row.schema not in str(shown)


async def test_equipment_is_found_by_its_code_created_when_missing_and_not_changed_twice(
    plant: Plant,
) -> None:
    async with logged_in(plant, "admin") as client:
        instance = await connected(plant, client)
        found = await machines(client)
        assert found.keys() == {"R-103", "P-101", "P-102"}
        assert found["R-103"]["id"] == str(plant.equipment)
        assert found["R-103"]["version"] == 2
        assert found["R-103"]["title"] == "3号反应釜（EAM）"
        assert found["P-101"]["data"] == {
            "name": "进料泵", "code": "P-101", "location": "1010-P-101", "status": "检修",
            "area": str(plant.area),
        }  # fmt: skip
        assert found["P-101"]["org"]["path"] == "/w1/t1/"  # type: ignore[index]
        assert found["P-102"]["org"]["path"] == "/"  # type: ignore[index]
        before = await events(plant)
        changed = EQUIPMENT.replace("P-101,进料泵", "P-101,进料泵甲").replace("P-102", "P-103")
        export(plant, equipment=changed)
        await client.post(f"connectors/{instance}/run", json={})
        await work_off(plant, CONNECTOR_REACTIONS)
        again = await machines(client)
        assert again["P-101"]["title"] == "进料泵甲"
        for untouched in ("R-103", "P-102"):
            assert again[untouched]["version"] == found[untouched]["version"]
            assert again[untouched]["data"] == found[untouched]["data"]
        assert again["P-103"]["id"] != found["P-102"]["id"]
        assert await events(plant) == before + 2
        assert await actors(plant) == {f"connector:{instance}"}


async def test_the_record_page_says_who_knows_what_of_the_equipment_and_since_when(
    plant: Plant, clock: MovedClock
) -> None:
    record = await report(plant)
    async with logged_in(plant, "ehs") as reader, logged_in(plant, "admin") as admin:
        instance = await connected(plant, admin)
        (fact,) = await facts(reader, record)
        assert (fact["source"], fact["label"]) == ("设备系统", "上次检修")
        assert fact["value"] == "2026-09-01T09:30:00Z"
        assert (fact["stale"], fact["source_key"]) == (False, "4000001")
        own = (await reader.get(f"records/equipment/{plant.equipment}")).json()
        assert own["equipment"]["facts"] == [fact]
        clock.move(timedelta(hours=5))
        await admin.post(f"connectors/{instance}/run", json={})
        await work_off(plant, CONNECTOR_REACTIONS)
        clock.move(timedelta(hours=5))
        (confirmed,) = await facts(reader, record)
        assert not confirmed["stale"]
        assert str(confirmed["confirmed_at"]) > str(confirmed["fetched_at"])
        clock.move(timedelta(hours=1, minutes=1))
        (old,) = await facts(reader, record)
        assert old["stale"]


async def test_what_is_due_is_asked_for_once_per_due_time_in_every_tenant(
    plant: Plant, neighbour: Plant, clock: MovedClock
) -> None:
    for one in (plant, neighbour):
        async with logged_in(one, "admin") as client:
            made = await client.post("connectors", json=wanted(export(one)))
            assert made.status_code == 201, made.text
    await ask_for_due(plant.services)
    await ask_for_due(plant.services)
    assert await work_off(plant, CONNECTOR_REACTIONS) == 1
    assert await work_off(neighbour, CONNECTOR_REACTIONS) == 1
    await ask_for_due(plant.services)
    assert await work_off(plant, CONNECTOR_REACTIONS) == 0
    clock.move(timedelta(minutes=121))
    await ask_for_due(plant.services)
    assert await work_off(plant, CONNECTOR_REACTIONS) == 1


async def test_a_wrong_configuration_is_refused_by_field_and_keeps_nothing(plant: Plant) -> None:
    folder = export(plant)
    cases = (
        (wanted("/etc"), "folder"),
        (wanted(folder, config={}), "folder"),
        (wanted(folder, config={"folder": folder, "timezone": "Mars/Base"}), "timezone"),
        (wanted(folder, title=" "), "title"),
        (wanted(folder, title="EAM\x00"), "title"),
        (wanted(folder, driver="none"), "driver"),
        (wanted(folder, interval_minutes=1), "interval_minutes"),
    )
    async with logged_in(plant, "admin") as client:
        for body, field in cases:
            refused = await client.post("connectors", json=body)
            problem = refused.json()
            assert (refused.status_code, problem["code"]) == (422, "connector_config_refused")
            (error,) = problem["errors"]
            assert error["field"] == field
            assert error["message"]
            assert problem["title"] == "连接的配置不对"
        assert (await client.get("connectors")).json()["instances"] == []


async def test_a_probe_says_what_the_source_holds_or_why_it_does_not_answer(plant: Plant) -> None:
    async with logged_in(plant, "admin") as client:
        made = (await client.post("connectors", json=wanted(export(plant)))).json()
        probed = await client.post(f"connectors/{made['id']}/probe", json={})
        assert probed.status_code == 200
        assert "设备 3 台" in probed.json()["text"]
        folder = Path(plant.services.settings.connector_root) / plant.row.schema / "eam"
        (folder / "equipment.csv").unlink()
        failed = await client.post(f"connectors/{made['id']}/probe", json={})
        assert (failed.status_code, failed.json()["code"]) == (409, "connector_failed")
        assert "equipment.csv" in failed.json()["detail"]


async def test_a_source_of_another_tenant_does_not_exist_and_its_folder_is_closed(
    plant: Plant, neighbour: Plant
) -> None:
    async with logged_in(neighbour, "admin") as theirs:
        made = (await theirs.post("connectors", json=wanted(export(neighbour)))).json()
    async with logged_in(plant, "admin") as ours:
        for what in ("probe", "run"):
            answer = await ours.post(f"connectors/{made['id']}/{what}", json={})
            assert (answer.status_code, answer.json()["code"]) == (404, "connector_unknown")
        assert (await ours.get("connectors")).json()["instances"] == []
        refused = await ours.post("connectors", json=wanted(export(neighbour)))
        assert refused.status_code == 422
    assert await work_off(neighbour, CONNECTOR_REACTIONS) == 0


async def test_who_may_only_look_at_connectors_changes_none_and_others_see_none(
    plant: Plant,
) -> None:
    folder = export(plant)
    async with logged_in(plant, "admin") as admin:
        made = (await admin.post("connectors", json=wanted(folder))).json()
    for name in PEOPLE.keys() - {"admin"}:
        async with logged_in(plant, name) as client:
            looked = (await client.get("connectors")).status_code
            assert looked == (200 if name == "ehs" else 403), name
            for path, body in (
                ("connectors", wanted(folder)),
                (f"connectors/{made['id']}/probe", {}),
                (f"connectors/{made['id']}/run", {}),
            ):
                assert (await client.post(path, json=body)).status_code == 403, (name, path)
    async with logged_in(plant, "admin") as admin:
        assert len((await admin.get("connectors")).json()["instances"]) == 1
    assert await work_off(plant, CONNECTOR_REACTIONS) == 0


async def test_an_unknown_instance_is_unknown(plant: Plant) -> None:
    async with logged_in(plant, "admin") as client:
        answer = await client.post(f"connectors/{uuid4()}/run", json={})
        assert (answer.status_code, answer.json()["cure"]) == (404, "请刷新连接列表")


async def test_a_removed_connection_is_read_no_more_and_says_who_removed_it(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as looker, logged_in(plant, "admin") as client:
        instance = await connected(plant, client)
        assert (await looker.delete(f"connectors/{instance}")).status_code == 403
        await client.post(f"connectors/{instance}/run", json={})
        gone = await client.delete(f"connectors/{instance}")
        assert (gone.status_code, gone.json()) == (200, {"id": instance})
        (shown,) = (await client.get("connectors")).json()["instances"]
        assert (shown["state"], "next_run" in shown) == ("removed", False)
        assert PEOPLE["admin"][0] in shown["error"]
        again = (
            await client.delete(f"connectors/{instance}"),
            await client.post(f"connectors/{instance}/run", json={}),
            await client.post(f"connectors/{instance}/probe", json={}),
            await client.put(f"connectors/{instance}/config", json={"config": {}}),
        )
        assert [answer.status_code for answer in again] == [404] * 4
        seen = {code: page["data"] for code, page in (await machines(client)).items()}
        assert "P-101" in seen, "what it brought stays"
        await work_off(plant, CONNECTOR_REACTIONS)
        (after,) = (await client.get("connectors")).json()["instances"]
        assert after == shown, "a run that was asked for before does nothing"


async def facts(client: AsyncClient, record: UUID) -> list[dict[str, object]]:
    page = (await client.get(f"records/hazard/{record}")).json()
    return list(page["equipment"]["facts"])


async def events(plant: Plant) -> int:
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        row = await tx.fetchrow("select count(*) as n from event where stream like 'equipment-%'")
    assert row is not None
    return int(row["n"])


async def actors(plant: Plant) -> set[str]:
    sql = "select actor from event where stream like 'equipment-%' and actor <> 'system:setup'"
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        return {row["actor"] for row in await tx.fetch(sql)}
