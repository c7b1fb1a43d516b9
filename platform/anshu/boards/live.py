"""Live boards: one computation for all who look at the same board with the same rights.

A tenant with lookers is looked at every two seconds, and at once when this process commits
something. Nothing new means a cheap answer that the board is still true; figures are never older
than that. Who cannot keep up misses what is in between, not the newest.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import structlog
from asyncpg import Record
from msgspec import Struct

from anshu.boards import queries
from anshu.boards.asking import units_only
from anshu.boards.board import Period, read_board
from anshu.boards.settings import PERMISSION
from anshu.kernel.refusal import Refusal, Refused
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.store.principal import Tenant

LOOK_SECONDS = 2.0
# Whoever commits all the time does not make a board count all the time.
PAUSE_SECONDS = 0.25
# How often lookers hear that nothing has changed.
SAID_AGAIN_AFTER = timedelta(seconds=5)
# Twice in vain, and nobody is trusted any more: what is revoked ends within five seconds.
SESSIONS_SECONDS = 2.0
# With more tenants looked at, a commit of one does not make all others ask the database.
MOST_STIRRED = 40

log = structlog.get_logger(__name__)
Recheck: TypeAlias = Callable[[], Awaitable[Subject | None]]
# The tenants that live sessions and tokens are worn for, by their hashes.
Living: TypeAlias = Callable[[Iterable[bytes]], Awaitable[Mapping[bytes, UUID]]]


class Ticket(Struct, frozen=True):
    """What makes two lookers see the same: the board, the period, the language and the rights."""

    tenant: Tenant
    key: str
    period: Period
    language: str
    scope: bytes
    listed: frozenset[str]


class Shown(Struct, frozen=True):
    """The newest figures, encoded once for all, and until when they are known to be true."""

    body: bytes
    true_at: datetime
    number: int


def ticket_of(subject: Subject, key: str, period: Period) -> Ticket:
    """The ticket of this looker; another one after a right was given or taken."""
    allowed = subject.allowed
    readable = (name for name in allowed.permissions if name.endswith(":record:read"))
    scope = msgspec.json.encode(units_only(allowed.reach(PERMISSION)))
    return Ticket(subject.principal, key, period, subject.language, scope, frozenset(readable))


class Credential(Struct, frozen=True):
    """The session or token that a board was opened with, and how to ask for its rights again."""

    hashed: bytes
    tenant: UUID
    recheck: Recheck


class Looker:
    """One open board: holds the newest figures only."""

    def __init__(self, ticket: Ticket, credential: Credential) -> None:
        self.ticket = ticket
        self.credential = credential
        self.ended = False
        self._newest: Shown | Refusal | None = None
        self._changed = asyncio.Event()

    def show(self, shown: Shown | Refusal) -> None:
        """Puts this in place of whatever was not taken yet."""
        self._newest = shown
        self._changed.set()

    def end(self) -> None:
        """No more is shown: the session or the rights are no longer the same."""
        self.ended = True
        self._changed.set()

    async def next(self, *, seconds: float) -> Shown | Refusal | None:
        """The newest once it is another; None when there is none for so long, or it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        self._changed.clear()
        newest, self._newest = self._newest, None
        return None if self.ended else newest


class LiveBoards:
    """All boards that are open in this process."""

    def __init__(self, services: Services, living: Living) -> None:
        self._services = services
        self._living = living
        self._watches: dict[str, _Watch] = {}
        self._lookers: set[Looker] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._guard: asyncio.Task[None] | None = None

    def open(self, subject: Subject, key: str, period: Period, credential: Credential) -> Looker:
        """A looker at this board; `close` it. Its first figures come with the first `next`."""
        if self._guard is None:
            self._loop = asyncio.get_running_loop()
            self._services.doorbell.listen(self._rung)
            self._guard = asyncio.create_task(self._watch_sessions())
        looker = Looker(ticket_of(subject, key, period), credential)
        self._lookers.add(looker)
        schema = subject.principal.schema
        watch = self._watches.get(schema)
        if watch is None:
            watch = _Watch(self._services, subject.principal, subject.timezone)
            self._watches[schema] = watch
        watch.add(looker, subject)
        return looker

    def close(self, looker: Looker) -> None:
        """The looker has gone; the last one of a tenant ends its watch."""
        schema = looker.ticket.tenant.schema
        watch = self._watches.get(schema)
        if watch is not None and watch.remove(looker):
            del self._watches[schema]
        self._lookers.discard(looker)
        if not self._lookers and self._guard is not None:
            self._services.doorbell.forget(self._rung)
            self._guard.cancel()
            self._guard = self._loop = None

    async def _watch_sessions(self) -> None:
        """Ends who is logged out, disabled, or wears another tenant by now."""
        failed = 0
        while True:
            await asyncio.sleep(SESSIONS_SECONDS)
            asked = {looker: looker.credential for looker in self._lookers}
            try:
                live = await self._living(each.hashed for each in asked.values())
                failed = 0
            except Exception:
                log.exception("live_sessions_failed")
                failed += 1
                live = {each.hashed: each.tenant for each in asked.values()} if failed < 2 else {}
            for looker, credential in asked.items():
                if live.get(credential.hashed) != credential.tenant:
                    looker.end()

    def _rung(self) -> None:
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._stir)

    def _stir(self) -> None:
        if len(self._watches) <= MOST_STIRRED:
            for watch in self._watches.values():
                watch.stir()


