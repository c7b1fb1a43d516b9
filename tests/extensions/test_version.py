"""Which SDK versions run together."""

import pytest

from anshu.sdk.version import is_compatible


@pytest.mark.parametrize(
    ("needed", "offered", "answer"),
    [
        ("0.1", "0.1", True),
        ("0.1", "0.2", False),
        ("0.2", "0.1", False),
        ("1.0", "1.4", True),
        ("1.4", "1.0", False),
        ("1.0", "2.0", False),
    ],
)
def test_sdk_versions_run_together_when(needed: str, offered: str, *, answer: bool) -> None:
    assert is_compatible(needed, offered=offered) is answer


@pytest.mark.parametrize("text", ["", "1", "1.", "1.x", "v1.0", "１.0"])
def test_text_that_is_no_version_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="no SDK version"):
        is_compatible(text)
