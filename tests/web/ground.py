"""What the examples of the matrix are made of: ids that exist, and how a request is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.records.people import Plant


@dataclass
class Ground:
    """The ids that examples are made of, and the words that must not get out."""

    plant: Plant
    record: str = ""
    task: str = ""
    person: str = ""
    photo: str = ""
    notice: str = ""
    job: str = ""
    instance: str = ""
    token: str = ""
    secrets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Example:
    """A request that the route understands; `kind` is the record type that it asks about."""

    path: Callable[[Ground], str]
    query: Callable[[Ground], Mapping[str, str]] = lambda _: {}
    body: Callable[[Ground], object] | None = None
    content: bytes | None = None
    kind: str = ""


def at(text: str) -> Callable[[Ground], str]:
    """A path with the ground's ids filled in."""
    return lambda ground: text.format(g=ground)


def record_at(rest: str = "") -> Callable[[Ground], str]:
    return at("/api/v1/records/hazard/{g.record}" + rest)
