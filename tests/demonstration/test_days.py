"""Simulated days go through the real runner, at their own time, and say that they are simulated."""

from datetime import datetime, timedelta

import asyncpg
import pytest

from anshu.demonstration.days import History, pass_days
from anshu.demonstration.group import PLANTS
from anshu.demonstration.meanwhile import Meanwhile
from anshu.demonstration.people import Settler, settle_plant
from anshu.demonstration.stories import first_tries, stories
from anshu.embedded.server import EmbeddedPostgres
from anshu.identity.door import ControlDoor
from anshu.identity.wiring import identity
from anshu.kernel.clock import MovedClock
from anshu.records.reactions import REACTIONS
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow
from tests.records.conftest import services, settings
from tests.records.people import hazard_packs

__all__ = ["services", "settings"]
DAYS = 4
START = datetime.fromisoformat("2026-08-01T00:00:00+00:00")


def test_a_plants_story_is_the_same_at_every_start() -> None:
    one, again = (stories("nantong", start=START, days=30, a_day=1.5) for _ in range(2))
    assert one == again
    assert one != stories("zibo", start=START, days=30, a_day=1.5)
    assert 30 <= len(one) <= 60


def test_steps_follow_each_other_and_only_the_last_reinspection_passes() -> None:
    for story in stories("nantong", start=START, days=90, a_day=2):
        steps = first_tries(story)
        assert [at for at, _ in steps] == sorted(at for at, _ in steps)
        assert steps[0][1] == "report"
        assert steps[-1][1] in ("void", "recheck", "ehs")
        assert all(step != "recheck" for _, step in steps[:-1])


def test_people_answer_sooner_in_the_last_month_than_in_the_first() -> None:
    told = stories("nantong", start=START, days=90, a_day=3)

    def mean_answer(days: range) -> float:
        waits = [
            (story.steps[1][0] - story.steps[0][0]).total_seconds()
            for story in told
            if (story.steps[0][0] - START).days in days
        ]
        return sum(waits) / len(waits)

    assert mean_answer(range(60, 90)) < mean_answer(range(30))


@pytest.mark.timeout(180)
async def test_days_pass_through_the_real_runner_at_simulated_times(
    services: Services,
    clock: MovedClock,
    tenant_pair: tuple[TenantRow, TenantRow],
    postgres: EmbeddedPostgres,
) -> None:
    now = clock.now()
    clock.move(-timedelta(days=DAYS))
    room = identity(ControlDoor(services.store, services.settings.control_node, clock))
    settler = Settler(services, room, hazard_packs(), "a demonstration's password")
    plant = await settle_plant(settler, tenant_pair[0], PLANTS[0], 0)
    days: list[int] = []
    history = History(clock, Meanwhile(services, REACTIONS), days.append)
    await pass_days(services, [("nantong", plant)], history, days=DAYS)

    assert abs(clock.now() - now) < timedelta(minutes=3)
    assert days == sorted(days) and days[-1] >= DAYS - 1
    connection = await asyncpg.connect(postgres.admin_dsn)
    try:
        await connection.execute(f"set search_path to {tenant_pair[0].schema}")
        await _check(connection, since=now - timedelta(days=DAYS))
    finally:
        await connection.close()


async def _check(connection: asyncpg.Connection, *, since: datetime) -> None:
    stray = "select count(*) from event where at < $1 or at > now()"
    assert await connection.fetchval(stray, since) == 0
    back = (
        "select count(*) from (select at, lag(at) over (partition by stream order by version)"
        " as before from event) e where at < before"
    )
    assert await connection.fetchval(back) == 0
    states = dict(await connection.fetch("select state, count(*) from record group by state"))
    assert states["closed"] >= 1 and sum(states.values()) > DAYS
    opinions = await connection.fetch(
        "select normal ->> 'measures_taken' as said from record where state = 'closed'"
    )
    assert opinions and all("模拟" in row["said"] for row in opinions)
    # What the worker does was done at its simulated time, not at the end.
    notices = await connection.fetch("select distinct date(at) from notice")
    assert len(notices) >= DAYS - 1
    assert await connection.fetchval("select count(*) from seal") >= DAYS - 1
