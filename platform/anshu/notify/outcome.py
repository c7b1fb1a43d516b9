"""How one try to send ended: sent, worth another try, or never."""

from datetime import timedelta
from typing import Literal

from msgspec import Struct

RESPONSE_CHARACTERS = 500


class Outcome(Struct, frozen=True):
    """`reason` is a code of the console's catalogue; `response` the other side's own words.

    `after` is what the other side asked us to wait.
    """

    verdict: Literal["sent", "later", "never"]
    reason: str = ""
    code: int | None = None
    response: str = ""
    after: timedelta | None = None


def sent(*, code: int | None = None, response: str = "") -> Outcome:
    """It was taken."""
    return Outcome("sent", code=code, response=shortened(response))


def shortened(text: str) -> str:
    """At most 500 characters, none of which breaks a line of a log."""
    kept = text[:RESPONSE_CHARACTERS]
    return "".join(c if c.isprintable() or c == "\n" else " " for c in kept)
