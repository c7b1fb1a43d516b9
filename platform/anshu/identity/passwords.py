"""Hashes and checks passwords with Argon2id, off the event loop and a few at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from anshu.identity.password_policy import LONGEST, normal


class Passwords:
    """Argon2id with the library's defaults (RFC 9106, low-memory profile: 64 MiB each).

    At most `at_once` run at a time, so a flood of log-ins waits instead of taking all memory.
    """

    def __init__(self, hasher: PasswordHasher | None = None, *, at_once: int = 2) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = asyncio.Semaphore(at_once)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to store; the password must have passed the policy."""
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, normal(password))

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one.

        Without a stored hash the same work is done on a decoy, and the answer is no: an unknown
        log-in takes as long as a wrong password.
        """
        if len(password) > 4 * LONGEST:
            return False
        async with self._places:
            return await asyncio.to_thread(self._matches, stored, password)

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than those in use."""
        return self._hasher.check_needs_rehash(stored)

    def _matches(self, stored: str | None, password: str) -> bool:
        if self._decoy is None:
            self._decoy = self._hasher.hash("a decoy that no log-in has")
        try:
            return self._hasher.verify(stored or self._decoy, normal(password)) and bool(stored)
        except VerifyMismatchError:
            return False
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            # A damaged hash, or text that no keyboard makes, opens nothing.
            return False
