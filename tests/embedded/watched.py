"""Running owner programs from a test and watching the processes in a folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

OWNER = Path(__file__).with_name("owner.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


class Owner:
    """A running owner program and what it reported."""

    def __init__(self, folder: Path, mode: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, OWNER, folder, mode],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=ENVIRONMENT,
        )
        self.server = self._number("server")
        self.guardian = self._number("guardian")

    def wait_for_rows(self, count: int) -> int:
        """Return the number of rows that the owner saw committed, at least `count`."""
        done = 0
        while done < count:
            done = self._number("row")
        return done

    def kill(self, *others: int) -> None:
        """Kill the owner and `others` as one, without warning."""
        for pid in (self.process.pid, *others):
            os.kill(pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        self.process.wait(20)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def _number(self, word: str) -> int:
        assert self.process.stdout is not None and self.process.stderr is not None
        line = self.process.stdout.readline().split()
        assert line[:1] == [word], f"owner said {line}: {self.process.stderr.read()}"
        return int(line[1])


def postgres_processes(folder: Path) -> list[int]:
    """Return the ids of the processes whose working directory is below `folder`."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{name}/cwd").startswith(f"{folder}/"):
                found.append(int(name))
        except OSError:
            continue
    return found


def wait_until(condition: Callable[[], bool], *, limit_s: float = 5.0) -> None:
    """Return as soon as the condition holds; fail after the limit."""
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
