"""The shipped permits before a park platform that was written from the norm by somebody else."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from anshu.notify.delivery import Wanted, log
from anshu.records.connectors.desk import connect
from anshu.records.connectors.instance import NewConnector
from anshu.records.connectors.reactions import CONNECTOR_REACTIONS
from anshu.records.connectors.room import connectors_of
from anshu.records.notifying.dispatching import channel_of
from anshu.records.notifying.reactions import NOTIFY_REACTIONS
from anshu.records.reactions import REACTIONS
from anshu.settings import Settings
from anshu_tenants.registry import principal
from tests.park.simulator import ParkPlatform
from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.records.conftest import settings as plain_settings  # noqa: F401
from tests.records.people import PLACE
from tests.web.office import waiting
from tests.web.worker import work_off

TOKEN = "park-token-4711"
ALL = (*REACTIONS, *NOTIFY_REACTIONS, *CONNECTOR_REACTIONS)


@pytest.fixture
def platform() -> Iterator[ParkPlatform]:
    with ParkPlatform(token=TOKEN) as opened:
        yield opened


@pytest.fixture
def settings(
    plain_settings: Settings,  # noqa: F811
    platform: ParkPlatform,
) -> Settings:
    """The platform's host may be reached."""
    host = platform.url.removeprefix("http://")
    return msgspec.structs.replace(plain_settings, webhook_hosts=frozenset({host}))


async def connected(site: Site, platform: ParkPlatform) -> None:
    config: dict[str, object] = {
        "tickets_url": f"{platform.url}/tickets", "alarms_url": f"{platform.url}/alarms",
        "token": TOKEN, "company_name": "甲公司", "company_code": "C-001",
        "duty_mobile": "13700004444",
    }  # fmt: skip
    services = site.plant.services
    new = NewConnector("park_permits", "园区平台", config, interval_minutes=5)
    await connect(connectors_of(services), principal(site.plant.row), new)


async def turn(site: Site) -> None:
    """The worker does all that is due, as often as it brings new work."""
    for _ in range(60):
        if not await work_off(site.plant, ALL):
            return
    raise AssertionError("the worker does not come to an end")


async def unsent(site: Site) -> list[str]:
    """What the park said of what it did not take, and what waits."""
    channel, tenant = channel_of(site.plant.services), principal(site.plant.row)
    lines = await log(channel, tenant, Wanted(channel="connector"))
    return [f"{line.state} {line.response}" for line in lines if line.state != "sent"]


async def test_hot_work_from_booking_to_acceptance_is_taken_without_a_defect(
    site: Site, platform: ParkPlatform
) -> None:
    await connected(site, platform)
    record = str((await site.start("hot_2"))["id"])
    site.move(timedelta(minutes=5))
    await site.must(record, "guardian", "pause", {"pause_reason": "工具更换"})
    site.move(timedelta(minutes=5))
    await site.test_gas(record)
    await site.brief(record, ["welder"])
    await site.must(record, "foreman", "resume", {"sign_position": PLACE})
    await site.finish(record)
    await site.accept(record)
    await turn(site)
    assert (platform.defects, await unsent(site)) == ([], [])
    assert platform.statuses(record) == ["0", "1", "2", "6", "2", "3"]
    last = platform.tickets[record][-1]
    assert (last["TICKETTYPE"], last["WORKERNAME"], last["SUPERVISORNAME"]) == (
        "03", "焦焊工", "康监护",
    )  # fmt: skip
    assert last["GASNAME"] == "甲苯" and last["WORKERCERTINAME"]


async def test_a_refused_signature_raises_an_alarm_there_that_ends_when_it_is_confirmed(
    site: Site, platform: ParkPlatform
) -> None:
    await connected(site, platform)
    job = JOBS["hot_2"]
    record = str((await site.prepare(job))["id"])
    assert (await site.submit(record, job)).status_code == 200
    site.move(timedelta(minutes=40))
    assert (await site.sign(record, "foreman")).status_code == 409
    await turn(site)
    assert (platform.defects, await unsent(site)) == ([], [])
    (alarm,) = platform.alarms
    (told,) = platform.alarms[alarm]
    assert (told["TICKETID"], told["ALARMTYPE"]) == (record, "02")
    assert not told["ALARMENDTIME"]
    await end(site, alarm, "foreman", "handle", cause="等待签批超时", handled="已重新取样")
    await turn(site)
    told = platform.alarms[alarm][-1]
    assert (told["ALARMRESULT"], told["UPDATEBY"]) == ("已重新取样", "何负责")
    assert not told["ALARMENDTIME"]
    await end(site, alarm, "ehs", "confirm")
    await turn(site)
    assert platform.alarms[alarm][-1]["ALARMENDTIME"]
    assert (platform.defects, await unsent(site)) == ([], [])


async def end(site: Site, alarm: str, name: str, outcome: str, **data: str) -> None:
    """The person ends the alarm's open task."""
    client = await site.person(name)
    seen = (await client.get(f"records/permit_alarm/{alarm}")).json()
    body = {"command_id": str(uuid4()), "version": seen["version"], "outcome": outcome}
    answer = await client.post(
        f"records/permit_alarm/{alarm}/tasks/{waiting(seen)['task']}", json=body | {"data": data}
    )
    assert answer.status_code == 200, answer.text
