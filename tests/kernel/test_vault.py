"""Secrets at rest open only for the secret, use and place that they were sealed for."""

import pytest

from anshu.kernel.vault import Unsealable, Vault

SECRET, USE, PLACE = b"a" * 32, b"connector", "t_a:one"


def test_what_was_sealed_opens_in_its_place_and_never_looks_the_same() -> None:
    vault = Vault(SECRET, use=USE)
    sealed = vault.seal(b"plain", place=PLACE)
    assert Vault(SECRET, use=USE).open(sealed, place=PLACE) == b"plain"
    assert b"plain" not in sealed
    assert vault.seal(b"plain", place=PLACE) != sealed


@pytest.mark.parametrize(
    ("secret", "use", "place"),
    [(b"b" * 32, USE, PLACE), (SECRET, b"channel", PLACE), (SECRET, USE, "t_b:one")],
)
def test_what_was_sealed_does_not_open_elsewhere(secret: bytes, use: bytes, place: str) -> None:
    sealed = Vault(SECRET, use=USE).seal(b"plain", place=PLACE)
    with pytest.raises(Unsealable):
        Vault(secret, use=use).open(sealed, place=place)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02" + b"x" * 40, b"\x01" + b"x" * 40])
def test_bytes_that_were_not_sealed_do_not_open(sealed: bytes) -> None:
    with pytest.raises(Unsealable):
        Vault(SECRET, use=USE).open(sealed, place=PLACE)
