"""What each kind of field takes, and how a form says what is wrong."""

from datetime import datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.compiler.structured import STRUCTURED
from anshu.definitions.field_language import FieldKind, FormField
from anshu.kernel.clock import aware
from anshu.kernel.refusal import FieldError
from tests.compiler.forms import codes, field, form_of, one

HASH = "0a" * 32
UUID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
PLACE = {"lat": "31.985", "lon": "-120.9", "system": "WGS-84", "source": "browser"}
SIGNATURE = {"image": HASH, "shown": HASH, "method": "handwriting"}
ROLE = {"role": "team_leader", "org_path": "/w1/"}
NOON = "2026-11-20T12:00:00+08:00"

GOOD: list[tuple[FieldKind, object]] = [
    ("text", "密封渗漏"), ("text", ""), ("long_text", "a\nb"),
    ("number", "1.5"), ("number", "-3"), ("number", "999999999999.123456789"),
    ("choice", "a"), ("clause", "b"), ("multi_choice", []), ("multi_choice", ["a", "b"]),
    ("boolean", False), ("datetime", NOON), ("datetime", "2026-11-20T04:00:00.123Z"),
    ("person", UUID), ("area", UUID.upper()), ("equipment", UUID),
    ("record", UUID),
    ("org", "/"), ("org", "/w1/t-2/"),
    ("location", PLACE), ("location", {**PLACE, "accuracy_m": "8.5", "at": NOON}),
    ("location", {**PLACE, "lat": "-90", "lon": "180.0"}),
    ("photo", [HASH]), ("signature", SIGNATURE),
    ("assignments", []), ("assignments", [ROLE, {**ROLE, "until": ""}]),
    ("assignments", [{**ROLE, "until": NOON}]),
]  # fmt: skip
BAD: list[tuple[FieldKind, object, str]] = [
    ("text", 5, "wrong_format"), ("text", None, "wrong_format"),
    ("text", "a\0b", "unreadable_text"), ("text", "x" * 4001, "too_long"),
    ("long_text", [], "wrong_format"),
    ("number", 1.5, "wrong_format"), ("number", 1, "wrong_format"),
    ("number", "1e3", "wrong_format"), ("number", "NaN", "wrong_format"),
    ("number", "１２", "wrong_format"), ("number", "1,5", "wrong_format"),
    ("choice", "c", "not_in_list"), ("choice", ["a"], "not_in_list"), ("clause", "", "not_in_list"),
    ("multi_choice", "a", "wrong_format"), ("multi_choice", ["c"], "not_in_list"),
    ("multi_choice", ["a", "a"], "repeated"),
    ("boolean", "true", "wrong_format"), ("boolean", 1, "wrong_format"),
    ("datetime", "2026-11-20T12:00:00", "wrong_format"), ("datetime", "soon", "wrong_format"),
    ("datetime", "2016-12-31T23:59:60Z", "wrong_format"),
    ("datetime", "0001-01-01T00:00:00+08:00", "wrong_format"),
    ("datetime", "2026-02-30T00:00:00Z", "wrong_format"),
    ("person", "somebody", "wrong_format"), ("area", f"urn:uuid:{UUID}", "wrong_format"),
    ("equipment", UUID.replace("-", ""), "wrong_format"), ("record", "YH-1", "wrong_format"),
    ("org", "/w1", "wrong_format"), ("org", "w1/", "wrong_format"), ("org", "/W1/", "wrong_format"),
    ("location", {**PLACE, "lat": "90.1"}, "wrong_format"),
    ("location", {**PLACE, "lon": "-180.5"}, "wrong_format"),
    ("location", {**PLACE, "lat": 31.985}, "wrong_format"),
    ("location", {**PLACE, "accuracy_m": "-1"}, "wrong_format"),
    ("location", {**PLACE, "system": "BD-09"}, "not_in_list"),
    ("location", {**PLACE, "height": "3"}, "wrong_format"),
    ("location", {"lat": "31", "lon": "121"}, "wrong_format"),
    ("photo", HASH, "wrong_format"), ("photo", [HASH.upper()], "wrong_format"),
    ("photo", [HASH, HASH], "repeated"), ("photo", [f"{n:064x}" for n in range(13)], "too_many"),
    ("signature", HASH, "wrong_format"), ("signature", {"image": HASH}, "wrong_format"),
    ("signature", {**SIGNATURE, "method": "stamp"}, "not_in_list"),
    ("assignments", [{"role": "worker"}], "wrong_format"),
    ("assignments", [{**ROLE, "org_path": "/w1"}], "wrong_format"),
    ("assignments", [{**ROLE, "until": "tomorrow"}], "wrong_format"),
    ("assignments", [{**ROLE, "until": "2026-11-20T12:00:00"}], "wrong_format"),
]  # fmt: skip
# Wider than what passes: leap seconds, months and offsets that do not exist.
RFC_3339 = (
    r"[0-3][0-9]{3}-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\.[0-9]{1,10})?"
    r"([Zz]|[+-][0-2][0-9]:[0-5][0-9])"
)
LISTED = ("choice", "multi_choice", "clause")


