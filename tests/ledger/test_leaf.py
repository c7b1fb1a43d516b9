"""A leaf binds header and fields, and can be recomputed by anyone who may see them."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.ledger.erase import erased
from anshu.ledger.leaf import (
    CLASSES,
    NewEvent,
    class_fields,
    encode,
    field_salt,
    leaf_of,
    read_salts,
    shown_fields,
)  # fmt: skip

AT = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
EVENT = NewEvent(
    kind="HazardReported", at=AT, received_at=AT, actor="8f0c",
    normal={"level": "major", "what": "法兰泄漏"}, personal={"phone": "13800000000"},
)  # fmt: skip


def encoded(event: NewEvent = EVENT, *, salt: bytes = b"s" * 32):  # type: ignore[no-untyped-def]
    return encode(event, stream="hazard-1", version=1, definition=b"d" * 32, salt=salt)


def test_the_leaf_of_format_one_never_changes() -> None:
    assert (
        encoded().leaf.hex() == "79eb93f19a54c41df94ec19d1b0124dd7242f6b44d0639cd850cc063829af797"
    )


def test_the_leaf_is_recomputed_from_the_stored_bytes() -> None:
    event = encoded()
    assert leaf_of(event, classes=event.classes(), salts=event.salts) == event.leaf
    assert event.normal == '{"level":"major","what":"法兰泄漏"}'.encode()
    assert event.restricted is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "HazardClosed"}, {"actor": "8f0d"}, {"received_at": AT.replace(second=1)},
        {"at": AT.replace(microsecond=1)}, {"normal": {"level": "minor", "what": "法兰泄漏"}},
        {"personal": {}}, {"personal": {}, "restricted": {"phone": "13800000000"}},
        {"personal": {"phone": "13800000001"}}, {"personal": {"mobile": "13800000000"}},
    ],
)  # fmt: skip
def test_every_part_of_an_event_changes_its_leaf(change: dict[str, object]) -> None:
    assert encoded(msgspec.structs.replace(EVENT, **change)).leaf != encoded().leaf


def test_another_salt_makes_another_leaf() -> None:
    assert encoded(salt=b"t" * 32).leaf != encoded().leaf


def test_stored_bytes_that_are_not_canonical_are_refused() -> None:
    event = encoded()
    for spoilt in (b'{"a": 1}', b'{"a":1,"a":1}', b"[]", b'{"a":1.5}'):
        with pytest.raises((ValueError, TypeError)):
            leaf_of(event, classes={"normal": spoilt}, salts=event.salts)


FIELDS = st.dictionaries(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=5),
    st.none() | st.integers(-9, 9) | st.text("氧a", max_size=3) | st.lists(st.booleans()),
    max_size=4,
)


@given(normal=FIELDS, restricted=FIELDS, personal=FIELDS, draw=st.data())
def test_projections_and_erasures_keep_the_leaf(
    normal: dict, restricted: dict, personal: dict, draw: st.DataObject
) -> None:
    event = encoded(
        msgspec.structs.replace(EVENT, normal=normal, restricted=restricted, personal=personal)
    )
    salts, classes = event.salts, event.classes()
    for _ in range(2):
        gone = draw.draw(st.sets(st.sampled_from(sorted(personal)))) if personal else set()
        classes["personal"], salts = erased(classes, salts=salts, fields=gone)
        assert leaf_of(event, classes=classes, salts=salts) == event.leaf
        assert not gone & set(class_fields(classes["personal"]))
        assert (len(salts) == 32) == (set(class_fields(classes["personal"])) == set(personal))
    shown = draw.draw(st.sets(st.sampled_from(CLASSES)))
    hidden = [
        field.hash
        for field in shown_fields(classes, salts=read_salts(salts))
        if field.field_class not in shown
    ]
    kept = {name: classes[name] for name in shown}
    assert leaf_of(event, classes=kept, salts=salts, hidden=hidden) == event.leaf
    for lost in hidden:
        others = [digest for digest in hidden if digest != lost]
        assert leaf_of(event, classes=kept, salts=salts, hidden=others) != event.leaf


def test_an_erasure_leaves_nothing_to_guess_from() -> None:
    event = encoded()
    personal, salts = erased(event.classes(), salts=event.salts)
    assert personal is None
    assert event.salts not in salts
    assert field_salt(event.salts, "personal/phone").hex().encode() not in salts
    assert field_salt(event.salts, "normal/level").hex().encode() in salts


@given(st.binary(max_size=40).filter(lambda salt: len(salt) != 32))
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        encoded(salt=salt)
