"""Limits log-in attempts in this process: token buckets, and a lock for log-ins nobody has.

The hard limit is the lock-out in the database; this only spares it and the processor, and makes
an unknown log-in behave like a known one.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES_BEFORE_LOCK = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime


class Buckets:
    """A bucket of attempts per key that refills evenly; the longest unused key is dropped."""

    def __init__(self, *, capacity: int, refilled_in: timedelta, keys: int = 20_000) -> None:
        self._capacity = float(capacity)
        self._per_second = capacity / refilled_in.total_seconds()
        self._keys = keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str, *, now: datetime) -> int:
        """Takes one attempt; 0 when there was one, else the seconds until there is."""
        bucket = self._buckets.setdefault(key, _Bucket(self._capacity, now))
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._keys:
            self._buckets.popitem(last=False)
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.tokens = min(self._capacity, bucket.tokens + passed * self._per_second)
        bucket.at = now
        if bucket.tokens < 1.0:
            return int((1.0 - bucket.tokens) / self._per_second) + 1
        bucket.tokens -= 1.0
        return 0

    def give_back(self, key: str) -> None:
        """Returns the attempt of somebody who got in: only failures count."""
        bucket = self._buckets.get(key)
        if bucket is not None:
            bucket.tokens = min(self._capacity, bucket.tokens + 1.0)


class UnknownLogins:
    """Locks log-ins that do not exist just as the database locks those that do."""

    def __init__(self, *, keys: int = 20_000) -> None:
        self._keys = keys
        self._failures: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()

    def fail(self, login: str, *, now: datetime) -> datetime | None:
        """Counts a failure; the end of the lock when the log-in was locked already."""
        failures, locked_until = self._failures.get(login, (0, None))
        if locked_until is not None and now < locked_until:
            return locked_until
        failures = 1 if locked_until is not None else failures + 1
        lock = now + LOCKED_FOR if failures >= FAILURES_BEFORE_LOCK else None
        self._failures[login] = (failures, lock)
        self._failures.move_to_end(login)
        if len(self._failures) > self._keys:
            self._failures.popitem(last=False)
        return None
