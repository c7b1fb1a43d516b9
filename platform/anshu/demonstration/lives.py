"""Records on their way through simulated days: whose turn is next, one step after the other."""

import heapq
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from anshu.demonstration.people import SeedRefused

Act = Callable[[str], Awaitable[None]]


class Life:
    """One record: its steps in the order of time, and who carries them out."""

    def __init__(self, name: str, steps: Sequence[tuple[datetime, str]], act: Act) -> None:
        self.name = name
        self._steps = list(steps)
        self._act = act

    @property
    def next_at(self) -> datetime | None:
        """When something happens next; None when nothing will."""
        return self._steps[0][0] if self._steps else None

    async def go_on(self) -> None:
        """Does the next step."""
        _, step = self._steps.pop(0)
        try:
            await self._act(step)
        except SeedRefused as refused:
            self._steps.clear()
            raise SeedRefused(f"{self.name}, {step}: {refused}") from refused


class Waiting:
    """The lives of all plants; of two that wait for the same moment the earlier one goes first."""

    def __init__(self, lives: Sequence[Life]) -> None:
        self._heap = [
            (life.next_at, n, life) for n, life in enumerate(lives) if life.next_at is not None
        ]
        heapq.heapify(self._heap)

    @property
    def next_at(self) -> datetime | None:
        """When something happens next; None when nothing will."""
        return self._heap[0][0] if self._heap else None

    async def go_on(self) -> None:
        """Does the next step of all; one that is refused ends its life there."""
        _, n, life = heapq.heappop(self._heap)
        await life.go_on()
        if life.next_at is not None:
            heapq.heappush(self._heap, (life.next_at, n, life))
