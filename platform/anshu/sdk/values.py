"""What a connector brings: entities and values, each with where it came from."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from anshu.sdk.text import Text

EntityKind = Literal["equipment"]


class SourceEntity(Struct, frozen=True, kw_only=True):
    """A thing that the source knows; `key` is its code there and here."""

    key: str
    title: str
    attributes: Mapping[str, str]
    source_key: str
    source_modified_at: datetime | None
    fetched_at: datetime
    raw_hash: str
    kind: EntityKind = "equipment"


class SourceValue(Struct, frozen=True, kw_only=True):
    """A named value of an entity; times as RFC 3339 in UTC, numbers in plain decimal.

    An empty `value` says that the source no longer states it: it then reads as unknown.
    """

    entity_key: str
    name: str
    value: str
    source_key: str
    source_modified_at: datetime | None
    fetched_at: datetime
    raw_hash: str
    unit: str = ""


class SourceProblem(Struct, frozen=True, kw_only=True):
    """A row that was left out, with the cure; the rows around it go on."""

    place: str
    row: int
    column: str
    message: Text
    cure: Text


def raw_hash(raw: bytes) -> str:
    """The SHA-256 (hex) of what the source sent for one value, before any reading of it."""
    return hashlib.sha256(raw).hexdigest()
