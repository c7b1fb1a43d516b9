"""The work list shows what waits for a person, and why, on records that the person may read."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec

from anshu.records.worklist import WorkList, worklist
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import TenantRow, principal
from tests.records.people import Plant, settle
from tests.records.rows import HazardRow, insert
from tests.records.test_journey import complete, report


async def work(plant: Plant, name: str) -> WorkList:
    answer = await worklist(plant.services, await plant.subject(name))
    assert isinstance(answer, WorkList), answer
    return answer


async def test_a_card_says_what_where_from_whom_by_when_and_why_in_four_round_trips(
    plant: Plant,
) -> None:
    record = await report(plant)
    await work(plant, "leader")
    subject = await plant.subject("leader")
    seen: list[TransactionEnded] = []
    plant.services.store.observers.append(seen.append)
    answer = await worklist(plant.services, subject)
    plant.services.store.observers.remove(seen.append)
    assert [t.round_trips for t in seen] == [4]
    assert isinstance(answer, WorkList)
    (card,) = msgspec.json.decode(msgspec.json.encode(answer))["items"]
    assert card["record"]["id"] == str(record)
    assert len(card["record"]["photo"]) == 64
    assert card["where"] == "甲班 反应釜区 3号反应釜"
    assert card["from"]["name"] == "王工"
    assert card["why"] == "你是 甲班 班组长"
    assert card["action"] == "核实现场，给出初审意见"
    assert card["node_title"] == "班组长初审"
    assert not card["escalated"]
    assert card["due"] > card["opened_at"]


async def test_a_task_waits_for_its_assignees_only(plant: Plant) -> None:
    await report(plant)
    for name in ("worker", "other_leader", "safety", "ehs", "boss", "auditor", "admin"):
        assert (await work(plant, name)).items == (), name


async def test_the_person_in_charge_is_told_so(plant: Plant) -> None:
    record = await report(plant)
    await complete(plant, "leader", record, "pass", {"review_opinion": "属实"})
    recheck: dict[str, object] = {
        "category": "equipment", "handling": "by_deadline", "advice": "更换",
    }  # fmt: skip
    await complete(plant, "safety", record, "pass", recheck)
    due = plant.services.clock.now() + timedelta(days=2)
    decision: dict[str, object] = {
        "level": "general", "responsible": str(plant.ids["fixer"]),
        "deadline": due.isoformat().replace("+00:00", "Z"),
    }  # fmt: skip
    await complete(plant, "ehs", record, "approve", decision)
    (card,) = (await work(plant, "fixer")).items
    assert card.why == "你是 整改责任人"
    assert card.due == due
    assert card.record.level_label == "一般隐患"
    assert (await work(plant, "ehs")).items == ()


NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
ESCALATE = """
update task set escalated_at = $1, roles = roles || array['workshop_safety'] where record = $2
"""
OPEN_TASK = """
insert into task (id, record, type, node, activation, roles, people, org_path, opened_at, due)
values ($1, $2, 'hazard', 'team_review', 1, array['team_leader'], '{}', '/w1/t1/', $3, $4)
"""
TELL = """
insert into notice (id, person, kind, record, record_type, data, at)
values ($1, $2, $3, $4, 'hazard', '{"node": "team_review"}', $5)
"""


async def test_an_escalated_task_is_marked_and_waits_for_the_next_role_too(plant: Plant) -> None:
    record = await report(plant)
    async with plant.services.store.begin(principal(plant.row), purpose="test.escalate") as tx:
        await tx.execute(ESCALATE, NOON, record)
    (card,) = (await work(plant, "safety")).items
    assert card.escalated
    assert card.why == "你是 一车间 车间安全员"
    assert (await work(plant, "leader")).items[0].escalated


async def test_tasks_come_by_due_time_and_those_without_last(plant: Plant) -> None:
    dues = [None, NOON + timedelta(hours=2), NOON, NOON + timedelta(hours=1)]
    records = await insert(plant, *[HazardRow(created_at=NOON)] * len(dues))
    async with plant.services.store.begin(principal(plant.row), purpose="test.tasks") as tx:
        for record, due in zip(records, dues, strict=True):
            await tx.execute(OPEN_TASK, uuid4(), record, NOON, due)
    items = (await work(plant, "leader")).items
    assert [item.record.id for item in items] == [records[i] for i in (2, 3, 1, 0)]


async def test_a_notice_tells_nothing_of_a_record_that_may_not_be_read(plant: Plant) -> None:
    near, far = await insert(
        plant,
        HazardRow(created_at=NOON, title="渗漏"),
        HazardRow(created_at=NOON, title="秘密", org_path="/w2/"),
    )
    leader, other = plant.ids["leader"], plant.ids["other_leader"]
    async with plant.services.store.begin(principal(plant.row), purpose="test.tell") as tx:
        await tx.execute(TELL, uuid4(), leader, "opened", near, NOON + timedelta(hours=1))
        await tx.execute(TELL, uuid4(), leader, "escalated", far, NOON)
        await tx.execute(TELL, uuid4(), other, "opened", near, NOON)
    readable, hidden = (await work(plant, "leader")).notices
    assert readable.text == f"有新任务等你办理：T-{near} · 渗漏 · 班组长初审"
    assert readable.read is None
    assert hidden.text == "任务逾期，已升级"
    shown = msgspec.json.decode(msgspec.json.encode(hidden))
    assert "record" not in shown
    assert (await work(plant, "worker")).notices == ()


async def test_a_neighbour_s_work_is_not_ours(
    plant: Plant, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    await report(plant)
    neighbour = await settle(plant.services, tenant_pair[1])
    assert (await work(neighbour, "leader")).items == ()


async def test_who_reads_no_records_has_an_empty_work_list(plant: Plant) -> None:
    await report(plant)
    answer = await work(plant, "admin")
    assert (answer.items, answer.notices) == ((), ())
