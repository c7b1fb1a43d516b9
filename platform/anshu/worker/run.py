"""Starts and stops a worker: reactions on Dramatiq's threads, relay and sweepers beside them."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Coroutine
from datetime import timedelta

import dramatiq

from anshu.outbox.actors import by_name, declare_actors
from anshu.outbox.broker import Loop, OutboxBroker
from anshu.outbox.delivery import Delivery
from anshu.outbox.intake import Source
from anshu.outbox.perform import Bench, Performer
from anshu.outbox.rabbitmq import QuorumBroker
from anshu.outbox.relay import Relay, Target
from anshu.store.unit_of_work import Store
from anshu.worker.context import WorkerContext
from anshu.worker.loop import LoopThread
from anshu.worker.periodic import PeriodicContext, run_periodic

_log = logging.getLogger(__name__)
_CAPACITY = 256
_THREAD_WAKES_MILLISECONDS = 250
_CLEAN_UP_SECONDS = 5


class WorkerHandle:
    """A running worker of this process."""

    def __init__(self, context: WorkerContext, *, threads: int) -> None:
        if context.broker == "rabbitmq" and context.broker_url is None:
            raise ValueError('broker "rabbitmq" needs broker_url')
        self._context = context
        self._loop = LoopThread("anshu-worker")
        self._store: Store = self._loop.run(_opened(context))
        self._name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._relay: Relay | None = None
        self._broker = self._make_broker()
        self._worker = dramatiq.Worker(
            self._broker, worker_threads=threads, worker_timeout=_THREAD_WAKES_MILLISECONDS
        )
        self._stopped = False

    def start(self) -> None:
        """Declares the reactions and starts threads, upkeep or relay, and sweepers."""
        context, broker = self._context, self._broker
        reactions = by_name(context.reactions)
        bench = Bench(
            store=self._store,
            secret=context.secret,
            locate=context.locate,
            clock=context.clock,
            settings=context.settings,
            doorbell=context.doorbell,
        )
        performer = Performer(bench, reactions=reactions)

        def perform(delivery: Delivery) -> None:
            self._loop.run(performer.perform(delivery))

        declare_actors(broker, reactions, perform)
        if isinstance(broker, OutboxBroker):
            self._spawn(broker.upkeep())
        elif context.broker_url is not None:
            target = Target(context.broker_url, tuple(sorted(broker.get_declared_queues())))
            self._relay = Relay(self._source(), target)
            context.doorbell.listen(self._ring_relay)
            self._spawn(self._relay.run())
        sweeping = PeriodicContext(self._store, context.clock, context.settings, context.doorbell)
        for periodic in context.periodics:
            self._spawn(run_periodic(periodic, sweeping))
        self._worker.start()

    def stop(self, *, grace_seconds: float = 30) -> None:
        """Lets running reactions finish for a while, hands the rest back, closes everything."""
        if self._stopped:
            return
        self._stopped = True
        self._context.doorbell.forget(self._ring_relay)
        self._worker.stop(timeout=int(grace_seconds * 1000))
        self._loop.cancel_all(timeout_seconds=_CLEAN_UP_SECONDS)
        for thread in self._worker.workers:
            thread.join(timeout=_CLEAN_UP_SECONDS)
        self._loop.run(self._close())
        self._broker.close()
        self._loop.stop()

    def _make_broker(self) -> OutboxBroker | QuorumBroker:
        if self._context.broker_url is not None and self._context.broker == "rabbitmq":
            return QuorumBroker(self._context.broker_url)
        loop = Loop(run=self._loop.run, post=self._loop.post)
        doorbell = self._context.doorbell
        return OutboxBroker(self._source(), loop=loop, doorbell=doorbell, capacity=_CAPACITY)

    def _source(self) -> Source:
        hold = timedelta(seconds=self._context.lease_seconds)
        return Source(self._store, self._context.clock, self._name, hold)

    def _ring_relay(self) -> None:
        if self._relay is not None:
            self._loop.post(self._relay.stir)

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        self._loop.spawn(work)

    async def _close(self) -> None:
        if isinstance(self._broker, OutboxBroker):
            await self._broker.flush_done()
        await self._store.close()


def start_worker(context: WorkerContext, *, threads: int = 8) -> WorkerHandle:
    """Starts a worker in this process; the caller stops it."""
    handle = WorkerHandle(context, threads=threads)
    try:
        handle.start()
    except BaseException:
        handle.stop(grace_seconds=0)
        raise
    return handle


def run_worker(context: WorkerContext, *, threads: int = 8) -> None:
    """Runs a worker until SIGTERM or SIGINT, then stops it in order; main thread only."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    handle = start_worker(context, threads=threads)
    _log.info("worker is running")
    ended.wait()
    _log.info("worker is stopping")
    handle.stop()


async def _opened(context: WorkerContext) -> Store:
    """Opens the store on the loop that will use it."""
    await asyncio.sleep(0)
    return context.open_store()
