"""Facts of other records, of the ground and of sensors reach the tables in one statement."""

from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from anshu.flow.commands import Create, Fire
from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from anshu.records.live_check import CheckWanted, FormChecked, check_form
from anshu.records.run import Answer, run, run_as_system
from anshu.rules.verdict import Verdict
from anshu.store.principal import Control
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import principal
from tests.records.readings.works import SIGNS, Works, place

OBSERVE = """
insert into observation (id, source, quantity, subject, at, received_at, value, unit)
values ($1, $2, 'wind_speed', null, $3, $3, $4, 'm/s')
"""


async def kept(works: Works, record: object, name: str) -> Verdict:
    loaded = await works.load(record)  # type: ignore[arg-type]
    payloads = [each.payload for each in loaded.history if name in each.payload]
    return msgspec.convert(payloads[-1][name], Verdict)


async def test_a_paper_that_ends_too_soon_refuses_the_signature_and_is_named(works: Works) -> None:
    worker = works.plant.ids["fixer"]
    await works.paper(worker, days=30)
    short = await works.paper(worker, days=0.5)
    record = await works.signing(worker=str(worker))
    refused = await works.sign(record)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.fields[0].said) == ("rule_blocks", "证001只剩12 小时，至少1 天")
    assert (await works.load(record)).state.state == "signing"
    await works.execute(
        "update record set normal = normal - 'owner', owner = null where id = $1", short
    )
    assert isinstance(await works.sign(record), Answer)


async def test_the_verdict_keeps_every_item(works: Works) -> None:
    worker = works.plant.ids["fixer"]
    papers = {str(await works.paper(worker, days=days)) for days in (3, 300)}
    record = await works.signing(worker=str(worker))
    assert isinstance(await works.sign(record), Answer)
    verdict = await kept(works, record, "@judged")
    listed = [each for each in verdict.tables if each.table == "work_papers"]
    assert {each.item for each in listed} == papers


async def test_papers_of_others_and_none_at_all_stop_nobody(works: Works) -> None:
    await works.paper(works.plant.ids["leader"], days=-5)
    for worker in (str(works.plant.ids["fixer"]), None):
        record = await works.signing(worker=worker, position=place(east_m=5000))
        assert isinstance(await works.sign(record), Answer)


async def test_signing_with_facts_takes_five_round_trips(works: Works) -> None:
    ehs = await works.plant.subject("ehs")
    await works.paper(works.plant.ids["fixer"], days=30)
    record = await works.signing(worker=str(works.plant.ids["fixer"]))
    command = await works.completing(record, "sign", SIGNS)
    seen: list[TransactionEnded] = []
    observers = works.plant.services.store.observers
    observers.append(seen.append)
    answer = await run(works.plant.services, ehs, command)
    observers.remove(seen.append)
    assert isinstance(answer, Answer), answer
    assert [each.round_trips for each in seen] == [5]


@pytest.mark.parametrize(("minutes", "reason"), [(10, "strong"), (40, "input_missing")])
async def test_wind_that_was_measured_long_ago_is_not_known(
    works: Works, minutes: int, reason: str
) -> None:
    before, long_before = (works.now - timedelta(minutes=each) for each in (minutes, 90))
    await works.execute(OBSERVE, uuid4(), "own", long_before, 1)
    await works.execute(OBSERVE, uuid4(), "own", before, 9)
    record = await works.signing()
    assert isinstance(await works.sign(record), Answer)
    verdict = await kept(works, record, "@judged")
    (wind,) = [each for each in verdict.tables if each.table == "work_wind"]
    assert [each.reason for each in wind.found] == [reason]
    assert wind.taken[0].age_seconds == minutes * 60


async def test_what_is_malformed_reaches_no_provider_and_is_refused_as_such(works: Works) -> None:
    worker = await works.plant.subject("worker")
    data: dict[str, object] = {"title": "作业", "worker": "x", "begins": "tomorrow"}
    answer = await run(works.plant.services, worker, Create(uuid4(), "work", data))
    assert isinstance(answer, Refusal)
    assert (answer.code, [each.field for each in answer.fields]) == (
        "form_incomplete", ["worker", "begins"],
    )  # fmt: skip


async def test_a_form_is_judged_by_the_same_facts_before_it_is_sent(works: Works) -> None:
    worker = works.plant.ids["fixer"]
    await works.paper(worker, days=0.5)
    record = await works.signing(worker=str(worker))
    ehs = await works.plant.subject("ehs")
    wanted = CheckWanted(data={}, record=record)
    checked = await check_form(works.plant.services, ehs, "work", "work_signing", wanted)
    assert isinstance(checked, FormChecked)
    said = {row.table: (row.severity, row.item, row.message.zh) for row in checked.rows}
    assert said["work_papers"] == ("block", "证001", "证001只剩12 小时，至少1 天")
    assert said["work_wind"][0] == "allow"
    reported = CheckWanted(data={"worker": str(worker)})
    new = await check_form(works.plant.services, ehs, "work", "work_asking", reported)
    assert isinstance(new, FormChecked)
    assert [(row.table, row.facts[0].value) for row in new.rows] == [("work_count", "1")]


async def test_what_the_product_looks_at_by_itself_goes_by_the_clock_of_the_plant(
    works: Works, clock: MovedClock
) -> None:
    """At 17:30 UTC it is half past ten in the evening in Almaty, and past midnight in Shanghai."""
    plant = works.plant
    async with plant.services.store.begin(Control("main"), purpose="test.zone") as tx:
        await tx.execute("update tenant set timezone = 'Asia/Almaty' where id = $1", plant.row.id)
    plant.services.registry.forget()
    record = await works.signing(position=place(east_m=9000))
    assert isinstance(await works.sign(record), Answer)
    evening = clock.now().replace(hour=17, minute=30) + timedelta(days=1)
    clock.move(evening - clock.now())
    (task,) = (await works.load(record)).state.open_tasks()
    look = Fire(uuid4(), record, "work", task.id, "watch", name="late_hours")
    await run_as_system(plant.services, principal(plant.row), look, actor="system:clock")
    told = (await works.load(record)).history[-1]
    assert (told.kind, told.payload["@said"]) == ("RuleRaised", ["已是22点"])
