"""Lists show a reader the rows, columns and totals within the scope, and nothing else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from anshu.definitions.language import Pack, RecordType
from anshu.flow.commands import Update
from anshu.kernel.refusal import Refusal
from anshu.records.adoption import adopt
from anshu.records.filters import ListFilters
from anshu.records.keyset import SORTS
from anshu.records.ledgers import LedgerEntry, ledgers, list_ledger
from anshu.records.listing import RecordList, list_records
from anshu.records.run import Answer, run_as_system
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import TenantRow, principal
from tests.records.people import Plant, hazard_packs, settle
from tests.records.rows import HazardRow, insert
from tests.records.test_journey import report

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
READERS = {
    "worker": 1, "leader": 1, "other_leader": 0, "safety": 1, "ehs": 1, "boss": 1, "fixer": 0,
    "auditor": 1,
}  # fmt: skip


async def ask(plant: Plant, name: str, **filters: object) -> RecordList | Refusal:
    asked = ListFilters(**filters)  # type: ignore[arg-type]
    return await list_records(plant.services, await plant.subject(name), "hazard", asked)


async def listed(plant: Plant, name: str, **filters: object) -> RecordList:
    answer = await ask(plant, name, **filters)
    assert isinstance(answer, RecordList), answer
    return answer


async def test_a_list_shows_names_labels_and_listed_fields_in_three_round_trips(
    plant: Plant,
) -> None:
    record = await report(plant)
    subject = await plant.subject("leader")
    seen: list[TransactionEnded] = []
    plant.services.store.observers.append(seen.append)
    answer = await list_records(plant.services, subject, "hazard", ListFilters())
    plant.services.store.observers.remove(seen.append)
    assert [t.round_trips for t in seen] == [3]
    assert isinstance(answer, RecordList)
    (row,) = answer.items
    assert (row.id, answer.total, answer.total_exact) == (record, 1, True)
    shown = msgspec.json.decode(msgspec.json.encode(row))
    assert shown["state_label"] == "班组初审"
    assert shown["org"] == {"path": "/w1/t1/", "name": "甲班"}
    assert shown["area"]["name"] == "反应釜区"
    assert shown["equipment"]["name"] == "3号反应釜"
    assert shown["reporter"]["name"] == "王工"
    assert len(shown["photo"]) == 64
    assert set(shown["data"]) == {"description", "area", "equipment"}
    assert "owner" not in shown
    assert "due" not in shown


async def test_every_persona_sees_its_rows_and_total_only(plant: Plant) -> None:
    await report(plant)
    for name, count in READERS.items():
        answer = await listed(plant, name)
        assert (name, len(answer.items), answer.total) == (name, count, count)
    refused = await ask(plant, "admin")
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.kind) == ("not_allowed", "forbidden")
    unknown = await list_records(
        plant.services, await plant.subject("ehs"), "no_such_type", ListFilters()
    )
    assert isinstance(unknown, Refusal)
    assert unknown.code == "unknown_type"


async def test_another_tenant_s_records_do_not_exist(
    plant: Plant, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    await report(plant)
    neighbour = await settle(plant.services, tenant_pair[1])
    answer = await listed(neighbour, "ehs")
    assert (answer.items, answer.total) == ((), 0)
    own = await report(neighbour)
    assert [row.id for row in (await listed(neighbour, "ehs")).items] == [own]
    assert own not in [row.id for row in (await listed(plant, "ehs")).items]


async def test_filters_narrow_rows_and_total(plant: Plant) -> None:
    worker, leader = plant.ids["worker"], plant.ids["leader"]
    rows = await insert(
        plant,
        HazardRow(created_at=NOON, level="major", reporter=worker, lexemes=("密封", "r-103")),
        HazardRow(created_at=NOON + timedelta(days=1), state="closed", org_path="/w1/t2/"),
        HazardRow(created_at=NOON + timedelta(days=2), org_path="/w10/", origin="import"),
        HazardRow(created_at=NOON + timedelta(days=3), org_path="/w2/", reporter=leader),
    )
    cases: list[tuple[dict[str, object], list[int]]] = [
        ({}, [0, 1, 2, 3]),
        ({"state": "closed"}, [1]),
        ({"level": "major"}, [0]),
        ({"org": "/w1/"}, [0, 1]),
        ({"origin": "import"}, [2]),
        ({"q": "密封"}, [0]),
        ({"q": "密封 R-10"}, [0]),
        ({"q": "密封 r-2"}, []),
        ({"q": "！？"}, []),
        ({"q": "'); drop"}, []),
        ({"created_from": NOON + timedelta(days=1)}, [1, 2, 3]),
        ({"created_to": NOON + timedelta(days=1)}, [0]),
        ({"area": plant.area}, []),
        ({"state": "rectifying", "origin": "live"}, [0, 3]),
    ]
    for filters, expected in cases:
        answer = await listed(plant, "ehs", sort="created_at", **filters)
        assert [row.id for row in answer.items] == [rows[i] for i in expected], filters
        assert answer.total == len(expected), filters
    mine = await listed(plant, "worker", mine="reported")
    assert [row.id for row in mine.items] == [rows[0]]


async def test_assigned_are_records_with_an_open_task_of_the_reader(plant: Plant) -> None:
    record = await report(plant)
    assert [row.id for row in (await listed(plant, "leader", mine="assigned")).items] == [record]
    assert (await listed(plant, "ehs", mine="assigned")).items == ()


async def test_overdue_moves_with_the_clock(plant: Plant) -> None:
    now = plant.services.clock.now()
    due = now + timedelta(hours=2)
    open_row, *others = await insert(
        plant,
        HazardRow(created_at=now, due=due),
        HazardRow(created_at=now, due=due, done_at=now),
        HazardRow(created_at=now, due=due, closed_at=now, state="voided"),
        HazardRow(created_at=now),
    )
    assert (await listed(plant, "ehs", overdue=True)).total == 0
    plant.services.clock.move(timedelta(hours=3))  # type: ignore[attr-defined]
    late = await listed(plant, "ehs", overdue=True)
    assert [row.id for row in late.items] == [open_row]
    marked = {row.id: row.overdue for row in (await listed(plant, "ehs")).items}
    assert marked == {open_row: True, **dict.fromkeys(others, False)}


@pytest.mark.parametrize("column", SORTS)
@pytest.mark.parametrize("sign", ["", "-"])
async def test_paging_loses_and_repeats_nothing_when_sort_values_are_equal(
    plant: Plant, column: str, sign: str
) -> None:
    later = NOON + timedelta(hours=1)
    rows = await insert(
        plant,
        *[HazardRow(created_at=NOON, due=later, done_at=later, closed_at=later)] * 3,
        *[HazardRow(created_at=NOON, level=None)] * 3,
        HazardRow(
            created_at=later, due=NOON, done_at=NOON, closed_at=NOON, level="major", state="closed"
        ),
    )
    whole = [row.id for row in (await listed(plant, "ehs", sort=sign + column)).items]
    assert sorted(whole) == sorted(rows)
    cursor: object = ""
    paged: list[UUID] = []
    while cursor is not msgspec.UNSET:
        page = await listed(plant, "ehs", sort=sign + column, limit=2, cursor=cursor)
        assert page.total == len(rows)
        paged += [row.id for row in page.items]
        cursor = page.next_cursor
    assert paged == whole
    if column in ("due", "done_at", "closed_at", "level"):
        assert set(whole[4:]) == set(rows[3:6])


async def test_a_broken_question_is_refused_naming_every_field(plant: Plant) -> None:
    await insert(plant, *[HazardRow(created_at=NOON)] * 3)
    good = (await listed(plant, "ehs", limit=1)).next_cursor
    assert isinstance(good, str)
    cases: list[tuple[dict[str, object], set[str]]] = [
        ({"cursor": "x"}, {"cursor"}),
        ({"cursor": good[:-4]}, {"cursor"}),
        ({"cursor": "é"}, {"cursor"}),
        ({"cursor": good, "sort": "created_at"}, {"cursor"}),
        ({"cursor": good, "sort": "-due"}, {"cursor"}),
        ({"sort": "normal; drop table record"}, {"sort"}),
        ({"limit": 0}, {"limit"}),
        ({"limit": 201, "mine": "theirs"}, {"limit", "mine"}),
        ({"q": "a\0b", "state": "\ud800"}, {"q", "state"}),
        ({"q": "长" * 201}, {"q"}),
        ({"org": "/w1"}, {"org"}),
        ({"created_from": datetime(2026, 1, 1)}, {"created_from"}),
    ]
    for filters, fields in cases:
        refusal = await ask(plant, "ehs", **filters)
        assert isinstance(refusal, Refusal), filters
        assert (refusal.code, refusal.kind) == ("query_malformed", "malformed")
        assert {error.field for error in refusal.fields} == fields, filters


async def test_a_right_taken_away_is_gone_at_the_next_list(plant: Plant) -> None:
    await report(plant)
    subject = await plant.subject("ehs")
    command = Update(
        id=uuid4(), record=plant.ids["ehs"], type="person", version=1,
        data={"assignments": [{"role": "tenant_admin", "org_path": "/"}]},
    )  # fmt: skip
    changed = await run_as_system(plant.services, subject.principal, command, actor="system:setup")
    assert isinstance(changed, Answer), changed
    answer = await list_records(plant.services, subject, "hazard", ListFilters())
    assert isinstance(answer, Refusal)
    assert answer.code == "not_allowed"


def with_restricted_level() -> tuple[Pack, ...]:
    """The shipped packs, with the hazard's level in the restricted class.

    Without the boards and checks, which may not stand on what not everybody reads.
    """
    packs = []
    for pack in hazard_packs():
        if pack.name in ("hazard-boards", "hazard-checks"):
            continue
        items = list(pack.items)
        for place, item in enumerate(items):
            if isinstance(item, RecordType) and item.key == "hazard":
                fields = tuple(
                    msgspec.structs.replace(f, classed="restricted") if f.key == "level" else f
                    for f in item.fields
                )
                items[place] = msgspec.structs.replace(item, fields=fields)
        packs.append(msgspec.structs.replace(pack, items=tuple(items)))
    return tuple(packs)


async def test_a_promoted_column_of_an_unreadable_class_is_not_shown_filtered_or_sorted(
    plant: Plant,
) -> None:
    (record,) = await insert(plant, HazardRow(created_at=NOON, level="major"))
    stale = await plant.subject("leader")
    await adopt(
        plant.services.store, principal(plant.row), with_restricted_level(), plant.services.clock
    )
    answer = await list_records(plant.services, stale, "hazard", ListFilters())
    assert isinstance(answer, RecordList), answer
    assert [(row.id, row.level) for row in answer.items] == [(record, msgspec.UNSET)]
    for filters in ({"level": "major"}, {"level": "general"}, {"sort": "level"}):
        refusal = await ask(plant, "leader", **filters)
        assert isinstance(refusal, Refusal)
        assert refusal.facts[0].value == "hazard:record:read_restricted"
    leader = await plant.subject("leader")
    view = await list_ledger(plant.services, leader, "hazard_major")
    assert isinstance(view, Refusal)
    assert view.code == "unknown_ledger"
    index = await ledgers(plant.services, leader)
    assert not isinstance(index, Refusal)
    assert not {"hazard_major", "hazard_general"} & {entry.key for entry in index}
    assert LedgerEntry("hazard_all", "隐患排查治理总台账", 1, "hazard", export=False) in index
    assert [row.level for row in (await listed(plant, "ehs", level="major")).items] == ["major"]
