"""Changes of permits and alarms on their way to a park, against a real HTTP server."""

from datetime import timedelta

from anshu.kernel.clock import MovedClock
from anshu.records.connectors.asking import ask_for_run
from anshu.records.outbound.queueing import queue_changes
from anshu.store.unit_of_work import TransactionEnded
from tests.notify.receivers import Receiver
from tests.outbound.arrivals import connected, statuses, through, told
from tests.outbound.site import CONNECTOR_REACTIONS, MOBILE, TOKEN, Site
from tests.web.worker import work_off


async def test_every_change_of_a_permit_goes_out_once_in_its_order(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    permit = await through(site)
    await site.turn()
    assert statuses(park, permit) == ["0", "1", "2", "3"]
    first, last = told(park)[0], told(park)[-1]
    assert (first["TICKETTYPE"], first["COMPANYCODE"]) == ("02", "C-001")
    assert (first["TICKETRESPONSNAME"], first["WORKERNAME"]) == ("郑维修", "郑维修")
    assert first["MAJORPERSONMOBILE"] == MOBILE
    assert (first["CREATEBY"], last["UPDATEBY"]) == ("王工", "王工")
    assert told(park)[1]["UPDATEBY"] == "周经理"
    assert park.got[-1].headers["authorization"] == f"Bearer {TOKEN}"
    assert {line.state for line in await site.lines()} == {"sent"}
    assert all("sha256=" in (line.response or "") for line in await site.lines())


async def test_changes_that_were_followed_twice_or_late_go_out_once(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    permit = await through(site)
    tenant, services = site.tenant, site.plant.services
    assert await queue_changes(services, tenant, "permit", permit) == 4
    assert await queue_changes(services, tenant, "permit", permit) == 0
    await site.turn()
    assert statuses(park, permit) == ["0", "1", "2", "3"]


async def test_a_change_waits_until_the_one_before_it_has_arrived(
    site: Site, park: Receiver, clock: MovedClock
) -> None:
    await connected(site, park)
    other = await site.book()
    await site.turn()
    park.got.clear()
    park.answers = [(503, "", "")]
    permit = await through(site)
    await site.turn()
    assert statuses(park, permit) == ["0"]
    assert (await site.shown()).state == "failed"
    await site.act("ehs", other, "sign")
    await site.turn()
    assert statuses(park, other) == ["1"], "another permit does not wait for this one"
    clock.move(timedelta(seconds=11))
    await site.turn()
    assert statuses(park, permit) == ["0", "0", "1", "2", "3"]
    assert (await site.shown()).state == "ok"


async def test_an_alarm_goes_to_its_own_address_after_its_permit(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    permit = await site.book()
    alarm = await site.raise_alarm(permit)
    await site.turn()
    paths = [got.path for got in park.got if got.body]
    assert paths == ["/tickets", "/alarms"]
    (record,) = told(park, "/alarms")
    assert (record["ID"], record["TICKETID"]) == (str(alarm), str(permit))
    assert (record["ALARMTYPE"], record["ALARMENDTIME"], record["CREATEBY"]) == ("02", "", "系统")


async def test_a_permit_older_than_the_connection_begins_where_it_stands(
    site: Site, park: Receiver, clock: MovedClock
) -> None:
    permit = await site.book()
    await site.act("ehs", permit, "sign")
    clock.move(timedelta(minutes=1))
    await connected(site, park)
    await site.raise_alarm(permit)
    await site.turn()
    assert statuses(park, permit) == ["1"], "its alarm would name a permit that nobody knows"
    assert len(told(park, "/alarms")) == 1
    await site.act("worker", permit, "start")
    await site.turn()
    assert statuses(park, permit) == ["1", "2"]


async def test_a_cancellation_that_is_asked_for_says_the_state_of_before(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    permit = await site.book()
    await site.act("ehs", permit, "sign")
    await site.act("worker", permit, "cancel", cancel_reason="停工")
    await site.act("ehs", permit, "approve")
    await site.turn()
    assert statuses(park, permit) == ["0", "1", "1", "5"]
    assert [r["ISCANCELLED"] for r in told(park)] == ["0", "0", "0", "1"]


async def test_a_run_finds_what_nobody_followed(
    site: Site, park: Receiver, clock: MovedClock
) -> None:
    connector = await connected(site, park)
    clock.move(timedelta(minutes=1))
    permit = await site.book()
    services = site.plant.services
    async with services.store.begin(site.tenant, purpose="test.look") as tx:
        assert await tx.fetchrow("select 1 from delivery where record = $1", permit) is None
    assert await ask_for_run(services, site.tenant, connector)
    await work_off(site.plant, CONNECTOR_REACTIONS)
    assert len(await site.lines("waiting")) == 1
    await site.turn()
    assert statuses(park, permit) == ["0"]


async def test_nothing_is_sent_while_a_transaction_is_open_and_nobody_elses_schema_is_touched(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    permit = await site.book()
    ended: list[TransactionEnded] = []
    store = site.plant.services.store
    store.observers.append(ended.append)
    try:
        await site.turn()
    finally:
        store.observers.remove(ended.append)
    purposes = [each.purpose for each in ended]
    order = [p for p in purposes if p.startswith("outbound.")]
    assert order == [
        "outbound.look", "outbound.queue", "outbound.take", "outbound.compose", "outbound.settle",
    ]  # fmt: skip
    assert statuses(park, permit) == ["0"]
