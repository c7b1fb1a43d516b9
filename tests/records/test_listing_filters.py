"""Filters of every promoted kind narrow rows, totals and groups alike, and combine."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from anshu.kernel.refusal import Refusal
from anshu.records.counting import ListGroups, count_groups
from anshu.records.filters import ListFilters
from anshu.records.listing import RecordList, list_records
from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.records.rows import HazardRow, insert

SET = """
update record set t1 = $2, n1 = $3, area = $4, owner = $5 where id = $1
"""


async def listed(plant: Plant, name: str = "ehs", **filters: object) -> RecordList:
    asked = ListFilters(**filters)  # type: ignore[arg-type]
    answer = await list_records(plant.services, await plant.subject(name), "hazard", asked)
    assert isinstance(answer, RecordList), answer
    return answer


async def grouped(plant: Plant, by: str, name: str = "ehs", **filters: object) -> ListGroups:
    asked = ListFilters(**filters)  # type: ignore[arg-type]
    answer = await count_groups(plant.services, await plant.subject(name), "hazard", by, asked)
    assert isinstance(answer, ListGroups), answer
    return answer


async def mixed(plant: Plant) -> list[UUID]:
    """Five rows that differ in everything a list can be narrowed by."""
    now = plant.services.clock.now()
    rows = await insert(
        plant,
        HazardRow(created_at=now - timedelta(days=1), level="major", due=now - timedelta(hours=1)),
        HazardRow(created_at=now - timedelta(days=6), state="closed", closed_at=now),
        HazardRow(
            created_at=now - timedelta(days=20), org_path="/w2/t1/", due=now + timedelta(days=1)
        ),
        HazardRow(created_at=now - timedelta(days=60), reporter=plant.ids["worker"]),
        HazardRow(created_at=now - timedelta(days=200), level=None, state="voided", closed_at=now),
    )
    values: list[tuple[object, ...]] = [
        (rows[0], "fire", Decimal("1.5"), plant.area, plant.ids["fixer"]),
        (rows[1], "fire", Decimal(20), plant.area, None),
        (rows[2], "electrical", None, None, plant.ids["fixer"]),
        (rows[3], None, Decimal(-3), None, None),
    ]
    async with plant.services.store.begin(principal(plant.row), purpose="test.rows") as tx:
        for row in values:
            await tx.execute(SET, *row)
    return rows


async def test_filters_of_every_kind_narrow_rows_total_and_groups_alike(plant: Plant) -> None:
    rows = await mixed(plant)
    cases: list[tuple[dict[str, object], list[int]]] = [
        ({"state": "closed,voided"}, [1, 4]),
        ({"level": "major,general", "t1": "fire"}, [0, 1]),
        ({"created": "7d"}, [0, 1]),
        ({"created": "7d", "state": "rectifying"}, [0]),
        ({"created": "..2026-01-01"}, []),
        ({"area": plant.area}, [0, 1]),
        ({"owner": plant.ids["fixer"]}, [0, 2]),
        ({"reporter": plant.ids["worker"]}, [3]),
        ({"blank": "level"}, [4]),
        ({"blank": "owner,area"}, [3, 4]),
        ({"overdue": True}, [0]),
        ({"closed": "today"}, [1, 4]),
        ({"ids": f"{rows[2]},{rows[4]},{uuid4()}"}, [2, 4]),
        ({"q": "3号反应釜"}, []),
        ({"q": "反应釜区"}, [0, 1]),
        ({"q": "郑维修"}, [0, 2]),
        ({"q": "郑维修", "t1": "fire"}, [0]),
    ]
    for filters, expected in cases:
        answer = await listed(plant, **filters)
        assert [row.id for row in answer.items] == [rows[i] for i in expected], filters
        assert answer.total == len(expected), filters
        for by in ("state", "owner", "org"):
            groups = await grouped(plant, by, **filters)
            assert sum(group.count for group in groups.items) == len(expected), (filters, by)


async def test_groups_name_their_values_and_count_late_ones(plant: Plant) -> None:
    await mixed(plant)
    states = await grouped(plant, "state")
    assert {(g.value, g.label, g.count, g.late) for g in states.items} == {
        ("rectifying", "整改中", 3, 1), ("closed", "已销号", 1, 0), ("voided", "不成立", 1, 0),
    }  # fmt: skip
    owners = await grouped(plant, "owner")
    assert {(g.label, g.count) for g in owners.items} == {("郑维修", 2), ("", 3)}
    units = await grouped(plant, "org")
    assert {(g.label, g.count) for g in units.items} == {("甲班", 4), ("乙班", 1)}
    kinds = await grouped(plant, "category")
    assert {g.value: g.count for g in kinds.items} == {"fire": 2, "electrical": 1, "": 2}
    assert all(g.label for g in kinds.items if g.value)


async def test_a_reader_counts_only_rows_within_the_scope(plant: Plant) -> None:
    await mixed(plant)
    seen = {
        name: sum(g.count for g in (await grouped(plant, "state", name)).items)
        for name in ("ehs", "leader", "other_leader", "worker")
    }
    assert seen == {"ehs": 5, "leader": 4, "other_leader": 1, "worker": 1}


async def test_a_column_that_does_not_group_and_broken_filters_are_named(plant: Plant) -> None:
    subject = await plant.subject("ehs")
    for by in ("number", "description", "normal", "penalty", "x; drop table record"):
        refusal = await count_groups(plant.services, subject, "hazard", by, ListFilters())
        assert isinstance(refusal, Refusal)
        assert [error.field for error in refusal.fields] == ["by"]
    wrong: list[tuple[dict[str, object], str]] = [
        ({"created": "soon"}, "created"),
        ({"n1": "a..b"}, "n1"),
        ({"n1": ".."}, "n1"),
        ({"blank": "normal"}, "blank"),
        ({"ids": "x"}, "ids"),
        ({"ids": ",".join([str(uuid4())] * 201)}, "ids"),
        ({"columns": "no_such_field"}, "columns"),
    ]
    for filters, field in wrong:
        asked = ListFilters(**filters)  # type: ignore[arg-type]
        refusal = await list_records(plant.services, subject, "hazard", asked)
        assert isinstance(refusal, Refusal), filters
        assert [error.field for error in refusal.fields] == [field]


async def test_columns_are_said_as_people_read_them_and_keep_their_class(plant: Plant) -> None:
    (record,) = await insert(plant, HazardRow(created_at=datetime(2026, 11, 20, tzinfo=UTC)))
    answer = await listed(plant, columns="category,measures_taken,machine_stopped")
    assert answer.items[0].id == record
    assert answer.items[0].cells == {"category": "", "measures_taken": "", "machine_stopped": ""}
    for name, field, permission in (
        ("leader", "penalty", "hazard:record:read_restricted"),
        ("leader", "contact", "hazard:record:read_personal"),
    ):
        asked = ListFilters(columns=field)
        refusal = await list_records(plant.services, await plant.subject(name), "hazard", asked)
        assert isinstance(refusal, Refusal)
        assert refusal.facts[0].value == permission
    assert (await listed(plant, columns="penalty")).total == 1


async def test_people_are_listed_in_the_order_of_their_sound(plant: Plant) -> None:
    subject = await plant.subject("admin")
    answer = await list_records(plant.services, subject, "person", ListFilters(sort="title"))
    assert isinstance(answer, RecordList)
    names = [row.title for row in answer.items]
    assert names == [
        "冯管理", "李班长", "钱检查", "孙安全员", "王工", "吴厂长", "赵班长", "郑维修", "周经理",
    ]  # fmt: skip
    paged: list[str] = []
    cursor: object = ""
    while isinstance(cursor, str):
        filters = ListFilters(sort="title", limit=2, cursor=cursor)
        page = await list_records(plant.services, subject, "person", filters)
        assert isinstance(page, RecordList)
        paged += [row.title for row in page.items]
        cursor = page.next_cursor
    assert paged == names
