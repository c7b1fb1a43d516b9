"""Changes of permits and alarms on their way to a park, against a real HTTP server."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from anshu.notify.delivery import retry
from anshu.records.connectors.asking import ask_for_run
from anshu.records.connectors.reconfiguring import reconfigure
from anshu.records.connectors.room import connectors_of
from anshu.records.notifying.dispatching import channel_of
from anshu.records.outbound.queueing import queue_changes
from anshu.sdk.errors import ConfigRefused
from anshu.store.unit_of_work import TransactionEnded
from tests.notify.receivers import Receiver
from tests.outbound.site import CONNECTOR_REACTIONS, MOBILE, TOKEN, Site
from tests.web.worker import work_off

REFUSES = (200, "", '{"code":1,"errors":["WORKERNAME 不能为空"]}')


def told(park: Receiver, path: str = "/tickets") -> list[dict[str, Any]]:
    """The records that came to an address, in their order; probes bring none."""
    bodies = [msgspec.json.decode(got.body) for got in park.got if got.path == path and got.body]
    return [record for body in bodies for record in body["data"]]


def statuses(park: Receiver, permit: UUID) -> list[str]:
    return [r["TICKETSTATUS"] for r in told(park) if r["ID"] == str(permit)]


async def connected(site: Site, park: Receiver) -> UUID:
    """The connector, with its first run done and forgotten."""
    await site.connect(park.host)
    park.got.clear()
    return site.connector


async def through(site: Site) -> UUID:
    permit = await site.book()
    for name, outcome in (("ehs", "sign"), ("worker", "start"), ("worker", "accept")):
        await site.act(name, permit, outcome)
    return permit


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


async def test_a_refused_record_is_kept_with_the_parks_words_and_the_next_goes_on(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    park.answers = [REFUSES]
    permit = await site.book()
    await site.turn()
    (line,) = await site.lines("failed")
    assert "WORKERNAME 不能为空" in (line.response or "")
    assert line.connector_title == "园区平台"
    assert (line.record, line.record_type) == (permit, "permit")
    shown = await site.shown()
    assert shown.error is not None and "WORKERNAME" in shown.error.zh
    assert shown.told == {"failed": 1}
    await site.act("ehs", permit, "sign")
    await site.turn()
    assert statuses(park, permit) == ["0", "1"]


async def test_a_refused_record_can_be_sent_again_when_it_was_mended(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    park.answers = [REFUSES]
    permit = await site.book()
    await site.turn()
    (line,) = await site.lines("failed")
    await site.rename("fixer", "郑大力")
    assert await retry(channel_of(site.plant.services), site.tenant, line.id) is None
    await site.turn()
    assert [r["WORKERNAME"] for r in told(park)] == ["郑维修", "郑大力"]
    assert statuses(park, permit) == ["0", "0"]
    assert {line.state for line in await site.lines()} == {"sent"}


async def test_administrators_are_told_of_a_refusal_at_once_and_of_a_park_away_once_a_day(
    site: Site, park: Receiver, clock: MovedClock
) -> None:
    await connected(site, park)
    park.answers = [REFUSES]
    await site.book()
    await site.turn()
    assert await site.told("admin") == ["connector_failed"]
    assert await site.told("worker") == []
    park.otherwise = (503, "", "")
    await site.book()
    await site.book()
    for minutes in (0, 1, 2, 6, 16):
        clock.move(timedelta(minutes=minutes))
        await site.turn()
        known = await site.told("admin")
        assert len(known) == (2 if minutes == 16 else 1)
    assert (await site.shown()).told == {"waiting": 2, "failed": 1}


async def test_an_old_change_never_follows_a_newer_one(site: Site, park: Receiver) -> None:
    await connected(site, park)
    park.answers = [REFUSES]
    permit = await site.book()
    await site.turn()
    (line,) = await site.lines("failed")
    await site.act("ehs", permit, "sign")
    await site.turn()
    outcome = await retry(channel_of(site.plant.services), site.tenant, line.id)
    assert not isinstance(outcome, Refusal)
    await site.turn()
    assert statuses(park, permit) == ["0", "1"]
    assert [(each.state, each.reason) for each in await site.lines()] == [
        ("dropped", "superseded"), ("sent", None),
    ]  # fmt: skip


@pytest.mark.parametrize("status", [401, 404])
async def test_a_park_that_refuses_token_or_address_stops_the_connector_and_loses_nothing(
    site: Site, park: Receiver, status: int
) -> None:
    connector = await connected(site, park)
    park.answers = [(status, "", "")]
    permit = await site.book()
    await site.turn()
    await site.act("ehs", permit, "sign")
    await site.turn()
    shown = await site.shown()
    assert shown.state == "stopped"
    assert shown.error is not None and str(status) in shown.error.zh
    assert statuses(park, permit) == ["0"]
    assert {line.state for line in await site.lines()} == {"held"}
    assert await ask_for_run(site.plant.services, site.tenant, connector)
    await site.turn()
    assert statuses(park, permit) == ["0", "0", "1"]
    assert (await site.shown()).state == "ok"


async def test_with_a_new_token_what_waited_goes_out(site: Site, park: Receiver) -> None:
    connector = await connected(site, park)
    park.answers = [(401, "", "")]
    permit = await site.book()
    await site.turn()
    assert (await site.shown()).state == "stopped"
    services = site.plant.services
    await reconfigure(connectors_of(services), site.tenant, connector, {"token": "fresh"})
    assert (await site.shown()).state == "new"
    assert await ask_for_run(services, site.tenant, connector)
    await site.turn()
    assert statuses(park, permit) == ["0", "0"]
    assert park.got[-1].headers["authorization"] == "Bearer fresh"


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


@pytest.mark.parametrize("url", ["http://127.0.0.2:1", "https://10.1.2.3", "http://park.example"])
async def test_an_address_that_the_operator_did_not_allow_is_refused_by_its_field(
    site: Site, park: Receiver, url: str
) -> None:
    with pytest.raises(ConfigRefused) as refused:
        await site.connect(url)
    assert refused.value.field == "tickets_url"
    assert park.got == []


async def test_a_host_that_is_no_longer_allowed_stops_the_connector(
    site: Site, park: Receiver
) -> None:
    await connected(site, park)
    plant = site.plant
    shut = msgspec.structs.replace(plant.services.settings, webhook_hosts=frozenset())
    plant.services = replace(plant.services, settings=shut)
    await site.book()
    await site.turn()
    assert (await site.shown()).state == "stopped"
    assert park.got == []


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
