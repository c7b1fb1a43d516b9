"""CPU seconds that processes have used, from the kernel's own counters."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def used_by(pids: Iterable[int]) -> float:
    """User and system seconds of these processes with all their threads."""
    return sum(_used(pid) for pid in pids)


def ran(pids: Iterable[int]) -> float:
    """Seconds on a processor to the nanosecond, of processes with one thread (PostgreSQL's)."""
    seconds = 0.0
    for pid in pids:
        try:
            seconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
        except OSError:
            continue
    return seconds


def children_of(parent: int) -> list[int]:
    """The direct children, for a postmaster: its backends and background processes."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def _used(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK
