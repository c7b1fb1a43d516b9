"""An event as the fold reads it."""

from datetime import datetime

import msgspec
from msgspec import Struct


class Happened(Struct, frozen=True):
    """One event of a stream: `payload` is the union of the classes that were loaded.

    It holds the record's fields by class at top level and the flow's own values under names that
    begin with "@" (they are in the normal class, so that a projection keeps them).
    """

    version: int
    kind: str
    at: datetime
    received_at: datetime
    actor: str
    payload: dict[str, object]


def fields_of(payload: dict[str, object]) -> dict[str, object]:
    """The record's own fields of a payload, without the flow's."""
    return {key: value for key, value in payload.items() if not key.startswith("@")}


def moment(value: object) -> datetime | None:
    """A time out of a payload."""
    return msgspec.convert(value, datetime) if value else None
