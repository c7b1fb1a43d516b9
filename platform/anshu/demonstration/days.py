"""Lets simulated days pass in the demonstration's plants, through the real runner and worker.

The clock is moved to each step in turn; what the worker would have done meanwhile (notices,
reminders, escalations, watermarks, seals) is done at its simulated time. Every invented text
says （模拟）, every photo that it is simulated.
"""

import heapq
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from anshu.boards.settings import BoardSettings, set_board_settings
from anshu.demonstration.desk import Desk
from anshu.demonstration.group import WHOLE, Extent
from anshu.demonstration.hazards import Work
from anshu.demonstration.people import SeedRefused, Settled
from anshu.demonstration.pictures import SMALL
from anshu.demonstration.queries import READ_EARLIER
from anshu.demonstration.stories import Story, first_tries, stories
from anshu.kernel.clock import MovedClock
from anshu.kernel.refusal import Refusal
from anshu.records.services import Services
from anshu_tenants.registry import principal

# How often the worker's part is caught up with; the steps between do not wait for it.
MEANWHILE = timedelta(hours=4)
# The first plant has the whole story, the others are quieter.
FIRST_A_DAY, OTHERS_A_DAY = 1.5, 0.2
# The share of the days that counts as the time before going live.
BEFORE = 0.4
# Notices as old as this have been read.
UNREAD = timedelta(days=2)


class History(Struct, frozen=True):
    """What simulated days need: a clock to move, the worker's part, who hears of the day."""

    clock: MovedClock
    meanwhile: Callable[[], Awaitable[None]]
    say: Callable[[int], None]


class Plan(Struct, frozen=True):
    """How much of the group is built, and with what its past is simulated, if it has one."""

    extent: Extent = WHOLE
    history: History | None = None


class Life:
    """One hazard on its way; `n` keeps the order of two that wait for the same moment."""

    def __init__(self, work: Work, story: Story, n: int) -> None:
        self._work = work
        self._story = story
        self._steps = list(first_tries(story))
        self._record: UUID | None = None
        self._n = n

    @property
    def next_at(self) -> datetime | None:
        """When something happens next; None when nothing will."""
        return self._steps[0][0] if self._steps else None

    def __lt__(self, other: "Life") -> bool:
        mine, theirs = self.next_at, other.next_at
        assert mine is not None and theirs is not None  # only waiting ones are compared
        return (mine, self._n) < (theirs, other._n)

    async def go_on(self) -> None:
        """Does the next step."""
        _, step = self._steps.pop(0)
        story = self._story
        if self._record is None:
            team = "/w2/t1/" if story.second else "/w1/t1/"
            self._record = await self._work.report(
                story.reporter, story.scene, team=team, seconds=story.entry_seconds
            )
            return
        group = "2" if story.second else ""
        await self._work.step(self._record, step, story.scene, days=story.limit_days, group=group)


async def pass_days(
    services: Services, plants: Sequence[tuple[str, Settled]], history: History, *, days: int
) -> None:
    """Moves the clock forward by so many days; `plants` are keys and settled tenants."""
    clock, meanwhile = history.clock, history.meanwhile
    start = clock.now()
    end = start + timedelta(days=days)
    waiting = _lives(services, plants, start, days)
    heapq.heapify(waiting)
    pause = start
    while waiting and (at := waiting[0].next_at) is not None and at < end:
        while pause <= at:
            _move_to(clock, pause)
            await meanwhile()
            pause += MEANWHILE
            history.say((pause - start).days)
        _move_to(clock, at)
        life = heapq.heappop(waiting)
        await life.go_on()
        if life.next_at is not None:
            heapq.heappush(waiting, life)
    _move_to(clock, end)
    await meanwhile()
    for _, plant in plants:
        await _went_live(services, plant, start + timedelta(days=days * BEFORE))
        async with services.store.begin(principal(plant.row), purpose="demo.read") as tx:
            await tx.execute(READ_EARLIER, end - UNREAD)


async def _went_live(services: Services, plant: Settled, at: datetime) -> None:
    """So that the board can compare the weeks before with those after."""
    subject = await Desk(services, plant).subject("admin")
    day = at.astimezone(ZoneInfo(plant.row.timezone)).date()
    done = await set_board_settings(services, subject, BoardSettings(go_live=day))
    if isinstance(done, Refusal):
        raise SeedRefused(f"go-live: {done.code}")


def _lives(
    services: Services, plants: Sequence[tuple[str, Settled]], start: datetime, days: int
) -> list[Life]:
    lives: list[Life] = []
    for place, (key, plant) in enumerate(plants):
        work = Work(services, plant, Desk(services, plant, SMALL))
        a_day = OTHERS_A_DAY if place else FIRST_A_DAY
        for story in stories(key, start=start, days=days, a_day=a_day):
            lives.append(Life(work, story, len(lives)))
    return lives


def _move_to(clock: MovedClock, moment: datetime) -> None:
    """Forwards only: time that the simulation itself took is not taken back."""
    clock.move(max(timedelta(0), moment - clock.now()))
