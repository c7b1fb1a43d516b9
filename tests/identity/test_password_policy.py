"""Passwords are accepted or refused with every reason at once."""

import pytest

from anshu.identity.password_policy import faults
from anshu.identity.texts import TEXTS


@pytest.mark.parametrize(
    "password",
    [
        "Feuer-und-Flamme 7",
        "tankfarm-42",
        "reaktorkesselventil",
        "隐患排查要天天做不放松7",
        "a1b2c3d4e5",
    ],
)
def test_a_good_password_is_accepted(password: str) -> None:
    assert faults(password, login="wang") == ()


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("", {"password_too_short", "password_too_uniform", "password_common"}),
        ("Ab1!efgh9", {"password_too_short"}),
        ("tankfarms-" + "a1b2c" * 24, {"password_too_long"}),
        ("aaaaaaaaaaaaaaaa1", {"password_too_uniform"}),
        ("abcdefghkl", {"password_too_uniform"}),
        ("WangLei-2026", {"password_contains_login"}),
        ("Password2026!", {"password_common"}),
        ("1234567890", {"password_too_uniform", "password_common"}),
        ("tank\nfarm-42", {"password_unprintable"}),
        ("tankfarm-42\ud800", {"password_unprintable"}),
    ],
)
def test_a_bad_password_is_refused_with_all_reasons(password: str, codes: set[str]) -> None:
    assert {fault.code for fault in faults(password, login="wanglei")} == codes


def test_every_reason_is_said_in_both_languages() -> None:
    for said in TEXTS.values():
        for text in (said.text, said.cure):
            assert text.zh
            assert text.en
