"""What an import leaves behind: closed history that stays as it is, open hazards to work on."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from asyncpg import Record
from msgspec import json
from msgspec.structs import replace

from anshu.boards.closure_rate import ClosureRate, closure_rate
from anshu.flow.commands import Complete
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu.records.evidence import Verification, verification
from anshu.records.importing import importer_for
from anshu.records.imports.port import ImportedRow, ImportResult
from anshu.records.page import RecordPage
from anshu.records.paging import record_page
from anshu.records.run import Answer, run
from anshu.records.signing import Sheet, signing_sheet
from anshu.records.sweeper import sweep_tenant
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import principal
from tests.records.people import PLACE, Plant
from tests.records.test_journey import report

BEGAN = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


async def take_in(plant: Plant, *rows: ImportedRow) -> Sequence[ImportResult]:
    tenant = principal(plant.row)
    importer = importer_for(plant.services, tenant, actor=f"person:{plant.ids['ehs']}")
    return await importer("hazard", rows)


def a_row(plant: Plant, **changes: object) -> ImportedRow:
    values: dict[str, object] = {
        "row_no": 2, "id": uuid4(), "created_at": BEGAN, "state": "rectifying",
        "data": {"description": "阀门内漏", "area": str(plant.area)},
    }  # fmt: skip
    return ImportedRow(**{**values, **changes})  # type: ignore[arg-type]


def rectifying(plant: Plant, deadline: str = "2099-01-01T00:00:00Z") -> ImportedRow:
    data = {
        "description": "阀门内漏", "area": str(plant.area), "level": "major",
        "responsible": str(plant.ids["fixer"]), "deadline": deadline,
    }  # fmt: skip
    return a_row(plant, data=data)


async def page_of(plant: Plant, record: UUID, name: str = "ehs") -> RecordPage:
    page = await record_page(plant.services, await plant.subject(name), "hazard", record)
    assert isinstance(page, RecordPage), page
    return page


async def test_an_imported_open_hazard_is_rectified_reinspected_and_closed(plant: Plant) -> None:
    row = rectifying(plant)
    assert await take_in(plant, row) == [ImportResult(2)]
    page = await page_of(plant, row.id)
    assert (page.state, page.origin, page.version) == ("rectifying", "import", 2)
    assert (page.created_at, page.org.path) == (BEGAN, "/w1/t1/")
    assert page.due == datetime(2099, 1, 1, tzinfo=UTC)
    before = {
        "before_photos": [await photo(plant)], "after_photos": [await photo(plant)],
        "measures_taken": "更换阀芯",
    }  # fmt: skip
    await done(plant, "fixer", row.id, "submit", before, signed=True)
    assert (await page_of(plant, row.id)).state == "reinspecting"
    checked = {
        "recheck_photos": [await photo(plant)], "recheck_opinion": "阀门已无渗漏",
        "recheck_position": PLACE,
    }  # fmt: skip
    await done(plant, "safety", row.id, "pass", checked)
    closed = await page_of(plant, row.id)
    assert closed.state == "closed"
    assert all(element.present for element in closed.elements)
    assert isinstance(closed.done_at, datetime)


async def test_an_imported_closed_hazard_is_there_to_be_read_only(plant: Plant) -> None:
    ended = BEGAN + timedelta(days=2)
    row = a_row(plant, state="closed", done_at=BEGAN + timedelta(days=1), closed_at=ended)
    await take_in(plant, row)
    page = await page_of(plant, row.id)
    assert (page.state, page.version, page.actions) == ("closed", 1, ())
    assert (page.done_at, page.closed_at) == (BEGAN + timedelta(days=1), ended)
    assert not page.overdue
    assert await open_tasks(plant, row.id) == []
    command = Complete(
        id=new_id(), record=row.id, type="hazard", task=new_id(), version=1, outcome="submit",
        data={},
    )  # fmt: skip
    refused = await run(plant.services, await plant.subject("fixer"), command)
    assert isinstance(refused, Refusal)
    assert refused.code in ("unknown_task", "unknown_record")
    assert (await page_of(plant, row.id)).version == 1


async def test_imported_history_is_left_out_of_the_closure_rate_and_counted_beside(
    plant: Plant,
) -> None:
    ended = BEGAN + timedelta(days=2)
    await take_in(
        plant,
        a_row(plant, row_no=2, state="closed", closed_at=ended),
        replace(rectifying(plant), row_no=3),
    )
    rate = await closure_rate(
        plant.services, await plant.subject("ehs"),
        first=BEGAN.date(), last=BEGAN.date() + timedelta(days=5),
    )  # fmt: skip
    assert isinstance(rate, ClosureRate)
    assert (rate.literal.denominator, rate.due_only.denominator) == (0, 0)
    assert rate.excluded_import == 2


async def test_the_same_rows_again_are_successes_and_write_nothing(plant: Plant) -> None:
    rows = (rectifying(plant), a_row(plant, row_no=3, state="closed", closed_at=BEGAN))
    first = await take_in(plant, *rows)
    before = await counts(plant)
    assert await take_in(plant, *rows) == first == [ImportResult(2), ImportResult(3)]
    assert await counts(plant) == before


async def test_a_batch_takes_four_round_trips(plant: Plant) -> None:
    seen: list[TransactionEnded] = []
    await plant.services.books.current(principal(plant.row))
    plant.services.store.observers.append(seen.append)
    await take_in(plant, *(a_row(plant, row_no=n) for n in range(2, 202)))
    plant.services.store.observers.remove(seen.append)
    assert [t.round_trips for t in seen] == [4]


async def test_an_open_row_without_a_responsible_person_waits_where_one_is_named(
    plant: Plant,
) -> None:
    row = a_row(plant)
    await take_in(plant, row)
    (task,) = await open_tasks(plant, row.id)
    assert (task["node"], task["roles"]) == ("ehs_decision", ["ehs_manager"])
    assert (await page_of(plant, row.id)).state == "deciding"
    assert await assumed(plant, row.id) == ["state"]


async def test_a_row_without_a_state_stands_where_its_dates_and_people_tell(plant: Plant) -> None:
    done_at, closed_at = BEGAN + timedelta(days=1), BEGAN + timedelta(days=2)
    rows = {
        "closed": a_row(plant, row_no=2, state="", closed_at=closed_at),
        "reinspecting": a_row(plant, row_no=3, state="", done_at=done_at),
        "rectifying": replace(rectifying(plant), row_no=4, state=""),
        "reviewing": a_row(plant, row_no=5, state=""),
    }
    await take_in(plant, *rows.values())
    assert {state: (await page_of(plant, row.id)).state for state, row in rows.items()} == {
        state: state for state in rows
    }
    assert (await page_of(plant, rows["reinspecting"].id)).done_at == done_at


async def test_a_closed_row_without_a_date_says_that_the_date_is_assumed(plant: Plant) -> None:
    row = a_row(plant, state="closed")
    await take_in(plant, row)
    assert (await page_of(plant, row.id)).closed_at == BEGAN
    assert await assumed(plant, row.id) == ["closed_at"]


async def test_what_was_done_before_the_import_is_undone_by_a_failed_reinspection(
    plant: Plant,
) -> None:
    row = replace(rectifying(plant), state="reinspecting", done_at=BEGAN + timedelta(days=1))
    await take_in(plant, row)
    assert (await page_of(plant, row.id)).done_at == BEGAN + timedelta(days=1)
    await done(plant, "safety", row.id, "fail", {"return_reason": "仍在渗漏"})
    page = await page_of(plant, row.id)
    assert page.state == "rectifying"
    assert not isinstance(page.done_at, datetime)


async def test_a_deadline_that_has_passed_escalates_by_the_sweeper(plant: Plant) -> None:
    row = rectifying(plant, deadline="2026-04-01T00:00:00Z")
    await take_in(plant, row)
    assert await sweep_tenant(plant.services, principal(plant.row)) == 1
    (task,) = await open_tasks(plant, row.id)
    assert task["roles"] == ["ehs_manager"]
    assert (await page_of(plant, row.id)).overdue


async def test_numbers_are_the_ledgers_own_or_drawn_and_never_two_the_same(plant: Plant) -> None:
    first = a_row(plant, row_no=2, number="安-2026-7")
    await take_in(plant, first, a_row(plant, row_no=3), a_row(plant, row_no=4))
    numbers = await hazard_numbers(plant)
    assert "安-2026-7" in numbers
    assert len(set(numbers)) == 3
    assert all(number.startswith("YH-2026-") for number in numbers - {"安-2026-7"})
    (clash,) = await take_in(plant, a_row(plant, row_no=9, number="安-2026-7"))
    assert [(e.field, e.code, e.value) for e in clash.errors] == [
        ("number", "import_number_taken", "安-2026-7")
    ]
    assert await hazard_numbers(plant) == numbers


async def test_new_numbers_lie_above_those_of_an_imported_ledger_of_ours(plant: Plant) -> None:
    this_year = plant.services.clock.now().year
    taken = {f"YH-{this_year}-{n:06d}" for n in range(5000, 5040)}
    await take_in(plant, *(a_row(plant, number=number) for number in taken))
    record = await report(plant)
    assert (await page_of(plant, record)).number not in taken
    assert await hazard_numbers(plant) > taken


async def test_the_event_of_an_import_is_dated_now_under_the_importers_name(plant: Plant) -> None:
    before = plant.services.clock.now()
    row = rectifying(plant)
    await take_in(plant, row)
    sql = "select kind, at, actor from event where stream = $1 order by version"
    found = await fetch(plant, sql, f"hazard-{row.id}")
    assert [event["kind"] for event in found] == ["RecordImported", "TaskOpened"]
    assert all(event["at"] >= before for event in found)
    assert {event["actor"] for event in found} == {f"person:{plant.ids['ehs']}"}


async def test_imported_records_are_sealed_and_verify_like_all_others(plant: Plant) -> None:
    row = rectifying(plant)
    await take_in(plant, row)
    tenant = principal(plant.row)
    key = signing_key(plant.services.settings.secret)
    now = plant.services.clock.now()
    await seal_tenant(plant.services.store, tenant.schema, tenant.node, key=key, now=now)
    found = await verification(plant.services, await plant.subject("ehs"), "hazard", row.id)
    assert isinstance(found, Verification)
    assert (found.ok, found.events, found.sealed) == (True, 2, 2)


async def done(
    plant: Plant, name: str, record: UUID, outcome: str, data: dict[str, object],
    *, signed: bool = False,
) -> None:  # fmt: skip
    """Ends the record's open task as this person."""
    subject = await plant.subject(name)
    (task,) = await open_tasks(plant, record)
    page = await page_of(plant, record)
    command = Complete(
        id=new_id(), record=record, type="hazard", task=task["id"], version=page.version,
        outcome=outcome, data=data,
    )  # fmt: skip
    if signed:
        sheet = await signing_sheet(plant.services, subject, command)
        assert isinstance(sheet, Sheet), sheet
        image = await photo(plant, "signature", plant.ids[name])
        signature = {"image": image, "shown": sheet.shown, "method": "handwriting"}
        command = replace(command, data={**data, "responsible_signature": signature})
    answer = await run(plant.services, subject, command)
    assert isinstance(answer, Answer), answer


