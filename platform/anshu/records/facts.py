"""Facts that connectors brought about a thing, with their source and age."""

from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from anshu.definitions.words import Text

LABELS = {
    "last_maintenance_at": Text(zh="上次检修", en="Last maintenance"),
    "status": Text(zh="设备状态", en="Status"),
}


class KnownFact(Struct, frozen=True):
    """One value from an outside system; a stale one must be shown as unknown, not as healthy.

    `source` is the connector's name; `confirmed_at` is when the source last stood by the value.
    """

    name: str
    label: str
    value: str
    source: str
    source_key: str
    fetched_at: datetime
    confirmed_at: datetime
    stale: bool
    unit: str = ""
    source_modified_at: datetime | UnsetType = UNSET


def label_of(name: str, language: str) -> str:
    """The fact's name in the reader's language; the name itself when none is known."""
    return LABELS[name].said(language) if name in LABELS else name


def moment_or_unset(value: datetime | None) -> datetime | UnsetType:
    """For answers that leave out what is not known."""
    return UNSET if value is None else value
