"""Trees, paths and logs agree with each other and with the recursive definition of RFC 6962."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from anshu.ledger.merkle import grown, inclusion_paths, leaf_hash, log_root, node_hash, tree_root

DATA = st.lists(st.binary(max_size=4), max_size=40)


def defined_root(data: list[bytes]) -> bytes:
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return leaf_hash(data[0])
    split = 1
    while split * 2 < len(data):
        split *= 2
    return node_hash(defined_root(data[:split]), defined_root(data[split:]))


def walked(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    rest, last = list(path), size - 1
    while last > 0:
        if index % 2 or index < last:
            sibling = rest.pop(0)
            leaf = node_hash(sibling, leaf) if index % 2 else node_hash(leaf, sibling)
        index, last = index // 2, last // 2
    assert not rest
    return leaf


@given(DATA)
def test_the_root_is_the_recursive_definition(data: list[bytes]) -> None:
    assert tree_root([leaf_hash(item) for item in data]) == defined_root(data)


@given(DATA)
def test_a_growing_log_has_the_root_of_the_whole(data: list[bytes]) -> None:
    peaks: list[bytes] = []
    for size, item in enumerate(data):
        peaks = grown(peaks, size=size, leaf=leaf_hash(item))
    assert log_root(peaks) == defined_root(data)


@given(DATA.filter(bool), st.data())
def test_every_path_leads_to_the_root(data: list[bytes], draw: st.DataObject) -> None:
    leaves = [leaf_hash(item) for item in data]
    index = draw.draw(st.integers(0, len(data) - 1))
    (path,) = inclusion_paths(leaves, indexes=[index])
    assert walked(leaves[index], index, len(leaves), path) == tree_root(leaves)
