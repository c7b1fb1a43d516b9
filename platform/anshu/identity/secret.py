"""Opaque secrets: 256 random bits for the bearer, their SHA-256 for us."""

import hashlib
import secrets

API_PREFIX = "anshu_"
LONGEST = 128


def new_session_secret() -> str:
    """A new cookie value: 256 random bits in URL-safe base 64."""
    # The prefix tells API tokens apart, so no cookie value may begin with it.
    return "s_" + secrets.token_urlsafe(32)


def new_token_secret() -> str:
    """A new API token; the prefix lets secret scanners find a leaked one."""
    return API_PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes | None:
    """What is stored in place of a secret; None for text that cannot be one of ours.

    A plain hash is enough: nobody guesses 256 random bits.
    """
    if not secret.isascii() or len(secret) > LONGEST:
        return None
    return hashlib.sha256(secret.encode()).digest()
