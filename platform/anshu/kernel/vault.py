"""Secrets at rest: AES-256-GCM under a key of the installation, each for a use and a place."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"\x01"
NONCE_BYTES = 12


class Unsealable(ValueError):
    """The bytes are not what this installation sealed for this place."""


class Vault:
    """Seals and opens; what was sealed for one use and place opens for no other.

    `use` names what the secrets are for; a place is, for example, `totp:<account>`.
    """

    def __init__(self, secret: bytes, *, use: bytes) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(secret)
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """The bytes to keep."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """The plain bytes; raises Unsealable for another secret, place or format."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if not sealed.startswith(FORMAT) or len(nonce) < NONCE_BYTES:
            raise Unsealable("unknown format")
        try:
            return self._cipher.decrypt(nonce, body, place.encode())
        except InvalidTag:
            raise Unsealable("sealed for another place or under another secret") from None
