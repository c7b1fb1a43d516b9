"""A driver's only way to the network: one request at a time, past the platform's guard."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from msgspec import Struct


class Sent(Struct, frozen=True):
    """A POST of a body of JSON text, or a GET that only asks whether anybody is there.

    Headers may carry a secret, which is logged nowhere.
    """

    url: str
    body: str = ""
    headers: Mapping[str, str] = {}
    method: Literal["POST", "GET"] = "POST"


class Said(Struct, frozen=True):
    """What the other side answered: its status and the beginning of its text."""

    status: int
    text: str


# Raises ConfigRefused("url", …) for an address that may not be reached, RetryableError when
# nobody answered in time. Redirects are not followed.
PostDoor = Callable[[Sent], Awaitable[Said]]
