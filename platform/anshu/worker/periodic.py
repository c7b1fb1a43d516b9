"""Sweepers: work that is done again and again because a hint may be lost.

There is no leader: every worker runs every sweeper, so a sweeper must be idempotent and skip
what another has locked.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

import msgspec

from anshu.kernel.clock import Clock
from anshu.outbox.doorbell import Doorbell
from anshu.store.unit_of_work import Store

_log = logging.getLogger(__name__)


class PeriodicContext(msgspec.Struct, frozen=True):
    """What a sweeper gets; `settings` is whatever the worker was started with."""

    store: Store
    clock: Clock
    settings: object
    doorbell: Doorbell


class Periodic(msgspec.Struct, frozen=True):
    """A sweeper and how long it rests between two rounds, unless a round answers fewer seconds."""

    name: str
    every_seconds: float
    coroutine: Callable[[PeriodicContext], Awaitable[float | None]]
    time_limit_seconds: float = 300


async def run_periodic(periodic: Periodic, context: PeriodicContext) -> None:
    """Runs the sweeper until cancelled; a failed round is logged, the next one follows."""
    await asyncio.sleep(min(1.0, periodic.every_seconds) * random.random())  # noqa: S311
    while True:
        rest = None
        try:
            async with asyncio.timeout(periodic.time_limit_seconds):
                rest = await periodic.coroutine(context)
        except Exception:  # noqa: BLE001 - the next round may go well
            _log.exception("sweeper %s failed", periodic.name)
        longest = periodic.every_seconds
        await asyncio.sleep(longest if rest is None else min(max(rest, 0), longest))
