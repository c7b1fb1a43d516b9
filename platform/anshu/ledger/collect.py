"""Collects what proves a record: its events, their seals, and paths to the newest head."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from anshu.ledger import queries
from anshu.ledger.merkle import inclusion_paths, leaf_hash
from anshu.ledger.queries import StoredEvent
from anshu.ledger.seal import (
    Seal,
    SealedEvent,
    event_leaves,
    last_versions,
    stream_leaves,
)
from anshu.store.unit_of_work import Transaction


class DamagedSeal(ValueError):
    """The newest seal cannot be read; the full check of the ledger says more."""


class StreamProof(Struct, frozen=True):
    """The path of the record's last version in a seal's tree of streams."""

    version: int
    index: int
    size: int
    path: tuple[bytes, ...]


class CollectedSeal(Struct, frozen=True):
    """A seal, its path in the newest seal's log, and the record's last version in it."""

    seal: Seal
    log_path: tuple[bytes, ...]
    stream: StreamProof | None


class Collected(Struct, frozen=True):
    """A record's events and proofs; `seals` ascend and end with the ledger's newest."""

    ledger: str
    stream: str
    events: tuple[StoredEvent, ...]
    seals: tuple[CollectedSeal, ...]
    seal_of: dict[int, int]
    event_paths: dict[int, tuple[bytes, ...]]


async def collect(tx: Transaction, stream: str, *, anchors: Sequence[int] = ()) -> Collected:
    """The record's events, the seals that cover them, and proofs up to the newest seal.

    `anchors` are numbers of seals that the reader knows a head of; they come along, proven to
    lie before the newest. Reads all field classes: the hashes of hidden fields need them.
    Raises DamagedSeal.
    """
    events = await queries.stream_events(tx, stream)
    numbers = [event.seq for event in events]
    covering = await queries.seals_of(tx, numbers)
    newest = await queries.last_seal(tx)
    if newest is None:
        return Collected("", stream, tuple(events), (), {}, {})
    ledger = _ledger(newest.seal)
    wanted = {seal.no: seal for seal in covering} | {newest.seal.no: newest.seal}
    for no in anchors:
        wanted |= {seal.no: seal for seal in await queries.seals(tx, first=no, last=no)}
    numbered = sorted(wanted)
    heads = await queries.heads(tx, last=newest.seal.no - 1)
    log_paths = _log_paths(heads, numbered)
    seal_of: dict[int, int] = {}
    paths: dict[int, tuple[bytes, ...]] = {}
    collected = []
    for no in numbered:
        proof = None
        if no in {seal.no for seal in covering}:
            sealed = await queries.sealed_events(tx, wanted[no].content().events)
            proof = _stream_proof(sealed, stream)
            own = [index for index, event in enumerate(sealed) if event.stream == stream]
            for index, path in zip(
                own, inclusion_paths(event_leaves(sealed), indexes=own), strict=True
            ):
                seal_of[sealed[index].seq] = no
                paths[sealed[index].version] = tuple(path)
        collected.append(CollectedSeal(wanted[no], log_paths.get(no, ()), proof))
    return Collected(ledger, stream, tuple(events), tuple(collected), seal_of, paths)


def _ledger(newest: Seal) -> str:
    try:
        return newest.content().ledger
    except msgspec.MsgspecError as error:
        raise DamagedSeal(f"seal {newest.no}: {error}") from error


def _stream_proof(sealed: list[SealedEvent], stream: str) -> StreamProof | None:
    versions = last_versions(sealed)
    if stream not in versions:
        return None
    index = sorted(versions).index(stream)
    (path,) = inclusion_paths(stream_leaves(versions), indexes=[index])
    return StreamProof(versions[stream], index, len(versions), tuple(path))


def _log_paths(heads: list[bytes], numbers: list[int]) -> dict[int, tuple[bytes, ...]]:
    before = [no for no in numbers if no <= len(heads)]
    leaves = [leaf_hash(head) for head in heads]
    found = inclusion_paths(leaves, indexes=[no - 1 for no in before])
    return {no: tuple(path) for no, path in zip(before, found, strict=True)}
