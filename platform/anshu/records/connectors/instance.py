"""What is known of a connector instance; its configuration never leaves the vault in these."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from anshu.sdk.text import Text
from anshu.sdk.values import SourceProblem

State = Literal["new", "running", "ok", "failed", "stopped", "removed"]


class StreamCounts(Struct, frozen=True, kw_only=True):
    """What the last changed reading of a stream brought; lists are cut to the first few."""

    entities: int = 0
    values: int = 0
    unmatched: int = 0
    problems: int = 0
    unmatched_codes: tuple[str, ...] = ()
    first_problems: tuple[SourceProblem, ...] = ()


class NewConnector(Struct, frozen=True):
    """What a person enters to connect a source."""

    driver: str
    title: str
    config: Mapping[str, object]
    interval_minutes: int = 120


class ConnectorInstance(Struct, frozen=True, kw_only=True):
    """An instance as people see it: failed tries again by itself, stopped waits for a person.

    Of a removed one `error` says who removed it, and when.

    `told`: how many changes of records wait or failed, by the state of their delivery.
    """

    id: UUID
    driver: str
    title: str
    state: State
    error: Text | None
    last_run: datetime | None
    last_ok: datetime | None
    counts: Mapping[str, StreamCounts]
    interval_minutes: int
    next_run: datetime | None
    told: Mapping[str, int] = {}


class FactReading(Struct, frozen=True, kw_only=True):
    """A fact with its source and age; `known` is False when it is too old to rely on."""

    name: str
    value: str
    unit: str
    source: str
    source_title: str
    source_key: str
    source_modified_at: datetime | None
    fetched_at: datetime
    confirmed_at: datetime
    known: bool
