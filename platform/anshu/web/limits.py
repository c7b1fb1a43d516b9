"""How much one session and one address may ask: token buckets in this process.

Generous: a person at a screen never meets them, a loop that went wild does. By the process's own
steady clock, not by the business clock that tests move. Log-ins have limits of their own.
"""

from datetime import UTC, datetime, timedelta
from time import monotonic

from anshu.identity.attempts import Buckets
from anshu.kernel.refusal import Fact, Refusal, Refused

BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
REFILLED_IN = timedelta(minutes=1)


class RateLimits:
    """Buckets per session or token, and per address where nobody is logged in; 0 is no limit."""

    def __init__(self, *, per_session: int, per_address: int) -> None:
        self._sessions = _buckets(per_session)
        self._addresses = _buckets(per_address)

    def session(self, hashed: bytes) -> None:
        """Takes one request of a session or token; raises Refused("too_many_requests")."""
        _take(self._sessions, hashed.hex())

    def address(self, address: str) -> None:
        """Takes one request of somebody who is not logged in; raises as `session` does."""
        _take(self._addresses, address)


def _buckets(capacity: int) -> Buckets | None:
    return Buckets(capacity=capacity, refilled_in=REFILLED_IN) if capacity else None


def _take(buckets: Buckets | None, key: str) -> None:
    wait = 0 if buckets is None else buckets.take(key, now=BEGAN + timedelta(seconds=monotonic()))
    if wait:
        fact = Fact(name="retry_after", value=str(wait), unit="s")
        raise Refused(Refusal("too_many_requests", kind="busy", facts=(fact,)))
