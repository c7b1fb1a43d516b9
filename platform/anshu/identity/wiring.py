"""Puts the identity room together for one process."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from anshu.identity.accounts import Accounts
from anshu.identity.door import ControlDoor
from anshu.identity.factors.policy import SignInPolicies
from anshu.identity.factors.second_factor import SecondFactors
from anshu.identity.logging_in import LoginDoor
from anshu.identity.memberships import Memberships
from anshu.identity.oidc.door import OidcDoor
from anshu.identity.passwords import Passwords
from anshu.identity.resolving import Resolver
from anshu.identity.sessions import Sessions
from anshu.identity.tokens import Tokens
from anshu.kernel.vault import Vault


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything this room offers, sharing one memory of resolved subjects."""

    accounts: Accounts
    logins: LoginDoor
    factors: SecondFactors
    memberships: Memberships
    oidc: OidcDoor
    passwords: Passwords
    policies: SignInPolicies
    resolver: Resolver
    sessions: Sessions
    tokens: Tokens


def identity(
    door: ControlDoor,
    *,
    session_lifetime: timedelta = timedelta(hours=12),
    passwords: Passwords | None = None,
    secret: bytes | None = None,
) -> Identity:
    """The room over one control schema; make it once per process.

    Without the installation's secret it cannot read what other rooms have sealed.
    """
    hasher = passwords or Passwords()
    resolver = Resolver(door)
    secret = secret or secrets.token_bytes(32)
    vault = Vault(secret, use=b"anshu identity secrets 1")
    factors = SecondFactors(door, vault=vault, secret=secret)
    return Identity(
        accounts=Accounts(door, passwords=hasher, resolver=resolver),
        factors=factors,
        logins=LoginDoor(door, passwords=hasher, factors=factors),
        memberships=Memberships(door, resolver=resolver),
        oidc=OidcDoor(door, vault=vault, resolver=resolver),
        passwords=hasher,
        policies=SignInPolicies(door, resolver=resolver),
        resolver=resolver,
        sessions=Sessions(door, resolver=resolver, lifetime=session_lifetime),
        tokens=Tokens(door, resolver=resolver),
    )
