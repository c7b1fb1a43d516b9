"""Checks what a provider states in signed tokens: who logged in, or that somebody logged out.

The library checks signatures and claims; here are the times, so that a clock that is wrong is
named instead of being called a bad token.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from msgspec import Struct

from anshu.identity.oidc.metadata import Metadata, Unusable
from anshu.identity.oidc.providers import Provider
from anshu.kernel.refusal import Fact, Refusal

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
LEEWAY = timedelta(seconds=60)
# An ID token comes fresh from the provider; an older one means that a clock is off.
FRESH_FOR = timedelta(minutes=10)
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
FOREVER = 100 * 365 * 86400
Claims = Mapping[str, Any]


class LoggedOut(Struct, frozen=True):
    """Whom a provider logs out: a subject, one of its sessions, or both."""

    jti: str
    subject: str | None
    session: str | None
    until: datetime


async def identity_claims(
    metadata: Metadata, provider: Provider, token: str, *, nonce: str, now: datetime
) -> Claims:
    """The claims of an ID token that is for us and for this log-in.

    Raises Unusable: `oidc_token_refused`, `oidc_clock_wrong` with both times.
    """
    claims = await _signed(metadata, provider, token)
    checked = CodeIDToken(
        claims, {}, {"iss": {"value": provider.issuer}, "aud": {"value": provider.client_id}},
        {"nonce": nonce, "client_id": provider.client_id},
    )  # fmt: skip
    try:
        # Times are checked below.
        checked.validate(now=int(now.timestamp()), leeway=FOREVER)
    except (JoseError, TypeError, ValueError):
        raise _refused() from None
    if claims.get("nonce") != nonce or not isinstance(claims.get("sub"), str):
        raise _refused()
    _check_times(claims, now)
    return claims


async def logged_out(
    metadata: Metadata, provider: Provider, token: str, *, now: datetime
) -> LoggedOut:
    """Whom a logout token logs out (OpenID Connect Back-Channel Logout 1.0, 2.6).

    Raises Unusable as identity_claims does.
    """
    claims = await _signed(metadata, provider, token)
    events, audience = claims.get("events"), claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    subject, session, jti = claims.get("sub"), claims.get("sid"), claims.get("jti")
    fine = (
        claims.get("iss") == provider.issuer
        and provider.client_id in audiences
        and isinstance(events, dict)
        and isinstance(events.get(LOGOUT_EVENT), dict)
        and "nonce" not in claims
        and isinstance(jti, str)
        and (subject is not None or session is not None)
        and isinstance(subject, str | None)
        and isinstance(session, str | None)
    )
    if not fine:
        raise _refused()
    _check_times(claims, now)
    return LoggedOut(str(jti), subject, session, now + FRESH_FOR + 2 * LEEWAY)


async def _signed(metadata: Metadata, provider: Provider, token: str) -> Claims:
    try:
        header = jws.extract_compact(token.encode()).headers()
        kid = header.get("kid")
        keys = await metadata.keys(provider, kid=kid if isinstance(kid, str) else None)
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError, UnicodeError):
        raise _refused() from None


def _check_times(claims: Claims, now: datetime) -> None:
    try:
        issued = datetime.fromtimestamp(float(claims["iat"]), UTC)
        until = datetime.fromtimestamp(float(claims.get("exp", claims["iat"] + 600)), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise _refused() from None
    if issued > now + LEEWAY or until <= now - LEEWAY or issued < now - FRESH_FOR:
        times = (
            Fact("provider_time", issued.isoformat(timespec="seconds")),
            Fact("our_time", now.isoformat(timespec="seconds")),
        )
        raise Unusable(Refusal("oidc_clock_wrong", kind="state", facts=times))


def _refused() -> Unusable:
    return Unusable(Refusal("oidc_token_refused", kind="forbidden"))
