"""Imports over HTTP: upload, mapping, dry run, start, and everything that is refused."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from httpx import AsyncClient

from anshu.kernel.clock import MovedClock
from anshu.records.importing import importer_for
from anshu.records.imports import reactions
from anshu.records.imports.port import ImportedRow, ImportResult, RowImporter
from anshu.records.imports.reactions import IMPORT_REACTIONS
from anshu.records.imports.table import MAX_BYTES
from anshu.records.services import Services
from anshu.store.principal import Tenant
from tests.records.people import PEOPLE, Plant
from tests.web.client import logged_in
from tests.web.ledgers import CLOSED, HEADER, ROWS, csv_bytes
from tests.web.worker import work_off

CSV = {"content-type": "text/csv"}


async def upload(client: AsyncClient, content: bytes, kind: str = "hazard") -> dict[str, object]:
    sent = await client.post(
        "imports", params={"type": kind, "filename": "台账.csv"}, content=content, headers=CSV
    )
    assert sent.status_code == 201, sent.text
    return dict(sent.json())


async def imported(plant: Plant, client: AsyncClient, content: bytes) -> dict[str, object]:
    """The finished job of a ledger whose guessed mapping is right."""
    job = await upload(client, content)
    checked = await client.post(f"imports/{job['id']}/dry-run", json={})
    assert checked.status_code == 200, checked.text
    started = await client.post(f"imports/{job['id']}/start", json={})
    assert (started.status_code, started.json()["state"]) == (202, "running"), started.text
    assert await work_off(plant, IMPORT_REACTIONS) == 1
    return dict((await client.get(f"imports/{job['id']}")).json())


async def test_a_ledger_goes_from_upload_to_records(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, csv_bytes())
        assert (job["state"], job["rows"], job["encoding"]) == ("draft", 4, "UTF-8")
        assert job["mapping"] == {
            "隐患描述": "description", "隐患等级": "level", "发现时间": "created_at",
            "区域": "area", "整改责任人": "responsible", "整改期限": "deadline",
            "状态": "state", "销号时间": "closed_at",
        }  # fmt: skip
        assert {"name": "隐患描述", "samples": ["法兰渗漏", "阀门内漏", "压力表失效"]} in job[
            "columns"
        ]  # type: ignore[operator]
        assert {"key": "created_at", "label": "发现时间", "required": True} in job["targets"]  # type: ignore[operator]
        done = await imported(plant, client, csv_bytes())
        assert (done["state"], done["ok"], done["failed"], done["errors"]) == ("done", 4, 0, [])
        listed = (await client.get("records/hazard", params={"origin": "import"})).json()
        assert listed["total"] == 4
        jobs = (await client.get("imports")).json()["items"]
        assert [(j["state"], j["ok"]) for j in jobs] == [("done", 4), ("draft", 0)]


async def test_a_files_name_is_kept_without_what_cannot_be_written(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        sent = await client.post(
            "imports", params={"type": "hazard", "filename": "台\x00账\n.csv"}, content=csv_bytes()
        )
        assert (sent.status_code, sent.json()["filename"]) == (201, "台账.csv")


async def test_a_mapping_can_be_changed_until_the_import_starts(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, csv_bytes())
        mapping = {"隐患描述": "description", "发现时间": "created_at", "区域": ""}
        changed = await client.put(f"imports/{job['id']}", json={"mapping": mapping})
        assert changed.status_code == 200
        assert changed.json()["mapping"] == {"隐患描述": "description", "发现时间": "created_at"}
        await client.post(f"imports/{job['id']}/dry-run", json={})
        await client.post(f"imports/{job['id']}/start", json={})
        late = await client.put(f"imports/{job['id']}", json={"mapping": mapping})
        assert (late.status_code, late.json()["code"]) == (409, "import_started")


async def test_a_wrong_mapping_is_refused_with_every_fault_by_name(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, csv_bytes())
        mapping = {"隐患描述": "description", "没有这列": "area", "区域": "nowhere"}
        refused = await client.put(f"imports/{job['id']}", json={"mapping": mapping})
        assert (refused.status_code, refused.json()["code"]) == (422, "import_mapping")
        assert {(e["field"], e["code"]) for e in refused.json()["errors"]} == {
            ("没有这列", "import_unknown_column"),
            ("区域", "import_unknown_target"),
            ("created_at", "import_target_missing"),
        }
        assert all(e["message"] and e["cure"] for e in refused.json()["errors"])


@pytest.mark.parametrize(
    ("encoding", "shown"), [("gbk", "GB18030"), ("utf-8-sig", "UTF-8 BOM"), ("utf-16", "UTF-16")]
)
async def test_encodings_of_plants_are_read(plant: Plant, encoding: str, shown: str) -> None:
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, csv_bytes(encoding=encoding))
        assert (job["encoding"], job["rows"]) == (shown, 4)
        done = await imported(plant, client, csv_bytes(encoding=encoding))
        assert (done["ok"], done["failed"]) == (4, 0)


async def test_a_workbook_with_a_merged_header_is_read(plant: Plant) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, 3, "２０２６年隐患排查治理台账")
        for column, name in enumerate(("隐患描述", "发现时间")):
            sheet.merge_range(1, column, 2, column, name)
        sheet.merge_range(1, 2, 1, 3, "整改情况")
        sheet.write_row(2, 2, ["整改责任人", "整改期限"])
        sheet.write_row(3, 0, ["法兰渗漏", "2026/3/5", "郑维修", "２０２６年３月８日"])
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, out.getvalue())
        assert job["mapping"] == {
            "隐患描述": "description", "发现时间": "created_at",
            "整改情况/整改责任人": "responsible", "整改情况/整改期限": "deadline",
        }  # fmt: skip
        done = await imported(plant, client, out.getvalue())
        assert (done["ok"], done["failed"]) == (1, 0)


FAULTS = (
    HEADER,
    ",一般隐患,2026/3/5,,,,,",
    "法兰渗漏,特大,2026/3/5,,,,,",
    "法兰渗漏,一般隐患,三月五日,,,,,",
    "法兰渗漏,一般隐患,2026/3/5,,查无此人,,,",
    CLOSED,
)


async def test_every_faulty_cell_is_named_with_row_column_value_and_cure(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, csv_bytes(FAULTS))
        checked = (await client.post(f"imports/{job['id']}/dry-run", json={})).json()
        assert (checked["state"], checked["ok"], checked["failed"]) == ("checked", 1, 4)
        errors = {(e["row"], e["column"], e["value"]) for e in checked["errors"]}
        assert errors == {
            (2, "隐患描述", ""), (3, "隐患等级", "特大"), (4, "发现时间", "三月五日"),
            (5, "整改责任人", "查无此人"),
        }  # fmt: skip
        person = next(e for e in checked["errors"] if e["row"] == 5)
        assert person["message"] == "系统中没有人员“查无此人”。"
        assert person["cure"] == "请先添加该人员，或把这一格留空。"
        assert (await client.get("records/hazard")).json()["total"] == 0
    async with logged_in(plant, "ehs", language="en") as client:
        english = (await client.get(f"imports/{job['id']}")).json()
        person = next(e for e in english["errors"] if e["row"] == 5)
        assert person["message"] == 'There is no person "查无此人".'


async def test_good_rows_come_in_beside_faulty_ones_and_the_faults_stay_listed(
    plant: Plant,
) -> None:
    async with logged_in(plant, "ehs") as client:
        done = await imported(plant, client, csv_bytes(FAULTS))
        assert (done["state"], done["ok"], done["failed"], done["done"]) == ("done", 1, 4, 5)
        assert len(done["errors"]) == 4  # type: ignore[arg-type]
        assert (await client.get("records/hazard")).json()["total"] == 1


NO_LEDGERS = (
    (b"%PDF-1.7 nothing of a table", 415, "import_wrong_type"),
    (b"\x89PNG\r\n\x1a\n" + bytes(64), 415, "import_wrong_type"),
    (b"  \r\n", 422, "import_empty"),
    (csv_bytes()[:40] + b"\xff\xfe\xff" + csv_bytes()[40:], 422, "import_encoding"),
    (f'{HEADER}\r\n"法兰"渗漏",一般'.encode(), 422, "import_broken_quotes"),
    (b"a" * (MAX_BYTES + 1), 413, "import_too_large"),
    (b"a" * (MAX_BYTES * 2), 413, "import_too_large"),
)


async def test_a_file_that_is_no_ledger_is_refused_in_words_and_leaves_no_job(
    plant: Plant,
) -> None:
    async with logged_in(plant, "ehs") as client:
        for content, status, code in NO_LEDGERS:
            sent = await client.post(
                "imports", params={"type": "hazard"}, content=content, headers=CSV
            )
            problem = sent.json()
            assert (sent.status_code, problem["code"]) == (status, code)
            assert sent.headers["content-type"] == "application/problem+json"
            assert problem["title"]
            assert problem["cure"]
            # Every blank of the sentence has been filled.
            assert not set("{}") & set(problem["title"] + problem["cure"])
            assert " ，" not in problem["title"]
        assert (await client.get("imports")).json()["items"] == []


async def test_the_limit_of_a_file_stands_in_the_answer(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        sent = await client.post(
            "imports", params={"type": "hazard"}, content=b"a" * (MAX_BYTES + 1), headers=CSV
        )
        assert "20 MB" in sent.json()["title"]


async def test_who_may_not_create_such_records_may_not_import_them(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        for kind in ("person", "area"):
            wanted = {"type": kind}
            sent = await client.post("imports", params=wanted, content=csv_bytes(), headers=CSV)
            assert (sent.status_code, sent.json()["code"]) == (403, "not_allowed")
            assert sent.json()["facts"][0]["value"] == f"{kind}:record:create"
        unknown = await client.post("imports", params={"type": "x"}, content=b"a", headers=CSV)
        assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_type")


async def test_only_who_may_import_sees_or_touches_an_import(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as ehs:
        job = await upload(ehs, csv_bytes())
    for name in PEOPLE.keys() - {"ehs"}:
        async with logged_in(plant, name) as client:
            assert await refusals(client, str(job["id"])) == {403}, name
    async with logged_in(plant, "ehs") as ehs:
        assert (await ehs.get(f"imports/{job['id']}")).json() == job
        assert len((await ehs.get("imports")).json()["items"]) == 1
    assert await work_off(plant, IMPORT_REACTIONS) == 0


async def test_another_tenants_import_does_not_exist(plant: Plant, neighbour: Plant) -> None:
    async with logged_in(neighbour, "ehs") as theirs:
        job = await upload(theirs, csv_bytes())
        await theirs.post(f"imports/{job['id']}/dry-run", json={})
    async with logged_in(plant, "ehs") as ours:
        found = {
            (await ours.get(f"imports/{job['id']}")).status_code,
            (await ours.put(f"imports/{job['id']}", json={"mapping": {}})).status_code,
            (await ours.post(f"imports/{job['id']}/dry-run", json={})).status_code,
            (await ours.post(f"imports/{job['id']}/start", json={})).status_code,
        }
        assert found == {404}
        assert (await ours.get("imports")).json()["items"] == []
    assert await work_off(neighbour, IMPORT_REACTIONS) == 0


async def test_an_import_that_was_not_checked_does_not_start(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, csv_bytes())
        refused = await client.post(f"imports/{job['id']}/start", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "import_not_checked")
        assert refused.json()["cure"]
    assert await work_off(plant, IMPORT_REACTIONS) == 0


async def test_starting_twice_takes_every_row_in_once(plant: Plant) -> None:
    async with logged_in(plant, "ehs") as client:
        job = await upload(client, csv_bytes())
        await client.post(f"imports/{job['id']}/dry-run", json={})
        for _ in range(2):
            assert (await client.post(f"imports/{job['id']}/start", json={})).status_code == 202
        assert await work_off(plant, IMPORT_REACTIONS) == 2
        done = (await client.get(f"imports/{job['id']}")).json()
        assert (done["state"], done["ok"]) == ("done", len(ROWS))
        assert (await client.get("records/hazard")).json()["total"] == len(ROWS)


async def test_an_import_whose_worker_failed_is_carried_on_by_the_next_try(
    plant: Plant, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"第{n}处漏油,一般隐患,2026/3/5,,,,," for n in range(1, 301)]
    monkeypatch.setattr(reactions, "importer_for", failing_after_one_batch)
    async with logged_in(plant, "ehs") as client:
        done = await imported(plant, client, csv_bytes((HEADER, *rows)))
        assert (done["state"], done["ok"]) == ("failed", 200)
        monkeypatch.undo()
        clock.move(timedelta(minutes=1))
        assert await work_off(plant, IMPORT_REACTIONS) == 1
        resumed = (await client.get(f"imports/{done['id']}")).json()
        assert (resumed["state"], resumed["ok"], resumed["failed"]) == ("done", 300, 0)
        assert (await client.get("records/hazard")).json()["total"] == 300


def failing_after_one_batch(services: Services, tenant: Tenant, *, actor: str) -> RowImporter:
    real, batches = importer_for(services, tenant, actor=actor), 0

    async def importer(type_key: str, rows: Sequence[ImportedRow]) -> Sequence[ImportResult]:
        nonlocal batches
        batches += 1
        if batches > 1:
            raise ConnectionError("the database went away")
        return await real(type_key, rows)

    return importer


async def refusals(client: AsyncClient, job: str) -> set[int]:
    answers: Sequence[int] = [
        (await client.get("imports")).status_code,
        (await client.get(f"imports/{job}")).status_code,
        (await client.post("imports", params={"type": "hazard"}, content=b"a")).status_code,
        (await client.put(f"imports/{job}", json={"mapping": {}})).status_code,
        (await client.post(f"imports/{job}/dry-run", json={})).status_code,
        (await client.post(f"imports/{job}/start", json={})).status_code,
    ]
    return set(answers)