class _Channel:
    """The lookers that share one computation, in the name of one of them."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.lookers: set[Looker] = set()
        self.shown: Shown | None = None


class _Watch:
    """The open boards of one tenant."""

    def __init__(self, services: Services, tenant: Tenant, zone: str) -> None:
        self._services = services
        self._tenant = tenant
        self._zone = ZoneInfo(zone)
        self._channels: dict[Ticket, _Channel] = {}
        self._stirred = asyncio.Event()
        self._seen: tuple[object, ...] = ()
        self._policy: int | None = None
        self._number = 0
        self._task = asyncio.create_task(self._run())

    def add(self, looker: Looker, subject: Subject) -> None:
        channel = self._channels.setdefault(looker.ticket, _Channel(subject))
        channel.lookers.add(looker)
        if channel.shown is not None:
            looker.show(channel.shown)
        else:
            self.stir()

    def remove(self, looker: Looker) -> bool:
        """Whether that was the last one."""
        channel = self._channels.get(looker.ticket)
        if channel is not None:
            channel.lookers.discard(looker)
            if not channel.lookers:
                del self._channels[looker.ticket]
        if not self._channels:
            self._task.cancel()
        return not self._channels

    def stir(self) -> None:
        self._stirred.set()

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
            except Exception:
                # The database is away: boards grow old, and say so.
                log.exception("live_boards_failed", tenant=self._tenant.schema)
            await asyncio.sleep(PAUSE_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS - PAUSE_SECONDS):
                    await self._stirred.wait()
            self._stirred.clear()

    async def _look(self) -> None:
        now = self._services.clock.now()
        async with self._services.store.begin(self._tenant, purpose="boards.look") as tx:
            head = await tx.fetchrow(queries.HEAD)
        assert head is not None  # the state row is always there
        if self._policy not in (None, head["policy_version"]):
            await self._recheck()
        self._policy = head["policy_version"]
        seen = _seen(head, now, now.astimezone(self._zone).date())
        for channel in list(self._channels.values()):
            if channel.shown is None or seen != self._seen or seen[-1]:
                await self._compute(channel)
            elif now - channel.shown.true_at >= SAID_AGAIN_AFTER:
                self._show(channel, msgspec.structs.replace(channel.shown, true_at=now))
        self._seen = seen

    async def _compute(self, channel: _Channel) -> None:
        subject = channel.subject
        ticket = next(iter(channel.lookers)).ticket
        answer = await read_board(self._services, subject, ticket.key, ticket.period)
        if isinstance(answer, Refusal):
            for looker in list(channel.lookers):
                looker.show(answer)
            return
        self._number += 1
        body = msgspec.json.encode(answer)
        self._show(channel, Shown(body, answer.data_time, self._number))

    def _show(self, channel: _Channel, shown: Shown) -> None:
        channel.shown = shown
        for looker in channel.lookers:
            looker.show(shown)

    async def _recheck(self) -> None:
        """After a change of rights: whoever has others now, is to open the board anew."""
        # What is kept for two seconds is older than the change that was just seen.
        self._services.access.forget(self._tenant.schema)
        for ticket, channel in list(self._channels.items()):
            for looker in list(channel.lookers):
                try:
                    subject = await looker.credential.recheck()
                except Refused:
                    subject = None
                if subject is None or ticket_of(subject, ticket.key, ticket.period) != ticket:
                    looker.end()
                    channel.lookers.discard(looker)
                else:
                    channel.subject = subject
            if not channel.lookers:
                del self._channels[ticket]


def _seen(head: Record, now: datetime, today: date) -> tuple[object, ...]:
    """What figures depend on; the last part says that they must be computed whatever is equal."""
    ripe = head["ripens_at"] is not None and head["ripens_at"] < now
    return (
        head["height"], head["definition_version"], head["setting"], today,
        bool(ripe or head["gaps"] or head["behind"]),
    )  # fmt: skip
