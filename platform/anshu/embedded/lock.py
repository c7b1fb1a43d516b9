"""The lock that lets one supervisor at a time use a database folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anshu.embedded.errors import EmbeddedError
from anshu.embedded.processes import is_alive

LOCK_NAME = "anshu-postgres.lock"
_HANDOVER_S = 60.0
_POLL_S = 0.02


@contextmanager
def folder_lock(folder: Path) -> Iterator[int]:
    """Hold the folder's lock and yield its descriptor, to be inherited by children.

    The lock lasts until the last process that inherited the descriptor has ended. When the
    holder's owner is dead, its server is just stopping and is waited for, at most 60 s.
    Refuses at once, naming the owner's process id, when the owner lives.
    """
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, folder)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield descriptor
    finally:
        # Closing, not unlocking: an unlock would also free the children's lock.
        os.close(descriptor)


def _take(descriptor: int, folder: Path) -> None:
    end = time.monotonic() + _HANDOVER_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            owner = _recorded_owner(descriptor)
        if owner is not None and is_alive(owner):
            raise EmbeddedError(
                f"The database in {folder} is in use by process {owner}. "
                f"Stop that process first, or use another folder."
            )
        if time.monotonic() > end:
            raise EmbeddedError(
                f"The database in {folder} is still locked although its owner (process {owner}) "
                f"is gone. Look for a process that keeps {folder / LOCK_NAME} open and end it."
            )
        time.sleep(_POLL_S)


def _recorded_owner(descriptor: int) -> int | None:
    text = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
    return int(text) if text.isdigit() else None
