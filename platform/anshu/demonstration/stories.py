"""What happens in ninety simulated days: which hazards, when, and how quickly people answer.

All invented. People answer the sooner the longer they have worked with the system; some reports
are no hazards, some rectifications come late or fail their first re-inspection.
"""

import itertools
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources

import msgspec
from msgspec import Struct

from anshu.demonstration.hazards import Scene

# Of what was found in the last days, every fourth hazard is not rectified in time.
STUCK_DAYS = 9
SECOND_WORKSHOP = ("包装间", "配电室")


class Story(Struct, frozen=True):
    """One hazard from the report to where it stands at the end; steps in the order of time."""

    scene: Scene
    reporter: str
    limit_days: int
    entry_seconds: int
    steps: tuple[tuple[datetime, str], ...]

    @property
    def second(self) -> bool:
        """It lies in the second workshop, with a team leader and a safety officer of its own."""
        return self.scene.area in SECOND_WORKSHOP


def stories(key: str, *, start: datetime, days: int, a_day: float) -> list[Story]:
    """A plant's hazards of these days, the same at every start of a demonstration."""
    chance = random.Random(key)  # noqa: S311  a story, not a secret
    scenes = _scenes()
    told = [
        _story(chance, scenes, start + timedelta(days=day), day / days)
        for day in range(days)
        for _ in range(_count(chance, a_day))
    ]
    stuck = start + timedelta(days=days - STUCK_DAYS)
    return [_left_lying(one) if one.steps[0][0] >= stuck and n % 4 == 0 else one
            for n, one in enumerate(told)]  # fmt: skip


def _left_lying(story: Story) -> Story:
    """The story of a hazard that nobody gets round to rectifying within its day."""
    steps = tuple(itertools.takewhile(lambda step: step[1] != "fixer", story.steps))
    return msgspec.structs.replace(story, limit_days=1, steps=steps)


def _count(chance: random.Random, a_day: float) -> int:
    whole = int(a_day)
    return whole + (chance.random() < a_day - whole)


def _scenes() -> list[Scene]:
    file = resources.files("anshu.demonstration").joinpath("scenes.yaml")
    return msgspec.yaml.decode(file.read_bytes(), type=list[Scene])


def _story(chance: random.Random, scenes: list[Scene], day: datetime, learnt: float) -> Story:
    scene = chance.choices(scenes, weights=[scene.weight for scene in scenes])[0]
    # Plants work in shifts: most is seen by day, some at night.
    hour = chance.choices(range(24), weights=[1] * 7 + [5] * 11 + [2] * 6)[0]
    found = day + timedelta(hours=hour, minutes=chance.randrange(60))
    limit = chance.choice((1, 2, 3, 3, 5, 7))
    reporter = chance.choice(("worker", "worker", "inspector"))
    seconds = int(25 + (1.6 - learnt) * chance.expovariate(1 / 30))
    return Story(scene, reporter, limit, seconds, tuple(_steps(chance, found, limit, learnt)))


def _steps(
    chance: random.Random, found: datetime, limit: int, learnt: float
) -> Iterator[tuple[datetime, str]]:
    slow = 1.6 - learnt
    at = found
    yield at, "report"
    at += timedelta(minutes=slow * chance.expovariate(1 / 45) + 3)
    if chance.random() < 0.05:
        yield at, "void"
        return
    yield at, "leader"
    at += timedelta(minutes=slow * chance.expovariate(1 / 90) + 5)
    yield at, "safety"
    at += timedelta(minutes=slow * chance.expovariate(1 / 150) + 5)
    yield at, "ehs"
    for _ in range(2 if chance.random() < 0.07 else 1):
        late = chance.random() > 0.62 + 0.33 * learnt
        share = chance.uniform(1.1, 3.0) if late else chance.uniform(0.05, 0.9)
        at += timedelta(days=limit * share)
        yield at, "fixer"
        at += timedelta(hours=slow * chance.expovariate(1 / 5) + 0.3)
        yield at, "recheck"


def first_tries(story: Story) -> tuple[tuple[datetime, str], ...]:
    """The steps with every re-inspection but the last one failing."""
    last = max((at for at, step in story.steps if step == "recheck"), default=None)
    return tuple(
        (at, "fail" if step == "recheck" and at != last else step) for at, step in story.steps
    )
