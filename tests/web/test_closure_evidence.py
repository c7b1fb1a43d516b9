"""Closure asks for four elements; each that is missing or invalid is named, over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest
import pytest_asyncio

from anshu.definitions.field_language import Form
from anshu.definitions.language import Item, Pack
from anshu.records.adoption import adopt
from anshu_tenants.registry import principal
from tests.records.people import PLACE, Plant, hazard_packs
from tests.web.office import Json, Office

LABELS = {
    "before_photos": "整改前照片", "after_photos": "整改后照片",
    "responsible_signature": "责任人电子签名", "recheck_position": "复查人定位水印",
}  # fmt: skip
FORMS = ("hazard_rectification", "hazard_reinspection")
# The same place in Shanghai in both systems, as published with the usual conversion libraries.
WGS = PLACE | {"lat": "31.1774276", "lon": "121.5272106"}
GCJ = PLACE | {"lat": "31.175303984", "lon": "121.531541859", "system": "GCJ-02"}


def undemanding(pack: Pack) -> Pack:
    """The pack with forms that ask for nothing, so that only the gate is left to refuse."""
    items = tuple(_undemanding(item) for item in pack.items)
    return msgspec.structs.replace(pack, items=items, version=pack.version + ".u")


@pytest_asyncio.fixture(loop_scope="session")
async def lenient(plant: Plant) -> AsyncIterator[Office]:
    """An office of a plant whose forms ask for nothing."""
    services = plant.services
    packs = tuple(undemanding(pack) for pack in hazard_packs())
    await adopt(services.store, principal(plant.row), packs, services.clock)
    async with Office(plant) as opened:
        yield opened


async def reinspected(office: Office, missing: set[str]) -> Json:
    """The refusal of a closure that lacks these elements."""
    record = (await office.to_rectification())["id"]
    photos: Json = {key: [] for key in ("before_photos", "after_photos") if key in missing}
    form = await office.rectification(record, **photos)
    if "responsible_signature" in missing:
        del form["responsible_signature"]
    await office.done("fixer", record, "submit", form)
    checked = await office.reinspection()
    if "recheck_position" in missing:
        del checked["recheck_position"]
    return await refused(office, record, checked)


async def refused(office: Office, record: str, form: Json) -> Json:
    """The problem that the re-inspection's end is answered with; the record stays as it was."""
    before = await office.page("ehs", record)
    answer = await office.act("safety", record, "pass", form)
    assert answer.status_code == 409, answer.text
    problem = dict(answer.json())
    assert problem["code"] == "closure_evidence_missing"
    assert problem["current_version"] == before["version"]
    after = await office.page("ehs", record)
    assert (after["state"], after["version"]) == ("reinspecting", before["version"])
    return problem


@pytest.mark.parametrize("element", LABELS)
async def test_each_missing_element_is_named(lenient: Office, element: str) -> None:
    problem = await reinspected(lenient, {element})
    (error,) = problem["errors"]
    assert (error["field"], error["code"]) == (element, "evidence_absent")
    assert error["label"] == LABELS[element]
    assert LABELS[element] in error["cure"]


async def test_all_missing_elements_are_named_together(lenient: Office) -> None:
    problem = await reinspected(lenient, set(LABELS))
    assert [error["field"] for error in problem["errors"]] == list(LABELS)
    verdicts = problem["explanation"]["children"]
    assert [child["verdict"] for child in verdicts] == ["fail"] * 4


async def test_the_forms_ask_for_the_elements_before_the_gate_does(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    answer = await office.act("fixer", record, "submit", {})
    assert answer.status_code == 422
    named = {error["field"] for error in answer.json()["errors"]}
    assert named == {
        "before_photos", "after_photos", "measures_taken", "responsible_signature",
        "machine_stopped", "repair_order_raised", "retest_value",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "code", "value", "limit"),
    [
        ({"lat": "31.995000"}, "evidence_outside", "1112", "150"),
        ({"accuracy_m": "500"}, "evidence_inaccurate", "500", "200"),
    ],
)
async def test_a_position_that_proves_nothing_is_refused_with_its_figure(
    office: Office, place: dict[str, str], code: str, value: str, limit: str
) -> None:
    record = (await office.to_reinspection())["id"]
    (error,) = (await refused(office, record, await office.reinspection(**place)))["errors"]
    assert (error["field"], error["code"]) == ("recheck_position", code)
    assert (error["value"], error["limit"]) == (value, limit)
    assert value in error["message"]
    assert limit in error["message"]
    assert error["cure"]
    assert (await office.close(record))["state"] == "closed"


@pytest.mark.parametrize("source", ["manual", "exif"])
async def test_a_position_that_no_device_measured_on_the_spot_is_no_evidence(
    office: Office, source: str
) -> None:
    record = (await office.to_reinspection())["id"]
    tried = await office.reinspection(source=source)
    (error,) = (await refused(office, record, tried))["errors"]
    assert (error["code"], error["value"]) == ("evidence_not_measured", source)
    assert (await office.close(record))["state"] == "closed"


