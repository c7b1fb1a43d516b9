"""The ping after a commit: tells brokers of the same process that the outbox has something."""

import threading
from collections.abc import Callable


class Doorbell:
    """Rings every listener; any thread may ring, and ringing never fails or waits.

    A ring is only a hint: a lost one costs the polling interval, never a message.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    def ring(self) -> None:
        """Call it after the commit of a transaction that wrote messages."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()

    def listen(self, listener: Callable[[], None]) -> None:
        """Adds a listener; it must be quick and thread-safe."""
        with self._lock:
            self._listeners.append(listener)

    def forget(self, listener: Callable[[], None]) -> None:
        """Removes a listener; harmless when it is not there."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)
