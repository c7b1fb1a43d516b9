"""Merkle trees with domain separation (RFC 6962, section 2): roots, paths, growing logs."""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a tree's leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    level = list(leaves)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def inclusion_paths(leaves: Sequence[bytes], *, indexes: Iterable[int]) -> list[list[bytes]]:
    """For each index the sibling hashes from that leaf up to the root.

    Raises IndexError when there is no such leaf.
    """
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        levels.append(_parents(levels[-1]))
    return [_path(levels, index) for index in indexes]


def grown(peaks: Sequence[bytes], *, size: int, leaf: bytes) -> list[bytes]:
    """The peaks of a log of `size` leaves after one more leaf hash; largest tree first."""
    after = [*peaks, leaf]
    while size & 1:
        right = after.pop()
        after[-1] = node_hash(after[-1], right)
        size >>= 1
    return after


def log_root(peaks: Sequence[bytes]) -> bytes:
    """The root of a log from its peaks; equal to `tree_root` over all its leaves."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def _path(levels: list[list[bytes]], index: int) -> list[bytes]:
    if not 0 <= index < len(levels[0]):
        raise IndexError("the tree has no such leaf")
    path = []
    for height, level in enumerate(levels[:-1]):
        sibling = (index >> height) ^ 1
        if sibling < len(level):
            path.append(level[sibling])
    return path


def _parents(level: list[bytes]) -> list[bytes]:
    parents = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    if len(level) % 2:
        parents.append(level[-1])
    return parents
