"""The bounded pool in which pictures are decoded: few at a time, never on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class ImagingPool:
    """At most `threads` pictures are in memory decoded at once; the others wait their turn."""

    def __init__(self, *, threads: int = 2) -> None:
        self._executor = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="imaging")

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of blocking work done in the pool."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, partial(work, *args, **kwargs))

    def close(self) -> None:
        """Waits for what is being decoded and ends the threads."""
        self._executor.shutdown(wait=True, cancel_futures=True)
