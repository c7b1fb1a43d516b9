"""Simulated days go through the real runner, at their own time, and say that they are simulated."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import asyncpg
import pytest

from anshu.demonstration.days import History, Place, pass_days
from anshu.demonstration.group import PLANTS, posts_of
from anshu.demonstration.meanwhile import Meanwhile
from anshu.demonstration.people import Settler, settle_plant
from anshu.demonstration.permit_jobs import MEASURES
from anshu.demonstration.permit_stories import PermitStory, permit_stories
from anshu.demonstration.permits import settle_permits
from anshu.demonstration.stories import first_tries, stories
from anshu.embedded.server import EmbeddedPostgres
from anshu.identity.door import ControlDoor
from anshu.identity.wiring import identity
from anshu.kernel.clock import MovedClock
from anshu.records.reactions import REACTIONS
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow
from tests.demonstration.moments import until
from tests.permits.people import ZONE, permit_packs
from tests.records.conftest import services, settings

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


def permits(place: int, *, days: int = 90, start: datetime = START) -> list[PermitStory]:
    """The permits of one of the plants."""
    people = frozenset(post.key for post in posts_of(place))
    a_day = 0.2 if place else 0.8
    return permit_stories(
        PLANTS[place].key, zone=ZONE, start=start, days=days, a_day=a_day, people=people
    )


def test_permits_of_ninety_days_are_of_all_kinds_and_most_end_well() -> None:
    told = permits(0)
    assert told == permits(0)
    assert {one.scene.job.kind for one in told} == set(MEASURES)
    ends = Counter(one.steps[-1][1] for one in told)
    assert ends["accept"] + ends["confirm"] > 0.7 * len(told)
    assert {"change", "cancel", "stop", "reject"} <= ends.keys()
    tried = Counter(step for one in told for _, step in one.steps)
    assert {"pause", "try_submit", "try_sign", "try_start"} <= tried.keys()


@pytest.mark.parametrize("place", range(len(PLANTS)))
def test_jobs_of_a_plant_follow_each_other_and_people_there_sign_them(place: int) -> None:
    people = {post.key for post in posts_of(place)}
    told = permits(place)
    assert len(told) >= 10
    for one in told:
        times = [at for at, _ in one.steps]
        assert times == sorted(times)
        assert one.urgent or times[0].astimezone(ZONE).date() < one.begins.astimezone(ZONE).date()
        assert {*one.scene.cosigners, *one.scene.approvers} <= people
    work = sorted(span for one in told if (span := at_work(one)))
    assert all(ended < began for (_, ended), (began, _) in pairwise(work))


def test_hot_work_at_night_and_on_days_off_is_raised_and_says_why() -> None:
    for one in permits(0):
        local = one.begins.astimezone(ZONE)
        off = local.weekday() >= 5 or local.hour >= 20
        if off and one.scene.job.kind == "hot_work":
            assert one.raised or one.scene.level == "hot_special"
    assert any(one.raised for one in permits(0))


def at_work(story: PermitStory) -> tuple[datetime, datetime] | None:
    """From the start to the end of the work; None when there was none."""
    at = {step: moment for moment, step in story.steps}
    ended = at.get("finish") or at.get("stop")
    return (at["start"], ended) if ended else None


@pytest.mark.timeout(180)
async def test_days_pass_through_the_real_runner_at_simulated_times(
    services: Services,
    clock: MovedClock,
    tenant_pair: tuple[TenantRow, TenantRow],
    postgres: EmbeddedPostgres,
) -> None:
    # The last Friday afternoon that is over: the jobs are on working days.
    clock.move(until(clock.now(), 4, 18) - timedelta(days=7))
    now = clock.now()
    clock.move(-timedelta(days=DAYS))
    room = identity(ControlDoor(services.store, services.settings.control_node, clock))
    settler = Settler(services, room, permit_packs(), "a demonstration's password")
    plant = await settle_plant(settler, tenant_pair[0], PLANTS[0], 0)
    place = Place("nantong", plant, await settle_permits(services, plant))
    days: list[int] = []
    history = History(clock, Meanwhile(services, REACTIONS), days.append)
    assert await pass_days(services, [place], history, days=DAYS) == []

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
    counted = "select state, count(*) from record where type = $1 group by state"
    states = dict(await connection.fetch(counted, "hazard"))
    assert states["closed"] >= 1 and sum(states.values()) > DAYS
    assert dict(await connection.fetch(counted, "permit"))["accepted"] >= 1
    assert dict(await connection.fetch(counted, "paper_permit")) == {"active": 1}
    opinions = await connection.fetch(
        "select normal ->> 'measures_taken' as said from record where state = 'closed'"
        " and type = 'hazard'"
    )
    assert opinions and all("模拟" in row["said"] for row in opinions)
    # What the worker does was done at its simulated time, not at the end.
    notices = await connection.fetch("select distinct date(at) from notice")
    assert len(notices) >= DAYS - 1
    assert await connection.fetchval("select count(*) from seal") >= DAYS - 1