async def photo(plant: Plant, purpose: str = "photo", person: UUID | None = None) -> str:
    digest = hashlib.sha256(uuid4().bytes).hexdigest()
    sql = """insert into media (hash, purpose, mime, bytes, received_at, captured_at, uploaded_by)
             values ($1, $2, 'image/jpeg', 1, $3, $3, $4)"""
    async with plant.services.store.begin(principal(plant.row), purpose="test.media") as tx:
        await tx.execute(sql, digest, purpose, plant.services.clock.now(), person)
    return digest


async def fetch(plant: Plant, sql: str, *arguments: object) -> list[Record]:
    async with plant.services.store.begin(principal(plant.row), purpose="test.look") as tx:
        return await tx.fetch(sql, *arguments)


async def open_tasks(plant: Plant, record: UUID) -> list[Record]:
    sql = "select id, node, roles from task where record = $1 and closed_at is null"
    return await fetch(plant, sql, record)


async def hazard_numbers(plant: Plant) -> set[str]:
    rows = await fetch(plant, "select number from record where type = 'hazard'")
    return {row["number"] for row in rows}


async def counts(plant: Plant) -> list[int]:
    tables = ("event", "record", "task", "deadline")
    rows = [await fetch(plant, f"select count(*) as n from {table}") for table in tables]
    return [row[0]["n"] for row in rows]


async def assumed(plant: Plant, record: UUID) -> list[str]:
    sql = "select normal from event where stream = $1 and version = 1"
    (row,) = await fetch(plant, sql, f"hazard-{record}")
    payload = json.decode(row["normal"], type=dict[str, object])
    return list(payload.get("@assumed", []))  # type: ignore[call-overload]
