"""Launching the server under its guardian and stopping it again."""

import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from anshu.embedded import guardian as guardian_program
from anshu.embedded.account import Account
from anshu.embedded.cluster import clean_environment
from anshu.embedded.errors import EmbeddedError

_READY_LIMIT_S = 300.0
_STOP_LIMIT_S = 60.0
_POLL_S = 0.01
_LARGEST_LOG_BYTES = 16 * 1024 * 1024
_CURES = (
    ("Address already in use", "The TCP port is taken: choose another."),
    ("No space left on device", "The disk is full: free space."),
    ("unrecognized configuration parameter", "An option has a wrong name: correct it."),
    ("invalid value for parameter", "An option has a wrong value: correct it."),
)


class Postmaster:
    """A server process and its guardian; the pipe to the guardian is the server's life."""

    def __init__(self, pid: int, guardian: "subprocess.Popen[bytes]") -> None:
        self.pid = pid
        self._guardian = guardian

    @property
    def alive(self) -> bool:
        return self._guardian.poll() is None

    def stop(self) -> None:
        """Close the pipe and wait until guardian and server are gone."""
        _end(self._guardian)


def launch(
    command: list[str], account: Account, *, folder: Path, sockets: Path, lock: int
) -> Postmaster:
    """Run the server's command under a guardian; return when the server is ready.

    The guardian inherits `lock` and so keeps the folder locked until the server is gone.
    Refuses with the end of the server's log when it does not come up.
    """
    with _open_log(folder / "server.log") as log:
        start = log.tell()
        guardian = subprocess.Popen(
            [
                *[sys.executable, "-I", "-S", guardian_program.__file__, str(os.getpid())],
                *([str(account.uid), str(account.gid)] if account.switch else ["-", "-"]),
                *[str(sockets), *command],
            ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd="/",
            env=clean_environment(), pass_fds=[lock], start_new_session=True,
        )  # fmt: skip
    try:
        pid = _read_pid(guardian)
        if pid is None or not _becomes_ready(guardian, folder / "data", pid):
            raise _failure(folder / "server.log", start)
    except BaseException:
        _end(guardian)
        raise
    return Postmaster(pid, guardian)


def _open_log(path: Path) -> IO[bytes]:
    # The server holds the file open, so only a start can put a long one aside.
    if path.exists() and path.stat().st_size > _LARGEST_LOG_BYTES:
        path.rename(path.with_suffix(".log.1"))
    log = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
    log.seek(0, os.SEEK_END)
    return log


def _read_pid(guardian: "subprocess.Popen[bytes]") -> int | None:
    assert guardian.stdout is not None
    with guardian.stdout as report:
        line = report.readline().strip()
    return int(line) if line.isdigit() else None


def _becomes_ready(guardian: "subprocess.Popen[bytes]", data: Path, pid: int) -> bool:
    end = time.monotonic() + _READY_LIMIT_S
    while guardian.poll() is None and time.monotonic() < end:
        # The server writes its state into the eighth line, for programs such as this one.
        with suppress(OSError):
            lines = (data / "postmaster.pid").read_text().split("\n")
            if len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready":
                return True
        time.sleep(_POLL_S)
    return False


def _failure(log: Path, start: int) -> EmbeddedError:
    said = log.read_bytes()[start:].decode(errors="replace").strip()[-2000:]
    cure = next((cure for sign, cure in _CURES if re.search(sign, said)), f"The full log: {log}")
    return EmbeddedError(f"PostgreSQL did not start. {cure} The server said:\n{said}")


def _end(guardian: "subprocess.Popen[bytes]") -> None:
    assert guardian.stdin is not None
    guardian.stdin.close()
    try:
        guardian.wait(_STOP_LIMIT_S)
    except subprocess.TimeoutExpired as error:
        raise EmbeddedError(
            f"PostgreSQL does not stop (guardian process {guardian.pid}). Is the disk alive?"
        ) from error
