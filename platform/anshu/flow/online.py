"""What must be done while the server answers: nothing that waited on a phone for a signal."""

from datetime import datetime, timedelta
from typing import Protocol

from anshu.kernel.refusal import Fact, Refusal

# Longer than a slow network takes, shorter than anything that lay in a queue.
ONLINE_WITHIN = timedelta(minutes=2)


class Captured(Protocol):
    """A command that says when it was given and whether it waited since."""

    @property
    def captured_at(self) -> datetime | None: ...
    @property
    def waited_offline(self) -> bool: ...


def offline_refusal(online: bool, command: Captured, now: datetime) -> Refusal | None:
    """The refusal of what is online only and came late, or says itself that it waited."""
    if not online:
        return None
    given = command.captured_at
    if given is not None and given.tzinfo is None:
        return None  # refused by name elsewhere
    late = given is not None and now - given > ONLINE_WITHIN
    if not late and not command.waited_offline:
        return None
    waited = int((now - given).total_seconds() // 60) if given is not None else 0
    most = str(int(ONLINE_WITHIN.total_seconds() // 60))
    return Refusal("online_only", facts=(Fact("waited", str(max(0, waited)), "min", most),))
