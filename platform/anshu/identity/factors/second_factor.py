"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

The secret is sealed; a code is good once (the last time step is kept), and half a minute of
difference between clocks is allowed. Wrong codes count with the log-in's wrong passwords.
"""

import hmac
import re
import secrets
from uuid import UUID

import pyotp
from msgspec import Struct

from anshu.identity.door import ControlDoor
from anshu.identity.factors.queries import (
    ADD_RECOVERY,
    BEGIN_FACTOR,
    CONFIRM_FACTOR,
    DROP_FACTOR,
    DROP_RECOVERY,
    FACTOR,
    MARK_SESSION,
    RECOVERY_LEFT,
    TAKE_STEP,
    USE_RECOVERY,
)
from anshu.kernel.refusal import FieldError, Refusal
from anshu.kernel.vault import Vault

STEP_SECONDS = 30
ALLOWED_STEPS = (0, -1, 1)
RECOVERY_CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
RECOVERY = re.compile(rf"[{ALPHABET}]{{10}}")
CODE = re.compile(r"[0-9]{6}")
ISSUER = "安枢 Anshu"


class Enrolment(Struct, frozen=True):
    """A secret to put into an authenticator app: as text, and as the address in a QR code."""

    secret: str
    uri: str


class FactorState(Struct, frozen=True):
    """Whether a second factor is in use, and how many recovery codes are left."""

    confirmed: bool
    recovery_left: int


class SecondFactors:
    """Enrols, checks and ends second factors."""

    def __init__(self, door: ControlDoor, *, vault: Vault, secret: bytes) -> None:
        self._door = door
        self._vault = vault
        self._secret = secret

    async def state(self, account: UUID) -> FactorState:
        """What the account has."""
        async with self._door.begin("identity.factor.state") as transaction:
            row = await transaction.fetchrow(FACTOR, account)
            left = await transaction.fetchrow(RECOVERY_LEFT, account)
        confirmed = row is not None and row["confirmed_at"] is not None
        return FactorState(confirmed, int(left["number"]) if left is not None and confirmed else 0)

    async def begin(self, account: UUID, *, login: str) -> Enrolment | Refusal:
        """A new secret, in use once a code of it is confirmed; refused while one is in use."""
        secret = pyotp.random_base32()
        sealed = self._vault.seal(secret.encode(), place=_place(account))
        async with self._door.begin("identity.factor.begin") as transaction:
            row = await transaction.fetchrow(BEGIN_FACTOR, account, sealed, self._door.clock.now())
        if row is None:
            return Refusal("second_factor_in_use", kind="state")
        uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
        return Enrolment(secret, uri)

    async def confirm(self, account: UUID, code: str, *, session: bytes) -> list[str] | Refusal:
        """The recovery codes, told once; the session that asked has passed the factor."""
        async with self._door.begin("identity.factor.find") as transaction:
            row = await transaction.fetchrow(FACTOR, account)
        if row is None or row["confirmed_at"] is not None:
            return Refusal("second_factor_not_begun", kind="state")
        step = self._step(account, row["sealed"], code)
        if step is None:
            return _wrong()
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        hashes = [self._hash(account, each) for each in codes]
        async with self._door.begin("identity.factor.confirm") as transaction:
            done = await transaction.fetchrow(
                CONFIRM_FACTOR, account, row["sealed"], step, self._door.clock.now()
            )
            if done is None:
                return _wrong()
            await transaction.execute(DROP_RECOVERY, account)
            await transaction.execute(ADD_RECOVERY, account, hashes)
            await transaction.execute(MARK_SESSION, session)
        return [f"{each[:5]}-{each[5:]}" for each in codes]

    async def is_wanted(self, account: UUID) -> bool:
        """Whether the account's log-in asks for a code."""
        async with self._door.begin("identity.factor.wanted") as transaction:
            row = await transaction.fetchrow(FACTOR, account)
        return row is not None and row["confirmed_at"] is not None

    async def passes(self, account: UUID, code: str) -> bool:
        """Whether this is a code of now that was not used, or a recovery code that was not.

        It is used up by asking.
        """
        text = re.sub(r"[\s-]", "", code.lower())
        if RECOVERY.fullmatch(text) and not CODE.fullmatch(text):
            async with self._door.begin("identity.factor.recover") as transaction:
                used = await transaction.fetchrow(
                    USE_RECOVERY, account, self._hash(account, text), self._door.clock.now()
                )
            return used is not None
        async with self._door.begin("identity.factor.find") as transaction:
            row = await transaction.fetchrow(FACTOR, account)
        if row is None or row["confirmed_at"] is None:
            return False
        step = self._step(account, row["sealed"], text)
        if step is None:
            return False
        async with self._door.begin("identity.factor.step") as transaction:
            return await transaction.fetchrow(TAKE_STEP, account, step) is not None

    async def passed(self, session: bytes) -> None:
        """Marks the session as one that has shown the second factor."""
        async with self._door.begin("identity.factor.pass") as transaction:
            await transaction.execute(MARK_SESSION, session)

    async def end(self, account: UUID) -> None:
        """Ends the second factor and its recovery codes."""
        async with self._door.begin("identity.factor.end") as transaction:
            await transaction.execute(DROP_RECOVERY, account)
            await transaction.execute(DROP_FACTOR, account)

    def _step(self, account: UUID, sealed: bytes, code: str) -> int | None:
        """The time step that the code is of, if it is near now."""
        text = re.sub(r"\s", "", code)
        if not CODE.fullmatch(text):
            return None
        totp = pyotp.TOTP(self._vault.open(sealed, place=_place(account)).decode())
        now = int(self._door.clock.now().timestamp()) // STEP_SECONDS
        for offset in ALLOWED_STEPS:
            if hmac.compare_digest(totp.generate_otp(now + offset), text):
                return now + offset
        return None

    def _hash(self, account: UUID, code: str) -> bytes:
        named = b"anshu recovery 1" + account.bytes + code.encode()
        return hmac.digest(self._secret, named, "sha256")


def _recovery_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def _place(account: UUID) -> str:
    return f"totp:{account}"


def _wrong() -> Refusal:
    return Refusal("code_wrong", kind="malformed", fields=(FieldError("code", "code_wrong"),))
