"""Long blocking work of this room (workbooks, packages), on a few threads of its own.

On the threads that all rooms share, six slow workbooks of one tenant would keep every tenant's
log-ins and photos waiting.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, TypeVar

THREADS = 2
P = ParamSpec("P")
R = TypeVar("R")


async def heavy(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of the work, once one of the threads is free."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(), partial(work, *args, **kwargs))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="heavy")
