"""A park that refuses, is away, or may not be reached: nothing is lost and people know."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from anshu.notify.delivery import retry
from anshu.records.connectors.asking import ask_for_run
from anshu.records.connectors.reconfiguring import reconfigure
from anshu.records.connectors.removing import remove
from anshu.records.connectors.room import connectors_of
from anshu.records.notifying.dispatching import channel_of
from anshu.sdk.errors import ConfigRefused
from tests.notify.receivers import Receiver
from tests.outbound.arrivals import connected, statuses, told
from tests.outbound.site import Site

REFUSES = (200, "", '{"code":1,"errors":["WORKERNAME 不能为空"]}')


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


async def test_a_connection_that_was_removed_is_told_nothing_more(
    site: Site, park: Receiver
) -> None:
    connector = await connected(site, park)
    park.otherwise = (503, "", "")
    await site.book()
    await site.turn()
    park.got.clear()
    room = connectors_of(site.plant.services)
    await remove(room, await site.plant.subject("admin"), connector)
    await site.book()
    await site.turn()
    assert [(line.state, line.reason) for line in await site.lines()] == [("dropped", "removed")]
    assert not park.got


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