def more(kind: FieldKind) -> dict[str, str]:
    return {"code_list": "ab"} if kind in LISTED else {}


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_kind_takes(kind: FieldKind, value: object) -> None:
    assert one(kind, **more(kind)).errors({"f": value}) == ()


@pytest.mark.parametrize(("kind", "value", "code"), BAD)
def test_a_kind_refuses(kind: FieldKind, value: object, code: str) -> None:
    assert codes(one(kind, **more(kind)), {"f": value}) == {"f": code}


def test_every_kind_is_in_both_tables() -> None:
    # Values with a shape of their own have tests of their own (tests/kernel), and so have tables.
    kinds = set(FieldKind.__args__) - set(STRUCTURED) - {"table"}
    assert {kind for kind, _ in GOOD} == {kind for kind, _, _ in BAD} == kinds


@pytest.mark.parametrize(
    ("kind", "empty", "code"),
    [
        ("text", "", "field_missing"), ("text", " \n", "field_missing"),
        ("long_text", "\u3000", "field_missing"), ("photo", [], "too_few"),
        ("multi_choice", [], "too_few"), ("assignments", [], "too_few"),
    ],
)  # fmt: skip
def test_a_required_field_is_not_filled_by_emptiness(
    kind: FieldKind, empty: object, code: str
) -> None:
    form = one(kind, required=True, **more(kind))
    assert codes(form, {"f": empty}) == {"f": code}
    assert codes(form, {}) == {"f": "field_missing"}


def test_too_few_photos_says_how_many_are_asked() -> None:
    form = one("photo", min_items=2)
    assert codes(form, {}) == {"f": "field_missing"}
    (error,) = form.errors({"f": [HASH]})
    assert (error.code, error.limit) == ("too_few", "2")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0.1", None), ("0.3", None), ("0.099999999", "too_small"), ("0.300000001", "too_large"),
        ("-5", "too_small"), ("100", "too_large"),
    ],
)  # fmt: skip
def test_limits_of_numbers_are_decimals(value: str, code: str | None) -> None:
    form = one("number", minimum="0.1", maximum="0.3")
    assert codes(form, {"f": value}) == ({"f": code} if code else {})


def test_an_error_names_label_value_and_limit() -> None:
    form = one("number", minimum="0", maximum="10")
    assert form.errors({"f": "11"}) == (
        FieldError("f", "too_large", label="标签", value="11", limit="10"),
    )


def test_all_errors_come_at_once_in_the_forms_order_and_unknown_fields_last() -> None:
    form = form_of(
        (field("text", "a"), FormField("a", required=True)),
        (field("number", "b"), FormField("b")),
        (field("choice", "c", code_list="ab"), FormField("c")),
    )
    found = form.errors({"zz": 1, "c": "x", "b": "y", "extra": None})
    assert [(error.field, error.code) for error in found] == [
        ("a", "field_missing"), ("b", "wrong_format"), ("c", "not_in_list"),
        ("extra", "unknown_field"), ("zz", "unknown_field"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({}, {}), ({"a": "a"}, {}), ({"a": "b"}, {"b": "field_missing"}),
        ({"a": "b", "b": " "}, {"b": "field_missing"}), ({"a": "b", "b": "x"}, {}),
        ({"a": "b", "b": "x", "c": []}, {"c": "too_few"}),
    ],
)  # fmt: skip
def test_a_field_is_required_when_another_has_a_value(
    data: dict[str, object], found: dict[str, str]
) -> None:
    form = form_of(
        (field("choice", "a", code_list="ab"), FormField("a")),
        (field("text", "b"), FormField("b", required_when=("a", "b"))),
        (field("photo", "c"), FormField("c", required_when=("a", "b"))),
    )
    expected = dict(found)
    if data.get("a") == "b" and "c" not in data:
        expected["c"] = "field_missing"
    assert codes(form, data) == expected


@given(st.datetimes(datetime(1000, 1, 2), datetime(2999, 12, 30)), st.integers(-14, 14))
def test_a_time_that_passes_can_be_calculated_with(moment: datetime, hours: int) -> None:
    text = f"{moment.isoformat()}{'-' if hours < 0 else '+'}{abs(hours):02}:00"
    assert one("datetime").errors({"f": text}) == ()
    assert aware(msgspec.convert(text, datetime)).tzinfo is not None


@given(st.from_regex(RFC_3339, fullmatch=True))
def test_no_text_passes_as_a_time_and_then_cannot_be_read(text: str) -> None:
    if one("datetime").errors({"f": text}) == ():
        aware(msgspec.convert(text, datetime))


@given(st.from_regex(r"-?[0-9]{1,14}(\.[0-9]{0,10})?(e[0-9])?", fullmatch=True))
def test_what_passes_as_a_number_is_a_decimal(text: str) -> None:
    if one("number").errors({"f": text}) == ():
        assert Decimal(text).is_finite()