@pytest.mark.parametrize("seen", [WGS, GCJ], ids=["WGS-84", "GCJ-02"])
@pytest.mark.parametrize("reported", [WGS, GCJ], ids=["WGS-84", "GCJ-02"])
async def test_the_same_place_counts_in_both_coordinate_systems(
    office: Office, reported: dict[str, str], seen: dict[str, str]
) -> None:
    record = (await _without_area(office, reported))["id"]
    page = await office.done("safety", record, "pass", await office.reinspection(**seen))
    assert page["state"] == "closed"


async def test_a_map_position_called_a_satellite_position_is_outside(office: Office) -> None:
    record = (await _without_area(office, WGS))["id"]
    mislabelled = GCJ | {"system": "WGS-84"}
    (error,) = (await refused(office, record, await office.reinspection(**mislabelled)))["errors"]
    assert error["code"] == "evidence_outside"
    assert 400 < int(error["value"]) < 600


async def test_an_after_photo_from_before_the_rectification_is_refused(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    early = (office.now - timedelta(minutes=40)).isoformat()
    old = await office.upload("fixer", captured_at=early)
    form = await office.rectification(record, after_photos=[old])
    await office.done("fixer", record, "submit", form)
    (error,) = (await refused(office, record, await office.reinspection()))["errors"]
    assert (error["field"], error["code"]) == ("after_photos", "evidence_captured_too_early")
    assert error["value"] in error["message"]
    assert error["limit"] in error["message"]


async def test_photos_of_the_first_rectification_do_not_prove_the_second(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    first = await office.rectification(record)
    await office.done("fixer", record, "submit", first)
    office.move(timedelta(minutes=10))
    await office.done("safety", record, "fail", {"return_reason": "仍有滴漏"})
    again = await office.rectification(record, after_photos=first["after_photos"])
    await office.done("fixer", record, "submit", again)
    (error,) = (await refused(office, record, await office.reinspection()))["errors"]
    assert (error["field"], error["code"]) == ("after_photos", "evidence_captured_too_early")


async def test_photos_from_before_the_first_rectification_prove_the_second_as_well(
    office: Office,
) -> None:
    record = (await office.to_rectification())["id"]
    shape = (await (await office.person("fixer")).get("definitions/hazard")).json()["forms"]
    lasting = [f["key"] for f in shape["hazard_rectification"]["fields"] if f.get("lasting")]
    assert lasting == ["before_photos"]
    first = await office.rectification(record)
    await office.done("fixer", record, "submit", first)
    office.move(timedelta(minutes=10))
    await office.done("safety", record, "fail", {"return_reason": "仍有滴漏"})
    again = await office.rectification(record, before_photos=first["before_photos"])
    await office.done("fixer", record, "submit", again)
    assert (await office.close(record))["state"] == "closed"


async def test_a_signature_by_somebody_else_is_no_signature_of_the_responsible(
    office: Office,
) -> None:
    record = (await office.to_rectification(days=1))["id"]
    office.move(timedelta(days=1, minutes=1))
    await office.sweep()
    form = await office.rectification(record, by="ehs")
    await office.done("ehs", record, "submit", form)
    (error,) = (await refused(office, record, await office.reinspection()))["errors"]
    assert error["field"] == "responsible_signature"
    assert error["code"] == "evidence_not_by_responsible"


async def test_a_signature_over_another_sheet_is_refused(office: Office) -> None:
    record = (await office.to_rectification())["id"]
    form = await office.rectification(record)
    answer = await office.act("fixer", record, "submit", form | {"measures_taken": "更换了密封件"})
    assert (answer.status_code, answer.json()["code"]) == (409, "signed_something_else")
    assert (await office.page("ehs", record))["state"] == "rectifying"
    await office.done("fixer", record, "submit", form)


async def test_whoever_rectified_may_not_reinspect(office: Office) -> None:
    record = (await office.to_rectification(responsible="safety"))["id"]
    form = await office.rectification(record, by="safety")
    await office.done("safety", record, "submit", form)
    assert (await office.page("safety", record))["actions"] == []
    answer = await office.act("safety", record, "pass", await office.reinspection())
    assert (answer.status_code, answer.json()["code"]) == (403, "same_person")


async def _without_area(office: Office, position: dict[str, str]) -> Json:
    """A hazard that waits for re-inspection and whose only fence is the reported position."""
    return await office.to_reinspection(area=None, equipment=None, position=position)


def _undemanding(item: Item) -> Item:
    if not isinstance(item, Form) or item.key not in FORMS:
        return item
    fields = tuple(msgspec.structs.replace(f, required=False, min_items=0) for f in item.fields)
    return msgspec.structs.replace(item, fields=fields)
