"""The one thread with an event loop on which a worker's store, reactions and sweepers live."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import TypeVar

_log = logging.getLogger(__name__)
T = TypeVar("T")
_CANCEL_ROUNDS = 3
_CLEAN_UP_SECONDS = 1


class LoopThread:
    """An event loop in a daemon thread, called from other threads."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Runs a coroutine on the loop and waits; CancelledError when the loop is stopped."""
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except RuntimeError:
            work.close()
            raise

    def post(self, call: Callable[[], object]) -> None:
        """Lets the loop make a call soon; nothing happens when the loop has ended."""
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            return

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Starts a coroutine that runs beside the others until it ends or is cancelled."""

        async def start() -> None:
            task = asyncio.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._ended)

        self.run(start())

    def cancel_all(self, *, timeout_seconds: float) -> None:
        """Cancels everything that runs on the loop and waits for its cleaning up."""
        asyncio.run_coroutine_threadsafe(_cancel_others(timeout_seconds), self._loop).result()

    def stop(self) -> None:
        """Ends the loop and its thread; harmless when it has ended."""
        self.post(self._loop.stop)
        self._thread.join()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("a task of the worker ended", exc_info=task.exception())

    def _serve(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()


async def _cancel_others(timeout_seconds: float) -> None:
    """Cancels what runs; the tasks that its cleaning up starts get time before their turn."""
    me = asyncio.current_task()
    for _ in range(_CANCEL_ROUNDS):
        others = asyncio.all_tasks() - {me}
        if not others:
            return
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=timeout_seconds)
        started = asyncio.all_tasks() - {me}
        if started:
            await asyncio.wait(started, timeout=_CLEAN_UP_SECONDS)
