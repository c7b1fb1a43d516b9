"""Search, ledgers and exports reach no further than the reader's rows and field classes."""

import csv
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from anshu.definitions.field_language import Field, Form, FormField
from anshu.definitions.language import Column, Item, Ledger, Pack, RecordType
from anshu.definitions.words import Text
from anshu.flow.commands import Create
from anshu.kernel.refusal import Refusal
from anshu.records import export
from anshu.records.adoption import adopt
from anshu.records.export import ExportFile, export_records
from anshu.records.filters import ListFilters
from anshu.records.finding import SearchAnswer, find
from anshu.records.ledgers import LedgerPage, ledgers, list_ledger
from anshu.records.listing import RecordList, list_records
from anshu.records.run import Answer, run
from anshu.records.spreadsheet import Format, harmless
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import TenantRow, principal
from tests.records.people import PLACE, Plant, hazard_packs, settle
from tests.records.rows import HazardRow, insert
from tests.records.test_journey import complete, media

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
PENALTY = "扣罚绩效"
CONTACT = "13800001111"


async def judged(plant: Plant, description: str = "法兰垫片老化") -> UUID:
    """A hazard with a penalty (restricted) and a contact (personal)."""
    record = uuid4()
    data: dict[str, object] = {
        "photos": [await media(plant)], "description": description, "area": str(plant.area),
        "equipment": str(plant.equipment), "position": PLACE, "contact": CONTACT,
    }  # fmt: skip
    worker = await plant.subject("worker")
    answer = await run(plant.services, worker, Create(id=record, type="hazard", data=data))
    assert isinstance(answer, Answer), answer
    due = (plant.services.clock.now() + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    steps: list[tuple[str, str, dict[str, object]]] = [
        ("leader", "pass", {"review_opinion": "属实"}),
        ("safety", "pass", {"category": "equipment", "handling": "by_deadline", "advice": "更换"}),
        ("ehs", "approve", {"level": "general", "responsible": str(plant.ids["fixer"]),
                            "deadline": due, "penalty": PENALTY}),
    ]  # fmt: skip
    for name, outcome, values in steps:
        assert isinstance(await complete(plant, name, record, outcome, values), Answer)
    return record


async def hits(plant: Plant, name: str, q: str) -> list[UUID]:
    answer = await find(plant.services, await plant.subject(name), q)
    assert isinstance(answer, SearchAnswer), answer
    return [hit.id for hit in answer.items]


FINDERS = {
    # who: (the description, the personal contact, the restricted penalty)
    "worker": (True, False, False), "leader": (True, False, False),
    "other_leader": (False, False, False), "safety": (True, True, False),
    "ehs": (True, True, True), "boss": (True, True, True), "fixer": (True, False, False),
    "auditor": (True, False, False), "admin": (False, False, False),
}  # fmt: skip


async def test_every_persona_finds_by_readable_rows_and_classes_only(plant: Plant) -> None:
    record = await judged(plant)
    for name, expected in FINDERS.items():
        for q, seen in zip(("垫片老化", CONTACT, PENALTY), expected, strict=True):
            found = [record] if seen else []
            assert await hits(plant, name, q) == found, (name, q)
            asked = ListFilters(q=q)
            answer = await list_records(plant.services, await plant.subject(name), "hazard", asked)
            if isinstance(answer, RecordList):
                assert ([row.id for row in answer.items], answer.total) == (found, len(found))
            else:
                assert name == "admin"


async def test_search_covers_all_types_and_puts_numbers_first(plant: Plant) -> None:
    record = await judged(plant)
    number = (await hit_of(plant, record)).number
    await insert(plant, HazardRow(created_at=NOON, title="见编号", lexemes=(number.lower(),)))
    for q in (number, number.lower(), number[:-1]):
        assert (await hits(plant, "ehs", q))[0] == record
    # The equipment itself, then what lies on it.
    assert await hits(plant, "worker", "R-103") == [plant.equipment, record]
    assert await hits(plant, "worker", "反应釜区") == [plant.area, record]
    assert await hits(plant, "worker", "郑维修") == [plant.ids["fixer"], record]
    assert await hits(plant, "worker", "zhengweixiu") == [plant.ids["fixer"]]
    assert await hits(plant, "worker", "zwx") == [plant.ids["fixer"]]
    for q in ("", "  ", "!?"):
        assert await hits(plant, "ehs", q) == []
    for q in ("a\0b", "长" * 201, "\ud800"):
        refusal = await find(plant.services, await plant.subject("ehs"), q)
        assert isinstance(refusal, Refusal)
        assert [error.field for error in refusal.fields] == ["q"]


async def hit_of(plant: Plant, record: UUID):  # type: ignore[no-untyped-def]
    answer = await find(plant.services, await plant.subject("ehs"), "垫片老化")
    assert isinstance(answer, SearchAnswer)
    (hit,) = answer.items
    assert (hit.id, hit.where) == (record, "甲班 反应釜区 3号反应釜")
    return hit


async def test_search_and_ledgers_take_three_round_trips(plant: Plant) -> None:
    await judged(plant)
    subject = await plant.subject("ehs")
    seen: list[TransactionEnded] = []
    plant.services.store.observers.append(seen.append)
    await find(plant.services, subject, "垫片")
    await list_ledger(plant.services, subject, "hazard_all")
    await ledgers(plant.services, subject)
    await export_records(plant.services, subject, "hazard", ListFilters(), form="csv")
    plant.services.store.observers.remove(seen.append)
    assert [t.round_trips for t in seen] == [3, 3, 3, 3]


async def test_a_neighbour_finds_nothing_of_ours(
    plant: Plant, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    await judged(plant)
    neighbour = await settle(plant.services, tenant_pair[1])
    for q in ("垫片", CONTACT, PENALTY):
        assert await hits(neighbour, "ehs", q) == []
    subject = await neighbour.subject("ehs")
    view = await list_ledger(neighbour.services, subject, "hazard_all")
    assert isinstance(view, LedgerPage)
    assert view.items == ()
    file = await exported(neighbour, "ehs", "csv")
    assert file.rows == 0


async def test_a_ledger_writes_what_people_read(plant: Plant) -> None:
    record = await judged(plant)
    subject = await plant.subject("ehs")
    view = await list_ledger(plant.services, subject, "hazard_equipment")
    assert isinstance(view, LedgerPage), view
    (row,) = view.items
    assert row.id == record
    cells = dict(zip([column.key for column in view.columns], row.cells, strict=True))
    assert cells["title"] == "法兰垫片老化"
    assert (cells["level"], cells["t1"], cells["state"]) == ("一般隐患", "设备", "整改中")
    assert (cells["owner"], cells["org_path"]) == ("郑维修", "甲班")
    assert cells["closed_at"] == ""
    (listed,) = await one_row(plant)
    shanghai = listed.created_at + timedelta(hours=8)
    assert cells["created_at"] == f"{shanghai:%Y-%m-%d %H:%M}"
    assert view.columns[0].label == "编号"
    index = await ledgers(plant.services, subject)
    assert not isinstance(index, Refusal)
    counts = {entry.key: entry.count for entry in index}
    assert (counts["hazard_all"], counts["hazard_equipment"], counts["hazard_fire"]) == (1, 1, 0)
    assert (counts["hazard_overdue"], counts["hazard_rectifying"]) == (0, 1)


async def one_row(plant: Plant):  # type: ignore[no-untyped-def]
    answer = await list_records(plant.services, await plant.subject("ehs"), "hazard", ListFilters())
    assert isinstance(answer, RecordList)
    return answer.items


async def test_ledgers_reach_as_far_as_both_permissions(plant: Plant) -> None:
    await judged(plant)
    for name, count in {"leader": 1, "other_leader": 0, "auditor": 1, "boss": 1}.items():
        subject = await plant.subject(name)
        index = await ledgers(plant.services, subject)
        assert not isinstance(index, Refusal)
        assert {entry.key: entry.count for entry in index}["hazard_all"] == count
        view = await list_ledger(plant.services, subject, "hazard_all")
        assert isinstance(view, LedgerPage)
        assert len(view.items) == count
    for name in ("worker", "fixer", "admin"):
        for answer in (
            await ledgers(plant.services, await plant.subject(name)),
            await list_ledger(plant.services, await plant.subject(name), "hazard_all"),
        ):
            assert isinstance(answer, Refusal), name
            assert (answer.code, answer.kind) == ("not_allowed", "forbidden")


async def test_a_ledger_is_paged_without_loss(plant: Plant) -> None:
    rows = await insert(plant, *[HazardRow(created_at=NOON)] * 5)
    subject = await plant.subject("ehs")
    paged: list[UUID] = []
    cursor: object = ""
    while cursor is not msgspec.UNSET:
        assert isinstance(cursor, str)
        view = await list_ledger(plant.services, subject, "hazard_all", cursor, 2)
        assert isinstance(view, LedgerPage)
        paged += [row.id for row in view.items]
        cursor = view.next_cursor
    assert (len(paged), set(paged)) == (5, set(rows))
    wrong = await list_ledger(plant.services, subject, "hazard_all", "x", 0)
    assert isinstance(wrong, Refusal)
    assert {error.field for error in wrong.fields} == {"cursor", "limit"}


async def exported(plant: Plant, name: str, form: Format) -> ExportFile:
    file = await export_records(
        plant.services, await plant.subject(name), "hazard", ListFilters(), form=form
    )
    assert isinstance(file, ExportFile), file
    return file


async def test_an_export_holds_readable_classes_and_no_formulas(plant: Plant) -> None:
    await judged(plant, description='=HYPERLINK("x","垫片")')
    for name, personal, restricted in (("safety", True, False), ("ehs", True, True)):
        file = await exported(plant, name, "csv")
        assert file.body.startswith(b"\xef\xbb\xbf")
        (head, row) = csv.reader(io.StringIO(file.body.decode("utf-8-sig"), newline=""))
        assert file.rows == 1
        shown = dict(zip(head, row, strict=True))
        assert shown["隐患描述"] == '\'=HYPERLINK("x","垫片")'
        assert (shown["整改责任人"], shown["区域"], shown["隐患类别"]) == (
            "郑维修", "反应釜区", "设备",
        )  # fmt: skip
        assert (shown["隐患等级"], shown["登记人"], shown["现场照片"]) == (
            "一般隐患", "王工", "1 张",
        )  # fmt: skip
        assert (shown.get("联系电话"), shown.get("处罚记录")) == (
            CONTACT if personal else None, PENALTY if restricted else None,
        )  # fmt: skip
        book = await exported(plant, name, "xlsx")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.body)).get_sheet_by_index(0)
        assert sheet.to_python() == [head, row]


