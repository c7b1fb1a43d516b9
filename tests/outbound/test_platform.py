"""Permits and alarms before a park platform that was written from the norm by somebody else."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from anshu.kernel.clock import MovedClock
from anshu.settings import Settings
from tests.outbound.site import TOKEN, Site
from tests.park.simulator import ParkPlatform
from tests.records.conftest import settings as plain_settings  # noqa: F401


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


async def test_a_permit_and_its_alarm_are_taken_without_a_defect(
    site: Site, platform: ParkPlatform, clock: MovedClock
) -> None:
    await site.connect(platform.url)
    permit = await site.book("height_1")
    alarm = await site.raise_alarm(permit)
    for name, outcome in (("ehs", "sign"), ("worker", "start"), ("worker", "accept")):
        clock.move(timedelta(minutes=1))
        await site.act(name, permit, outcome)
    platform.fall_ill(2)
    for seconds in (0, 11, 61):
        clock.move(timedelta(seconds=seconds))
        await site.turn()
    assert platform.defects == []
    assert platform.statuses(str(permit)) == ["0", "1", "2", "3"]
    assert list(platform.alarms) == [str(alarm)]
    assert {line.state for line in await site.lines()} == {"sent"}


async def test_what_the_platform_finds_wrong_is_shown_with_its_words(
    site: Site, platform: ParkPlatform
) -> None:
    await site.connect(platform.url)
    permit = await site.book("hot_1")
    await site.act("ehs", permit, "sign")
    await site.turn()
    (line,) = await site.lines("failed")
    assert "GASNAME" in (line.response or ""), "signed without a gas test"
    assert platform.statuses(str(permit)) == ["0"]


async def test_a_cancelled_permit_ends_as_withdrawn(site: Site, platform: ParkPlatform) -> None:
    await site.connect(platform.url)
    permit = await site.book("height_1")
    await site.act("ehs", permit, "sign")
    await site.act("worker", permit, "cancel", cancel_reason="停工")
    await site.act("ehs", permit, "approve")
    await site.turn()
    assert platform.defects == []
    assert platform.statuses(str(permit)) == ["0", "1", "5"]
