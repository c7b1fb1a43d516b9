"""What a seal says: the events it covers, where streams stand, and the seals before it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from anshu.kernel.canonical import canonical, moment_text
from anshu.ledger.merkle import EMPTY_ROOT, leaf_hash, tree_root
from anshu.ledger.signing import SigningKey

SEAL_FORMAT = 1
SEAL_TAG = b"anshu/seal\x00"


class SealedEvent(Struct, frozen=True):
    """What a seal needs of an event."""

    seq: int
    stream: str
    version: int
    leaf: bytes


class SealBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The signed content; hashes in hex. `events` are inclusive ranges of event numbers."""

    at: str
    count: int
    events: tuple[tuple[int, int], ...]
    format: int
    key: str
    ledger: str
    log: str
    no: int
    prev: str
    root: str
    streams: str


class Seal(Struct, frozen=True):
    """A signed body and its head, the hash by which later seals and anchors name it."""

    no: int
    at: datetime
    body: bytes
    head: bytes
    key_id: str
    signature: bytes

    def content(self) -> SealBody:
        """The body as a struct; msgspec.DecodeError when it is not one."""
        return msgspec.json.decode(self.body, type=SealBody)


class Place(Struct, frozen=True):
    """Where a seal stands: ledger name, number, head before it, root of all heads before."""

    ledger: str
    no: int = 1
    prev: bytes = b""
    log: bytes = EMPTY_ROOT


def make_seal(
    events: Sequence[SealedEvent], *, place: Place, key: SigningKey, at: datetime
) -> Seal:
    """The seal over these events; ValueError when there are none."""
    if not events:
        raise ValueError("a seal covers at least one event")
    ordered = sorted(events, key=lambda event: event.seq)
    body = canonical(
        SealBody(
            at=moment_text(at), count=len(ordered), events=ranges([e.seq for e in ordered]),
            format=SEAL_FORMAT, key=key.key_id, ledger=place.ledger, log=place.log.hex(),
            no=place.no, prev=place.prev.hex(), root=tree_root(event_leaves(ordered)).hex(),
            streams=tree_root(stream_leaves(last_versions(ordered))).hex(),
        )
    )  # fmt: skip
    return Seal(place.no, at, body, head_of(body), key.key_id, key.sign(SEAL_TAG + body))


def head_of(body: bytes) -> bytes:
    """The head of a seal with this body."""
    return hashlib.sha256(SEAL_TAG + body).digest()


def event_leaves(events: Sequence[SealedEvent]) -> list[bytes]:
    """The leaf hashes of the events' tree, in the order given (ascending numbers)."""
    return [leaf_hash(event.seq.to_bytes(8, "big") + event.leaf) for event in events]


def last_versions(events: Sequence[SealedEvent]) -> dict[str, int]:
    """Each stream's last version among the events."""
    found: dict[str, int] = {}
    for event in events:
        found[event.stream] = max(event.version, found.get(event.stream, 0))
    return found


def stream_leaves(versions: Mapping[str, int]) -> list[bytes]:
    """The leaf hashes of the tree stream -> last version, ordered by stream."""
    return [leaf_hash(canonical([stream, versions[stream]])) for stream in sorted(versions)]


def ranges(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as inclusive ranges."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)
