"""A type with variants and tables, defined by a tenant: planned, confirmed, found, exported."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest_asyncio
from httpx import Response

from anshu.access.catalogue import SHIPPED
from anshu.access.compiled import Laws
from anshu.access.loading import AccessLoader
from anshu.definitions.language import RecordType
from anshu.definitions.pack import parse_pack
from anshu.records.adoption import adopt
from anshu.records.reactions import REACTIONS
from anshu_tenants.registry import principal
from tests.records.people import PEOPLE, Plant, hazard_packs
from tests.web.office import Json, Office
from tests.web.worker import work_off

LIFTS = parse_pack(Path(__file__).with_name("lifts.yaml").read_text("utf-8"), name="lifts")


class Lifting(Office):
    """A worker plans, the EHS manager confirms."""

    async def plan(self, **data: object) -> Response:
        crew = [{"person": str(self.plant.ids["fixer"]), "duty": "rigger", "note": "持双证"}]
        whole: Json = {
            "what": "换热器就位", "job": "hoist", "level": "hoist_1",
            "area": str(self.plant.area), "riggers": crew, **data,
        }  # fmt: skip
        client = await self.person("worker")
        return await client.post("records/lift", json={"id": str(uuid4()), "data": whole})

    async def planned(self, **data: object) -> Json:
        answer = await self.plan(**data)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def read(self, path: str, name: str = "ehs", **params: str) -> Response:
        answer = await (await self.person(name)).get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer


@pytest_asyncio.fixture(loop_scope="session")
async def lifting(plant: Plant) -> AsyncIterator[Lifting]:
    types = [item for item in LIFTS.items if isinstance(item, RecordType)]
    loader = AccessLoader(plant.services.clock, laws=Laws(catalogue=SHIPPED.with_types(types)))
    plant.services = services = dataclasses.replace(plant.services, access=loader)
    await adopt(services.store, principal(plant.row), (*hazard_packs(), LIFTS), services.clock)
    services.books.forget(plant.row.schema)
    async with Lifting(plant) as opened:
        yield opened


def wrong(answer: Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


async def test_a_plan_with_rows_is_kept_found_confirmed_and_exported(lifting: Lifting) -> None:
    page = await lifting.planned()
    (row,) = page["data"]["riggers"]
    assert (row["@no"], row["note"]) == (1, "持双证")
    rigger = str(lifting.plant.ids["fixer"])
    assert page["names"][rigger] == PEOPLE["fixer"][0]
    (listed,) = (await lifting.read("records/lift", columns="riggers")).json()["items"]
    assert listed["names"][rigger] == PEOPLE["fixer"][0] and listed["cells"]["riggers"]
    for words in ("双证", "司索"):
        (found,) = (await lifting.read("records/lift", q=words)).json()["items"]
        assert found["id"] == page["id"]
    seen = (await lifting.read(f"records/lift/{page['id']}")).json()
    (action,) = seen["actions"]
    client = await lifting.person("ehs")
    body: Json = {
        "command_id": str(uuid4()), "version": seen["version"], "outcome": "agree",
        "data": {"loads": [{"name": "换热器", "mass": "12.5"}, {"name": "管箱"}]},
    }  # fmt: skip
    done = await client.post(f"records/lift/{page['id']}/tasks/{action['task']}", json=body)
    assert done.status_code == 200, done.text
    assert done.json()["state"] == "shut"
    exported = await lifting.read("records/lift/export", format="csv")
    text = exported.content.decode("utf-8-sig")
    assert "1 行：郑维修 · 司索 · 持双证" in text
    assert "2 行：换热器 · 12.5 t；管箱" in text


async def test_the_audit_trail_names_people_in_rows(lifting: Lifting) -> None:
    page = await lifting.planned()
    events = (await lifting.read("audit/events", "ehs", record=page["id"])).json()["items"]
    changes = [change for event in events for change in event["changes"]]
    assert {"label": "作业人员", "value": "1 行：郑维修 · 司索 · 持双证"} in changes


async def test_a_photo_in_a_row_can_be_seen_by_who_reads_the_record(lifting: Lifting) -> None:
    photo = await lifting.upload("worker")
    crew = [{"person": str(lifting.plant.ids["fixer"]), "duty": "rigger", "photos": [photo]}]
    made = {"job": "crane", "level": "crane_1", "crane_count": "2", "riggers": crew}
    await lifting.planned(**made)
    assert (await (await lifting.person("ehs")).get(f"media/{photo}")).status_code == 200
    assert (await (await lifting.person("leader")).get(f"media/{photo}")).status_code == 404


async def test_photos_in_rows_are_marked_with_who_gave_them(lifting: Lifting) -> None:
    planned, entered = await lifting.upload("worker"), await lifting.upload("ehs")
    rigger: Json = {"person": str(lifting.plant.ids["fixer"]), "duty": "rigger"}
    made: Json = {"job": "crane", "level": "crane_1", "crane_count": "2"}
    page = await lifting.planned(**made, riggers=[{**rigger, "photos": [planned]}])
    client = await lifting.person("ehs")
    body = {"id": str(uuid4()), "entry": "more", "rows": [{**rigger, "photos": [entered]}]}
    answer = await client.post(f"records/lift/{page['id']}/entries", json=body)
    assert answer.status_code == 200, answer.text
    for photo in (planned, entered):
        plain = await lifting.read(f"media/{photo}")
        missing = await client.get(f"media/{photo}", params={"variant": "watermarked"})
        assert missing.status_code == 404 or missing.content == plain.content
    await work_off(lifting.plant, REACTIONS)
    for photo in (planned, entered):
        plain = await lifting.read(f"media/{photo}")
        marked = await lifting.read(f"media/{photo}", variant="watermarked")
        assert marked.content != plain.content


async def test_what_is_wrong_is_named_by_row_and_nothing_is_kept(lifting: Lifting) -> None:
    crew: list[Json] = [
        {"person": str(uuid4()), "duty": "rigger"}, {"duty": "cook"}, {"person": "x"},
    ]  # fmt: skip
    answer = await lifting.plan(riggers=crew[1:])
    assert wrong(answer) == [
        ("riggers[0].person", "field_missing"), ("riggers[0].duty", "not_in_list"),
        ("riggers[1].person", "wrong_format"), ("riggers[1].duty", "field_missing"),
    ]  # fmt: skip
    first = answer.json()["errors"][0]
    assert (first["label"], first["row"]) == ("作业人员第 1 行人员", 1)
    assert first["cure"] == "请填写“作业人员第 1 行人员”"
    assert wrong(await lifting.plan(riggers=crew[:1])) == [
        ("riggers[0].person", "reference_unknown")
    ]
    strange = [{"person": str(lifting.plant.ids["fixer"]), "duty": "rigger", "photos": ["0a" * 32]}]
    crane = {"job": "crane", "level": "crane_1", "crane_count": "1", "riggers": strange}
    assert wrong(await lifting.plan(**crane)) == [("riggers[0].photos", "file_unknown")]
    assert (await lifting.read("records/lift")).json()["items"] == []


async def test_a_variant_asks_its_own_questions_and_levels(lifting: Lifting) -> None:
    crane = {"job": "crane", "level": "hoist_1"}
    assert wrong(await lifting.plan(**crane)) == [
        ("level", "not_under_parent"), ("riggers[0].photos", "field_missing"),
        ("crane_count", "field_missing"),
    ]  # fmt: skip
    assert wrong(await lifting.plan(crane_count="1")) == [("crane_count", "not_asked")]


async def test_a_client_is_told_of_conditions_columns_and_parents(lifting: Lifting) -> None:
    shown = (await lifting.read("definitions/lift", "worker")).json()
    form = {field["key"]: field for field in shown["forms"]["lift_plan"]["fields"]}
    crane = {"op": "is", "field": "job", "value": "crane", "now": False}
    assert form["crane_count"]["asked_if"] == crane
    assert form["level"]["parent_field"] == "job"
    columns = {column["key"]: column for column in form["riggers"]["columns"]}
    assert list(columns) == ["person", "duty", "note", "photos"]
    assert (columns["person"]["required"], columns["photos"]["asked_if"]) == (True, crane)
    assert shown["forms"]["lift_rigger"]["of_table"] == "riggers"
    loads = shown["forms"]["lift_confirm"]["fields"][1]
    assert loads["copies"] == {"field": "like", "of": "lift", "table": "loads"}
    assert shown["words"] == {"reporter": "吊装申请人"}
    assert {b["key"]: b.get("shown_if") for b in shown["blocks"]} == {
        "whole": None,
        "cranes": crane,
    }
    assert {item["code"] for item in shown["code_lists"]["lift_duty"]["items"]} == {
        "rigger", "signaller",
    }  # fmt: skip
