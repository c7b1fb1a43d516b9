"""Facts about running processes, read from /proc, and the end of a forgotten server."""

import os
import signal
import time
from pathlib import Path

from anshu.embedded.errors import EmbeddedError

_PATIENCE_S = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
_POLL_S = 0.02


def is_alive(pid: int) -> bool:
    """Say whether a process of this id runs; a zombie does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return stat.rpartition(b")")[2].split()[0] not in (b"Z", b"X")


def recorded_postmaster(data: Path) -> int | None:
    """Return the process id in `postmaster.pid`, None when there is none to read."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def clear_leftovers(data: Path) -> None:
    """End every PostgreSQL process that still works in `data`, and drop a misleading pid file.

    Call it under the folder's lock only: then nobody owns these processes any more.
    """
    if not data.is_dir():
        return
    postmaster = recorded_postmaster(data)
    for number, patience_s in _PATIENCE_S:
        running = _working_in(data)
        if not running:
            break
        # A living postmaster ends its own children in order; without one they end alone.
        heads = [postmaster] if postmaster in running and number == signal.SIGINT else running
        for pid in heads:
            _send(pid, number if postmaster in running else signal.SIGKILL)
        _wait_until_gone(data, patience_s)
    if running := _working_in(data):
        raise EmbeddedError(f"The processes {running} still work in {data}. End them by hand.")
    _drop_misleading_pid(data)


def _drop_misleading_pid(data: Path) -> None:
    # PostgreSQL takes the recorded id for a server as long as a process of that id can be
    # signalled. After a crash it may be a zombie that nobody collects, or a stranger that got
    # the id since. Where we cannot look, PostgreSQL decides.
    pid = recorded_postmaster(data)
    if pid is None or not Path(f"/proc/{pid}").exists():
        return
    try:
        if is_alive(pid) and os.path.samefile(f"/proc/{pid}/cwd", data):
            return
    except OSError:
        return
    (data / "postmaster.pid").unlink()


def _working_in(data: Path) -> list[int]:
    # Every PostgreSQL process, and only such, has the data folder as its working directory.
    return [
        int(entry.name)
        for entry in os.scandir("/proc")
        if entry.name.isdigit() and _works_in(int(entry.name), data)
    ]


def _works_in(pid: int, data: Path) -> bool:
    try:
        program = os.path.basename(os.readlink(f"/proc/{pid}/exe")).removesuffix(" (deleted)")
        return program == "postgres" and os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        return False


def _wait_until_gone(data: Path, patience_s: float) -> None:
    end = time.monotonic() + patience_s
    while _working_in(data) and time.monotonic() < end:
        time.sleep(_POLL_S)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
