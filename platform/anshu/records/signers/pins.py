"""A person's PIN for signing: digits only, hashed, with a lock-out of its own.

The PIN stands between a phone that lies open and a signature: a session does not replace it,
and it is set with the log-in's password only.
"""

import re
from math import ceil
from uuid import UUID

from anshu.identity.attempts import FAILURES_BEFORE_LOCK, LOCKED_FOR
from anshu.identity.passwords import Passwords
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.services import Services
from anshu.records.signers.queries import COUNT_PIN, END_PIN, PIN_LOCK, SET_PIN, SETTLE_PIN
from anshu.store.principal import Tenant

DIGITS = re.compile(r"[0-9]{6,12}")
RUNS = ("01234567890123456789", "98765432109876543210")


async def set_pin(
    services: Services, principal: Tenant, *, person: UUID, pin: str, passwords: Passwords
) -> Refusal | None:
    """Sets the PIN and lifts its lock; refuses one that is short or that anybody would try."""
    if not DIGITS.fullmatch(pin):
        return _malformed("pin_malformed")
    if len(set(pin)) < 3 or any(pin in run for run in RUNS):
        return _malformed("pin_simple")
    hashed = await passwords.hash(pin)
    async with services.store.begin(principal, purpose="signing.pin.set") as tx:
        await tx.execute(SET_PIN, person, hashed, services.clock.now())
    return None


async def end_pin(services: Services, principal: Tenant, *, person: UUID) -> None:
    """Takes the PIN away; nobody can sign by it until it is set again."""
    async with services.store.begin(principal, purpose="signing.pin.end") as tx:
        await tx.execute(END_PIN, person)


async def has_pin(services: Services, principal: Tenant, *, person: UUID) -> bool:
    """Whether the person has a PIN here."""
    async with services.store.begin(principal, purpose="signing.pin.has") as tx:
        return await tx.fetchrow(PIN_LOCK, person) is not None


async def check_pin(
    services: Services, principal: Tenant, *, person: UUID, pin: str, passwords: Passwords
) -> Refusal | None:
    """None for the right PIN; `pin_wrong`, `pin_locked` (with `retry_after`) or `pin_unset`."""
    now = services.clock.now()
    async with services.store.begin(principal, purpose="signing.pin.count") as tx:
        row = await tx.fetchrow(COUNT_PIN, person, now, FAILURES_BEFORE_LOCK, LOCKED_FOR)
        held = None if row is not None else await tx.fetchrow(PIN_LOCK, person)
    if row is None:
        if held is None:
            return Refusal("pin_unset", kind="state")
        seconds = ceil((held["locked_until"] - now).total_seconds())
        wait = Fact(name="retry_after", value=str(seconds), unit="s")
        return Refusal("pin_locked", kind="busy", facts=(wait,))
    if not await passwords.matches(row["hash"], pin):
        return Refusal("pin_wrong", kind="forbidden")
    async with services.store.begin(principal, purpose="signing.pin.settle") as tx:
        settled = await tx.fetchrow(SETTLE_PIN, person, row["hash"])
    return None if settled is not None else Refusal("pin_wrong", kind="forbidden")


def _malformed(code: str) -> Refusal:
    return Refusal("pin_refused", kind="malformed", fields=(FieldError("pin", code),))
