"""The installation's signing key for seals and packages: Ed25519, derived from its secret."""

import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

INFO = b"anshu/ledger/ed25519/1"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its public bytes and name; never printed."""

    private: Ed25519PrivateKey = field(repr=False)
    public: bytes
    key_id: str

    def sign(self, message: bytes) -> bytes:
        """The signature (64 bytes) of the message (RFC 8032)."""
        return self.private.sign(message)


def signing_key(secret: bytes) -> SigningKey:
    """The key of an installation, by HKDF-SHA256 from its secret (RFC 5869).

    Raises ValueError for a secret below 16 bytes.
    """
    if len(secret) < 16:
        raise ValueError("the installation's secret has at least 16 bytes")
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(secret)
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return SigningKey(private, public, key_id(public))


def key_id(public: bytes) -> str:
    """A public key's name: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is this key's for the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
