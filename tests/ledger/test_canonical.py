"""The canonical form is the standard library's JSON, and refuses what has no single form."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from anshu.kernel.canonical import canonical

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


class Colour(Enum):
    RED = "red"


class Reading(Struct, frozen=True):
    gas: str
    value: Decimal


@given(VALUES)
def test_canonical_bytes_equal_the_standard_library(value: object) -> None:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(value) == text.encode()
    assert canonical(json.loads(text)) == text.encode()


def test_every_character_is_written_as_by_the_standard_library() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x10000), 0x1F600, 0x10FFFF):
        text = chr(code)
        assert canonical([text]) == json.dumps([text], ensure_ascii=False).encode()


def test_times_are_written_in_utc_with_microseconds_only_when_present() -> None:
    china = timezone(timedelta(hours=8))
    assert canonical(datetime(2026, 11, 20, 14, 5, tzinfo=china)) == b'"2026-11-20T06:05:00Z"'
    moment = datetime(2026, 11, 20, 6, 5, 0, 1200, tzinfo=UTC)
    assert canonical(moment) == b'"2026-11-20T06:05:00.001200Z"'


def test_ids_decimals_dates_enums_and_structs_become_texts_and_objects() -> None:
    value = {
        "id": UUID(int=7), "day": date(2026, 9, 30), "colour": Colour.RED,
        "reading": Reading("氧", Decimal("20.90")),
    }  # fmt: skip
    assert canonical(value).decode() == (
        '{"colour":"red","day":"2026-09-30","id":"00000000-0000-0000-0000-000000000007",'
        '"reading":{"gas":"氧","value":"20.90"}}'
    )


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        ({"a": [1, 0.5]}, TypeError, r"\$\.a\[1\]: float"),
        ({"a": {1: 2}}, TypeError, r"\$\.a: the key 1"),
        ({"a": b"x"}, TypeError, r"\$\.a: bytes"),
        ([2**53 + 1], ValueError, r"\$\[0\]: .* beyond"),
        ({"t": datetime(2026, 1, 1)}, ValueError, r"\$\.t: a time without"),
        ({"d": Decimal("NaN")}, ValueError, r"\$\.d: NaN"),
        (["\ud800"], ValueError, r"\$\[0\]: half"),
    ],
)
def test_what_has_no_single_form_is_refused_by_its_path(
    value: object, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        canonical(value)
