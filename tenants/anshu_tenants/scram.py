"""SCRAM-SHA-256 verifiers, so that no password travels to the server or into its log."""

import base64
import hashlib
import hmac
import os

_ITERATIONS = 4096


def verifier(password: str) -> str:
    """What PostgreSQL stores for an ASCII password (RFC 5803 form, fresh salt)."""
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, _ITERATIONS)
    stored = hashlib.sha256(_mac(salted, b"Client Key")).digest()
    keys = f"{_text(stored)}:{_text(_mac(salted, b'Server Key'))}"
    return f"SCRAM-SHA-256${_ITERATIONS}:{_text(salt)}${keys}"


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
