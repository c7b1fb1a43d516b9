"""Which permits there were in the simulated days, when, and what went wrong with some of them.

All invented. Jobs of a day follow each other: nobody stands in two places. Most are accepted in
time; the others are turned down, cancelled, voided, paused or run over, or somebody forgets a gas
test and hears so. The longer people have the system, the sooner they sign.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from anshu.demonstration.permit_scenes import PermitScene

# Begin of the work and its planned minutes. Between them lie the hours at which the worker's part
# is done (days.MEANWHILE): a permit that ends in time is not at work then.
MORNING, AFTERNOON, NIGHT = (time(8, 30), 200), (time(13, 20), 150), (time(20, 30), 180)
NIGHTLY = 0.3
# What happens to one permit after the other; "" is nothing special.
TURNS = (
    "", "", "late_start", "", "overrun", "", "change", "", "pause", "", "no_gas", "", "cancel",
    "", "overrun", "stop", "", "reject", "", "",
)  # fmt: skip
HOLIDAYS = 3
RAISED = "夜间、公休日或节假日动火，按一级管理（模拟）"
REST = 5
Steps = Iterator[tuple[datetime, str]]


class PermitStory(Struct, frozen=True):
    """One permit from its booking to its end; steps in the order of time.

    `booked_as`: the level of the booking. `raised`: why the level is higher than by nature.
    """

    scene: PermitScene
    booked_as: str
    begins: datetime
    urgent: bool
    raised: str
    steps: tuple[tuple[datetime, str], ...]


def holiday(start: date, days: int) -> tuple[date, ...]:
    """The invented holiday in the middle of a longer history."""
    first = start + timedelta(days=days // 2)
    return tuple(first + timedelta(days=n) for n in range(HOLIDAYS)) if days > 20 else ()


def permit_stories(
    key: str, *, zone: ZoneInfo, start: datetime, days: int, a_day: float, people: frozenset[str]
) -> list[PermitStory]:
    """A plant's permits of these days, the same at every start on such a day of the week.

    Each is booked on the day before its own, the last ended the day before the last. `people`: the
    posts that there are; jobs that somebody else would have to sign are left to other plants.
    """
    chance = random.Random(f"{key} permits")  # noqa: S311  a story, not a secret
    first = start.astimezone(zone).date()
    off = holiday(first, days)
    scenes = [one for one in _scenes() if {*one.cosigners, *one.approvers, *_doers(one)} <= people]
    bag = _Bag(chance, scenes)
    can_raise = "deputy" in people
    told: list[PermitStory] = []
    for n in range(2, days):
        day = first + timedelta(days=n)
        resting = day.weekday() >= REST or day in off
        count = int(a_day) + (chance.random() < a_day % 1)
        for begins, minutes in _slots(chance, count, at_night=can_raise):
            raised = resting or begins == NIGHT[0]
            # Hot work is raised by a level then, where somebody can sign that.
            unfit = ("hot_1",) if can_raise else ("hot_1", "hot_2")
            scene = bag.draw(without=unfit if raised else ())
            moment = datetime.combine(day, begins, zone) + timedelta(minutes=chance.randrange(8))
            learnt = n / days
            scene = msgspec.structs.replace(scene, minutes=minutes)
            told.append(_story(chance, scene, moment, learnt, raised, TURNS[len(told) % 20]))
    return told


def _slots(chance: random.Random, count: int, *, at_night: bool) -> list[tuple[time, int]]:
    last = NIGHT if at_night and chance.random() < NIGHTLY else AFTERNOON
    return [MORNING, last][:count] if count > 1 else [chance.choice((MORNING, last))][:count]


class _Bag:
    """Scenes as often as their weight says; every one comes before the bag is filled again."""

    def __init__(self, chance: random.Random, scenes: list[PermitScene]) -> None:
        self._chance = chance
        self._all = [scene for scene in scenes for _ in range(scene.weight)]
        self._left: list[PermitScene] = []

    def draw(self, *, without: tuple[str, ...]) -> PermitScene:
        """The next one that is of none of these levels."""
        while True:
            for n, scene in enumerate(self._left):
                if scene.level not in without:
                    return self._left.pop(n)
            self._left += self._chance.sample(self._all, len(self._all))


def _story(
    chance: random.Random, scene: PermitScene, begins: datetime, learnt: float, raised: bool,
    turn: str,
) -> PermitStory:  # fmt: skip
    booked_as = scene.level
    raised = raised and scene.level == "hot_2"
    if raised:
        scene = msgspec.structs.replace(scene, level="hot_1")
        if turn == "":
            turn = "not_raised"
    if turn in ("late_start", "no_gas") and not scene.job.gas:
        turn = ""
    if turn != "not_raised":
        booked_as = scene.level
    urgent = chance.random() < 0.15
    steps = tuple(_steps(chance, begins, scene.minutes, 1.6 - learnt, urgent, turn))
    return PermitStory(scene, booked_as, begins, urgent, RAISED if raised else "", steps)


def _steps(
    chance: random.Random, begins: datetime, minutes: int, slow: float, urgent: bool, turn: str
) -> Steps:
    def at(minute: float) -> datetime:
        return begins + timedelta(minutes=minute)

    booked = -115.0 if urgent else -24 * 60 + chance.randrange(60, 190)
    yield at(booked), "book"
    agreed = booked + (3 if urgent else 5 + slow * chance.uniform(5, 70))
    if turn == "reject":
        yield at(agreed), "reject"
        return
    yield at(agreed), "approve"
    yield at(-chance.randrange(85, 105)), "prepare"
    submitted = -32 - slow * chance.uniform(2, 25)
    if turn == "not_raised":
        yield at(submitted - 3), "try_submit"
    yield at(submitted), "submit"
    if turn == "no_gas":
        yield at(-27), "try_sign"
    yield at(-24), "sign"
    yield at(-21), "cosign"
    issued = -chance.randrange(12, 19)
    yield at(issued), "issue"
    yield at(issued + chance.randrange(2, 5)), "check"
    if turn in ("change", "cancel"):
        yield at(-6), turn
        return
    yield from _at_work(chance, begins, minutes, turn)


def _at_work(chance: random.Random, begins: datetime, minutes: int, turn: str) -> Steps:
    def at(minute: float) -> datetime:
        return begins + timedelta(minutes=minute)

    if turn == "late_start":
        yield at(12), "try_start"
        yield at(15), "test_gas"
    yield at(20 if turn == "late_start" else chance.randrange(4)), "start"
    if turn == "stop":
        yield at(55), "stop"
        return
    if turn == "pause":
        yield at(35), "pause"
        yield at(58), "resume"
    # Whoever runs over is still at work when the worker's part is done next.
    ended = minutes + 45 if turn == "overrun" else chance.randrange(80, minutes - 20)
    if turn in ALARMED and turn != "overrun":
        yield at(40), "handle"
    yield at(ended), "finish"
    yield at(ended + chance.randrange(8, 45)), "accept"
    if turn in ALARMED:
        if turn == "overrun":
            yield at(ended + 46), "handle"
        yield at(ended + 46 + chance.randrange(30, 200)), "confirm"


ALARMED = ("late_start", "no_gas", "not_raised", "overrun")


def _doers(scene: PermitScene) -> set[str]:
    return {post for post, _ in scene.job.workers}


def _scenes() -> list[PermitScene]:
    file = resources.files("anshu.demonstration").joinpath("permit_scenes.yaml")
    return msgspec.yaml.decode(file.read_bytes(), type=list[PermitScene])