async def test_only_who_may_export_gets_a_file(plant: Plant) -> None:
    await judged(plant)
    for name in ("worker", "leader", "other_leader", "fixer", "auditor", "admin"):
        answer = await export_records(
            plant.services, await plant.subject(name), "hazard", ListFilters(), form="csv"
        )
        assert isinstance(answer, Refusal), name
        assert (answer.code, answer.kind) == ("not_allowed", "forbidden")


async def test_an_export_beyond_the_limit_is_refused_by_name(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_EXPORTED", 2)
    await insert(plant, *[HazardRow(created_at=NOON)] * 2)
    assert (await exported(plant, "ehs", "csv")).rows == 2
    await insert(plant, HazardRow(created_at=NOON))
    answer = await export_records(
        plant.services, await plant.subject("ehs"), "hazard", ListFilters(), form="csv"
    )
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.kind, answer.facts[0].limit) == (
        "export_too_large", "too_large", "2",
    )  # fmt: skip


def test_texts_that_look_like_formulas_are_made_harmless() -> None:
    for text in ("=1+1", "+1", "-1+1", "@x", "\tx", "\rx", "＝1", "-"):
        assert harmless(text) == f"'{text}"
    for text in ("-12.5", "渗漏", "", "a=1", "12"):
        assert harmless(text) == text


