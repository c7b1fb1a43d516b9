"""Texts and lists made to cost much, or to reach the database as it cannot take them."""

import time
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
import xlsxwriter

from anshu.identity.accounts import normal_login
from anshu.identity.password_policy import faults
from tests.flow.hazards import COMPILED, REPORT
from tests.records.people import Plant
from tests.web.office import Office

# Bringing 80,000 marks that stand in the wrong order to one form takes eight seconds; a body of
# a megabyte held half an hour of them.
MARKS = "a" + "\u0315\u0300" * 40_000
FAR_ZONE = "2030-01-01T00:00:00+20:00"
KIND = COMPILED.types["hazard"]


def test_a_login_that_is_too_long_costs_nothing() -> None:
    begun = time.perf_counter()
    assert normal_login(MARKS) == ""
    assert time.perf_counter() - begun < 2.5  # eight seconds and more without the bound


def test_a_password_that_is_too_long_costs_nothing() -> None:
    begun = time.perf_counter()
    assert [fault.code for fault in faults(MARKS, login="wang")] == ["password_too_long"]
    assert time.perf_counter() - begun < 2.5  # eight seconds and more without the bound


@pytest.mark.parametrize("value", ["a\0b", "x" * 100_000, "A" * 64, 7, None, {"a": 1}])
async def test_a_photo_that_is_no_hash_is_refused_before_the_database_sees_it(
    office: Office, value: object
) -> None:
    answer = await office.send_report(photos=[value])
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == ["photos"]


@pytest.mark.parametrize("part", ["image", "shown"])
async def test_a_signature_that_is_no_hash_is_refused(office: Office, part: str) -> None:
    record = (await office.to_rectification())["id"]
    data = await office.rectification(record)
    wrong = data | {"responsible_signature": data["responsible_signature"] | {part: "a\0b"}}
    answer = await office.act("fixer", record, "submit", wrong)
    assert answer.status_code == 422, answer.text


def test_a_list_of_a_hundred_thousand_wrong_items_is_refused_at_once() -> None:
    form = KIND.form(KIND.item.start_form)
    begun = time.perf_counter()
    errors = form.errors({**REPORT, "photos": [1] * 100_000})
    assert time.perf_counter() - begun < 2.5  # eight seconds and more without the bound
    assert [error.field for error in errors] == ["photos"]


async def test_an_assignment_until_a_time_that_the_database_cannot_read_is_refused(
    office: Office, plant: Plant
) -> None:
    """Read by PostgreSQL at every page of a waiting record, it would take them all down."""
    admin = await office.person("admin")
    role = {"role": "worker", "org_path": "/", "until": FAR_ZONE}
    data = {"name": "远方", "org": "/", "assignments": [role]}
    answer = await admin.post("records/person", json={"id": str(uuid4()), "data": data})
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == ["assignments"]
    await office.report()


async def test_a_limit_in_a_zone_that_the_database_cannot_read_is_refused(office: Office) -> None:
    record = (await office.to_decision())["id"]
    answer = await office.act("ehs", record, "approve", office.decision() | {"deadline": FAR_ZONE})
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == ["deadline"]


@pytest.mark.parametrize("path", ["%00", "a" * 5000, "assets/" + "b" * 300, "../../etc/passwd"])
async def test_no_path_of_the_console_is_a_fault_of_the_server(office: Office, path: str) -> None:
    client = await office.person("worker")
    answer = await client.get(f"http://testserver/{path}")
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")


async def test_what_the_api_answers_is_kept_by_no_cache(office: Office) -> None:
    client = await office.person("worker")
    for path in ("session", "worklist", "records/hazard", "records/hazard/none"):
        answer = await client.get(path)
        assert answer.headers["cache-control"] == "no-store", path


def _workbook_with_nul() -> bytes:
    """A ledger whose cell holds NUL as Excel writes it."""
    plain, changed = BytesIO(), BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["隐患描述", "发现时间"])
        sheet.write_row(1, 0, ["法兰SIGN渗漏", "2026-03-05"])
    with ZipFile(plain) as before, ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"SIGN", b"_x0000_"))
    return changed.getvalue()


async def test_a_workbook_whose_cell_holds_nul_is_read_without_it(office: Office) -> None:
    client = await office.person("ehs")
    sent = await client.post("imports", params={"type": "hazard"}, content=_workbook_with_nul())
    assert sent.status_code == 201, sent.text
    samples = {column["name"]: column["samples"] for column in sent.json()["columns"]}
    assert samples["隐患描述"] == ["法兰渗漏"]
