"""Runs: cursors and facts together, leases, failures that people understand."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from anshu.kernel.clock import MovedClock
from anshu.records.connectors.desk import Connectors, connect, due, facts_of, list_instances
from anshu.records.connectors.instance import ConnectorInstance, NewConnector
from anshu.records.connectors.run import LEASE, run
from anshu.sdk.driver import ReadResult
from anshu.sdk.errors import RetryableError, TerminalError
from anshu.sdk.text import Text
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import TransactionEnded
from tests.connectors.sources import (
    PASSWORD,
    KnownEquipment,
    ScriptDriver,
    machine,
    maintained,
)

NEW = NewConnector("script", "EAM", {"site": "A"})
DAY = "2026-11-05T02:00:00Z"


async def only(room: Connectors, tenant: Tenant) -> ConnectorInstance:
    (instance,) = await list_instances(room, tenant)
    return instance


def equipment(room: Connectors) -> KnownEquipment:
    assert isinstance(room.equipment, KnownEquipment)
    return room.equipment


async def test_run_brings_equipment_and_facts_with_source_and_age(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    now = clock.now()
    script.pages += [
        ReadResult(next_cursor="1", entities=(machine("P-1", now),), more=True),
        ReadResult(next_cursor="2", values=(maintained("P-1", DAY, now),)),
    ]
    assert await run(room, ours, made.id) == "ok"
    assert script.asked == ["", "1"]
    (fact,) = await facts_of(room, ours, equipment(room).ids[ours.schema, "P-1"])
    assert (fact.name, fact.value, fact.known) == ("last_maintenance_at", DAY, True)
    assert (fact.source, fact.source_title) == (f"script:{made.id}", "EAM")
    assert (fact.source_key, fact.source_modified_at, fact.fetched_at) == ("order-P-1", now, now)
    after = await only(room, ours)
    assert (after.state, after.error, after.last_ok is not None) == ("ok", None, True)
    assert (after.counts["orders"].entities, after.counts["orders"].values) == (1, 1)


async def test_next_run_goes_on_at_the_cursor_and_keeps_the_last_counts(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    script.pages += [
        ReadResult(next_cursor="1", entities=(machine("P-1", clock.now()),)),
        ReadResult(next_cursor="1"),
    ]
    await run(room, ours, made.id)
    await run(room, ours, made.id)
    assert script.asked == ["", "1"]
    assert (await only(room, ours)).counts["orders"].entities == 1


async def test_value_of_unknown_equipment_is_named_and_read_again_when_it_is_there(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    page = ReadResult(next_cursor="1", values=(maintained("P-9", DAY, clock.now()),))
    script.pages += [page, page]
    assert await run(room, ours, made.id) == "ok"
    assert (await only(room, ours)).counts["orders"].unmatched_codes == ("P-9",)
    await room.equipment.upsert(ours, [machine("P-9", clock.now())])
    await run(room, ours, made.id)
    assert script.asked == ["", ""]
    assert len(await facts_of(room, ours, equipment(room).ids[ours.schema, "P-9"])) == 1
    assert (await only(room, ours)).counts["orders"].unmatched == 0


async def test_unreachable_source_fails_with_a_message_and_is_tried_again(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    script.pages.append(RetryableError(Text(zh="主机没有答复")))
    assert await run(room, ours, made.id) == "failed"
    after = await only(room, ours)
    assert after.error == Text(zh="主机没有答复")
    assert after.last_ok is None
    assert await due(room, ours) == ()
    clock.move(timedelta(minutes=11))
    assert await due(room, ours) == (made.id,)


async def test_fault_that_needs_a_person_stops_the_schedule_until_a_run_by_hand(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    script.pages += [TerminalError(Text(zh="缺少列")), ReadResult(next_cursor="1")]
    assert await run(room, ours, made.id) == "stopped"
    clock.move(timedelta(days=30))
    assert await due(room, ours) == ()
    assert await run(room, ours, made.id) == "ok"
    assert (await only(room, ours)).error is None


async def test_drivers_defect_shows_no_secret_and_frees_the_lease(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], capsys: pytest.CaptureFixture[str]
) -> None:
    made = await connect(room, ours, NEW)
    script.pages.append(ZeroDivisionError(f"login with {PASSWORD}"))
    assert await run(room, ours, made.id) == "failed"
    after = await only(room, ours)
    printed = capsys.readouterr()
    assert "内部错误" in (after.error or Text(zh="")).zh
    assert PASSWORD not in repr(after) + printed.out + printed.err


async def test_pages_before_a_failure_stay_and_the_cursor_with_them(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    now = clock.now()
    script.pages += [
        ReadResult(
            next_cursor="1",
            entities=(machine("P-1", now),),
            values=(maintained("P-1", DAY, now),),
            more=True,
        ),
        RetryableError(Text(zh="断开")),
        ReadResult(next_cursor="2"),
    ]
    await run(room, ours, made.id)
    await run(room, ours, made.id)
    assert script.asked == ["", "1", "1"]
    assert len(await facts_of(room, ours, equipment(room).ids[ours.schema, "P-1"])) == 1


async def test_driver_whose_cursor_stands_still_is_stopped(
    room: Connectors, ours: Tenant, script: type[ScriptDriver]
) -> None:
    made = await connect(room, ours, NEW)
    script.pages.append(ReadResult(next_cursor="", more=True))
    assert await run(room, ours, made.id) == "stopped"


async def test_second_run_of_an_instance_is_refused_while_the_first_reads(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await connect(room, ours, NEW)
    reading, go_on = asyncio.Event(), asyncio.Event()
    _wait_in_read(monkeypatch, script, reading, go_on)
    first = asyncio.create_task(run(room, ours, made.id))
    await reading.wait()
    assert await run(room, ours, made.id) is None
    go_on.set()
    assert await first == "ok"


async def test_run_that_lost_its_lease_writes_nothing_more(
    room: Connectors,
    ours: Tenant,
    script: type[ScriptDriver],
    clock: MovedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = await connect(room, ours, NEW)
    await room.equipment.upsert(ours, [machine("P-1", clock.now())])
    late = ReadResult(next_cursor="late", values=(maintained("P-1", "late", clock.now()),))
    newer = ReadResult(next_cursor="newer", values=(maintained("P-1", DAY, clock.now()),))
    reading, go_on = asyncio.Event(), asyncio.Event()
    with monkeypatch.context() as patched:
        _wait_in_read(patched, script, reading, go_on, answer=late)
        first = asyncio.create_task(run(room, ours, made.id))
        await reading.wait()
    clock.move(LEASE + timedelta(seconds=1))
    assert await due(room, ours) == (made.id,)
    script.pages.append(newer)
    assert await run(room, ours, made.id) == "ok"
    go_on.set()
    assert await first is None
    (fact,) = await facts_of(room, ours, equipment(room).ids[ours.schema, "P-1"])
    assert fact.value == DAY
    assert (await only(room, ours)).state == "ok"


async def test_source_is_read_while_no_transaction_is_open(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await connect(room, ours, NEW)
    log: list[str] = []

    def observer(ended: TransactionEnded) -> None:
        log.append(ended.purpose)

    async def read(self: ScriptDriver, config: object, stream: str, cursor: str) -> ReadResult:
        log.append("read")
        return ReadResult(next_cursor="1")

    monkeypatch.setattr(script, "read", read)
    room.store.observers.append(observer)
    try:
        await run(room, ours, made.id)
    finally:
        room.store.observers.remove(observer)
    # An observer hears of a transaction when it ends: the take ended before the read.
    assert log == ["connectors.take", "read", "connectors.write", "connectors.finish"]


@pytest.mark.parametrize(("hours", "known"), [(5, True), (7, False)])
async def test_old_value_degrades_to_unknown_after_three_missed_runs(
    room: Connectors,
    ours: Tenant,
    script: type[ScriptDriver],
    clock: MovedClock,
    hours: int,
    known: bool,
) -> None:
    made = await connect(room, ours, NEW)
    now = clock.now()
    values = (maintained("P-1", DAY, now),)
    script.pages.append(ReadResult(next_cursor="1", entities=(machine("P-1", now),), values=values))
    await run(room, ours, made.id)
    clock.move(timedelta(hours=hours))
    (fact,) = await facts_of(room, ours, equipment(room).ids[ours.schema, "P-1"])
    assert fact.known is known


async def test_good_run_without_news_confirms_what_is_known(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    now = clock.now()
    values = (maintained("P-1", DAY, now),)
    script.pages += [
        ReadResult(next_cursor="1", entities=(machine("P-1", now),), values=values),
        ReadResult(next_cursor="1"),
    ]
    await run(room, ours, made.id)
    clock.move(timedelta(days=3))
    await run(room, ours, made.id)
    (fact,) = await facts_of(room, ours, equipment(room).ids[ours.schema, "P-1"])
    assert fact.known
    assert fact.fetched_at == now


async def test_value_that_the_source_withdraws_is_unknown(
    room: Connectors, ours: Tenant, script: type[ScriptDriver], clock: MovedClock
) -> None:
    made = await connect(room, ours, NEW)
    values = (maintained("P-1", "", clock.now()),)
    script.pages.append(
        ReadResult(next_cursor="1", entities=(machine("P-1", clock.now()),), values=values)
    )
    await run(room, ours, made.id)
    (fact,) = await facts_of(room, ours, equipment(room).ids[ours.schema, "P-1"])
    assert not fact.known


async def test_csv_exports_become_equipment_and_facts(
    room: Connectors, ours: Tenant, theirs: Tenant, tmp_path: Path
) -> None:
    folder = tmp_path / ours.schema / "eam"
    folder.mkdir(parents=True)
    (folder / "equipment.csv").write_text("设备编码,设备名称\nP-1,进料泵\n,坏行\n", "gbk")
    (folder / "maintenance.csv").write_text(
        "工单号,设备编码,完成时间\n1,P-1,2026-11-05 10:00\n", "utf-8-sig"
    )
    made = await connect(room, ours, NewConnector("csv_eam", "EAM", {"folder": "eam"}))
    assert await run(room, ours, made.id) == "ok"
    subject = equipment(room).ids[ours.schema, "P-1"]
    (fact,) = await facts_of(room, ours, subject)
    assert fact.value == DAY
    (problem,) = (await only(room, ours)).counts["equipment"].first_problems
    assert (problem.place, problem.row, problem.column) == ("equipment.csv", 3, "设备编码")
    assert await facts_of(room, theirs, subject) == ()


def _wait_in_read(
    patch: pytest.MonkeyPatch,
    script: type[ScriptDriver],
    reading: asyncio.Event,
    go_on: asyncio.Event,
    *,
    answer: ReadResult | None = None,
) -> None:
    async def read(self: ScriptDriver, config: object, stream: str, cursor: str) -> ReadResult:
        reading.set()
        await go_on.wait()
        return answer or ReadResult(next_cursor="1")

    patch.setattr(script, "read", read)
