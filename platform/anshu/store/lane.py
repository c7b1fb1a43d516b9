"""Tenant-affine connections: a tenant always meets the same few of them.

A backend keeps what it has seen of every schema in memory, so a tenant is bound to `spread`
connections of the lane, and a connection that has seen `tenant_cap` tenants is replaced.
A connection that does not come back idle is closed: what it left open must never meet the
next tenant's COMMIT. Those who share a connection take turns by tenant, so that whoever floods
it keeps nobody else waiting for long.
"""

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import asyncpg

from anshu.store.turns import Turns

Connection: TypeAlias = asyncpg.Connection
Connect = Callable[[], Awaitable[Connection]]


@dataclass(slots=True)
class Slot:
    """One place for a connection; `waiting` counts who holds or wants it."""

    turns: Turns = field(default_factory=Turns)
    connection: Connection | None = None
    seen: set[str] = field(default_factory=set)
    waiting: int = 0


class Lane:
    """A fixed number of lazily opened connections with affinity by key."""

    def __init__(
        self, connect: Connect, *, size: int, spread: int = 2, tenant_cap: int = 200
    ) -> None:
        self._connect = connect
        self._slots = [Slot() for _ in range(size)]
        self._spread = min(spread, size)
        self._tenant_cap = tenant_cap

    @asynccontextmanager
    async def connection(self, key: str) -> AsyncIterator[Connection]:
        """An idle connection for this key, alone until the block ends."""
        slot = self._choose(key)
        slot.waiting += 1
        try:
            async with slot.turns.turn(key):
                connection = await self._ready(slot, key)
                try:
                    yield connection
                except BaseException:
                    await _close_unless_idle(slot)
                    raise
                await _close_unless_idle(slot)
        finally:
            slot.waiting -= 1

    async def close(self) -> None:
        """Closes every open connection."""
        for slot in self._slots:
            if slot.connection is not None:
                await slot.connection.close()
                slot.connection = None

    def _choose(self, key: str) -> Slot:
        start = zlib.crc32(key.encode())
        count = len(self._slots)
        candidates = [self._slots[(start + i) % count] for i in range(self._spread)]
        return min(candidates, key=lambda slot: slot.waiting)

    async def _ready(self, slot: Slot, key: str) -> Connection:
        full = key not in slot.seen and len(slot.seen) >= self._tenant_cap
        if slot.connection is not None and (full or slot.connection.is_closed()):
            if not slot.connection.is_closed():
                await slot.connection.close()
            slot.connection = None
        if slot.connection is None:
            slot.connection = await self._connect()
            slot.seen = set()
        slot.seen.add(key)
        return slot.connection


async def _close_unless_idle(slot: Slot) -> None:
    connection = slot.connection
    if connection is None or connection.is_closed():
        return
    if connection.is_in_transaction():
        connection.terminate()
        slot.connection = None
