"""Lets simulated days pass in the demonstration's plants, through the real runner and worker.

The clock is moved to each step in turn; what the worker would have done meanwhile (notices,
reminders, escalations, watermarks, seals) is done at its simulated time. Every invented text
says （模拟）, every photo that it is simulated.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct

from anshu.boards.settings import BoardSettings, set_board_settings
from anshu.demonstration.desk import Desk
from anshu.demonstration.group import WHOLE, Extent
from anshu.demonstration.hazards import Work
from anshu.demonstration.improvements import ImprovementActs, wished
from anshu.demonstration.lives import Life, Waiting
from anshu.demonstration.people import SeedRefused, Settled
from anshu.demonstration.permit_past import AlarmWork, PermitActs, add_holiday, enter_paper_permit
from anshu.demonstration.permit_stories import permit_stories
from anshu.demonstration.permit_work import PermitWork
from anshu.demonstration.pictures import SMALL
from anshu.demonstration.queries import READ_EARLIER
from anshu.demonstration.stories import Story, first_tries, stories
from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu.records.sweeper import sweep_tenant
from anshu_tenants.registry import principal

# How often the worker's part is caught up with, at full hours; the steps between do not wait.
MEANWHILE = timedelta(hours=4)
# The first plant has the whole story, the others are quieter.
FIRST_A_DAY, OTHERS_A_DAY = 1.5, 0.2
PERMITS_A_DAY, OTHERS_PERMITS_A_DAY = 0.8, 0.2
# The share of the days that counts as the time before going live, and when the system was out.
BEFORE, OUTAGE = 0.4, 0.7
# Notices as old as this have been read.
UNREAD = timedelta(days=2)

log = structlog.get_logger(__name__)


class History(Struct, frozen=True):
    """What simulated days need: a clock to move, the worker's part, who hears of the day."""

    clock: MovedClock
    meanwhile: Callable[[], Awaitable[None]]
    say: Callable[[int], None]


class Plan(Struct, frozen=True):
    """How much of the group is built, and with what its past is simulated, if it has one."""

    extent: Extent = WHOLE
    history: History | None = None


class Place(Struct, frozen=True):
    """A plant whose days pass: its key, its people and things, its permits."""

    key: str
    plant: Settled
    permits: PermitWork


async def pass_days(
    services: Services, places: Sequence[Place], history: History, *, days: int
) -> list[str]:
    """Moves the clock forward by so many days; answers what was refused against the plan.

    A record that is refused stays where it stood: one step less is no reason to start nothing.
    """
    clock, meanwhile = history.clock, history.meanwhile
    start = clock.now()
    end = start + timedelta(days=days)
    for place in places[:1]:
        await add_holiday(services, place.plant, days=days)
    waiting = Waiting(list(_lives(services, places, start, days)))
    refused: list[str] = []
    pause = _full_hour(start)
    while (at := waiting.next_at) is not None and at < end:
        while pause <= at:
            _move_to(clock, pause)
            await _catch_up(services, places, meanwhile)
            pause += MEANWHILE
            history.say((pause - start).days)
        _move_to(clock, at)
        try:
            await waiting.go_on()
        except SeedRefused as told:
            log.warning("demonstration_refused", what=str(told), at=at.isoformat())
            refused.append(str(told))
    _move_to(clock, end)
    await _catch_up(services, places, meanwhile)
    for place in places:
        await _went_live(services, place.plant, start + timedelta(days=days * BEFORE))
        async with services.store.begin(principal(place.plant.row), purpose="demo.read") as tx:
            await tx.execute(READ_EARLIER, end - UNREAD)
    return refused


async def _catch_up(
    services: Services, places: Sequence[Place], meanwhile: Callable[[], Awaitable[None]]
) -> None:
    """What is due by a message, then what only the sweeper finds: watches of jobs at work."""
    await meanwhile()
    fired = [await sweep_tenant(services, principal(place.plant.row)) for place in places]
    if any(fired):
        await meanwhile()


async def _went_live(services: Services, plant: Settled, at: datetime) -> None:
    """So that the board can compare the weeks before with those after."""
    subject = await Desk(services, plant).subject("admin")
    day = at.astimezone(ZoneInfo(plant.row.timezone)).date()
    done = await set_board_settings(services, subject, BoardSettings(go_live=day))
    if isinstance(done, Refusal):
        raise SeedRefused(f"go-live: {done.code}")


def _lives(
    services: Services, places: Sequence[Place], start: datetime, days: int
) -> Iterator[Life]:
    for n, place in enumerate(places):
        plant = place.plant
        work = Work(services, plant, Desk(services, plant, SMALL))
        a_day = OTHERS_A_DAY if n else FIRST_A_DAY
        for story in stories(place.key, start=start, days=days, a_day=a_day):
            yield Life(story.scene.text, first_tries(story), _HazardActs(work, story))
        alarms = AlarmWork(services, plant)
        for told in permit_stories(
            place.key, zone=plant.zone, start=start, days=days,
            a_day=OTHERS_PERMITS_A_DAY if n else PERMITS_A_DAY, people=frozenset(plant.people),
        ):  # fmt: skip
            yield Life(told.scene.content, told.steps, PermitActs(place.permits, alarms, told))
        if not n:
            for wish, steps in wished(start + timedelta(days=days), start):
                yield Life(wish.title, steps, ImprovementActs(services, plant, wish))
            out = start + timedelta(days=days * OUTAGE)
            yield Life("paper permit", [(out, "paper")], _PaperActs(services, plant))


class _HazardActs:
    """One hazard's steps; the first one reports it."""

    def __init__(self, work: Work, story: Story) -> None:
        self._work = work
        self._story = story
        self._record: UUID | None = None

    async def __call__(self, step: str) -> None:
        story = self._story
        if self._record is None:
            team = "/w2/t1/" if story.second else "/w1/t1/"
            self._record = await self._work.report(
                story.reporter, story.scene, team=team, seconds=story.entry_seconds
            )
            return
        group = "2" if story.second else ""
        await self._work.step(self._record, step, story.scene, days=story.limit_days, group=group)


class _PaperActs:
    def __init__(self, services: Services, plant: Settled) -> None:
        self._services = services
        self._plant = plant

    async def __call__(self, _: str) -> None:
        await enter_paper_permit(self._services, self._plant)


def _full_hour(moment: datetime) -> datetime:
    """The first time of the worker's part: the same hours every day, whenever one starts."""
    midnight = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + MEANWHILE * (1 + (moment - midnight) // MEANWHILE)


def _move_to(clock: MovedClock, moment: datetime) -> None:
    """Forwards only: time that the simulation itself took is not taken back."""
    clock.move(max(timedelta(0), moment - clock.now()))