def with_witness() -> tuple[Pack, ...]:
    """The shipped packs; a hazard also names a witness and another unit, in no own column."""
    more = (
        Field(key="witness", kind="person", label=Text(zh="见证人")),
        Field(key="neighbour", kind="org", label=Text(zh="相邻班组")),
    )
    packs = []
    for pack in hazard_packs():
        items: list[Item] = []
        for item in pack.items:
            if isinstance(item, RecordType) and item.key == "hazard":
                items.append(msgspec.structs.replace(item, fields=(*item.fields, *more)))
            elif isinstance(item, Form) and item.key == "hazard_report":
                asked = (FormField("witness"), FormField("neighbour"))
                items.append(msgspec.structs.replace(item, fields=(*item.fields, *asked)))
            elif isinstance(item, Ledger) and item.key == "hazard_all":
                shown = tuple(Column(field.key, field.label) for field in more)
                items.append(msgspec.structs.replace(item, columns=shown))
            else:
                items.append(item)
        packs.append(msgspec.structs.replace(pack, items=tuple(items)))
    return tuple(packs)


async def test_references_without_a_column_are_written_by_name(plant: Plant) -> None:
    tenant = principal(plant.row)
    await adopt(plant.services.store, tenant, with_witness(), plant.services.clock)
    plant.services.books.forget(tenant.schema)
    data: dict[str, object] = {
        "photos": [await media(plant)], "description": "3号反应釜密封渗漏", "area": str(plant.area),
        "witness": str(plant.ids["leader"]), "neighbour": "/w2/t1/",
    }  # fmt: skip
    worker = await plant.subject("worker")
    answer = await run(plant.services, worker, Create(id=uuid4(), type="hazard", data=data))
    assert isinstance(answer, Answer), answer
    view = await list_ledger(plant.services, await plant.subject("ehs"), "hazard_all")
    assert isinstance(view, LedgerPage)
    assert [row.cells for row in view.items] == [("李班长", "乙班")]
    file = await exported(plant, "ehs", "csv")
    head, row = csv.reader(io.StringIO(file.body.decode("utf-8-sig"), newline=""))
    shown = dict(zip(head, row, strict=True))
    assert (shown["见证人"], shown["相邻班组"]) == ("李班长", "乙班")
