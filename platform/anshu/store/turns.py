"""A lock whose waiters take turns by key: a crowd of one tenant delays another by one turn."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """One holder at a time; of one key, first come, first served."""

    def __init__(self) -> None:
        self._held = False
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """The lock, held until the block ends."""
        await self._acquire(key)
        try:
            yield
        finally:
            self._release()

    def locked(self) -> bool:
        """Whether somebody holds it."""
        return self._held

    async def _acquire(self, key: str) -> None:
        if not self._held:
            self._held = True
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            # Cancelled in the very moment in which the turn had come: it goes to the next.
            if mine.done() and not mine.cancelled():
                self._release()
            raise

    def _release(self) -> None:
        """Hands the lock on without letting go, to the key that has waited longest for a turn."""
        while self._waiting:
            key, waiting = self._waiting.popitem(last=False)
            following = waiting.popleft()
            if waiting:
                self._waiting[key] = waiting
            if not following.done():
                following.set_result(None)
                return
        self._held = False
