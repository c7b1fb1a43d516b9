"""Log-in at a provider: the way there, the way back, whom it vouches for, and its log-outs.

Authorization code with PKCE (S256), state and nonce; what must come back is sealed into a cookie
of the browser that went there. No account is ever made: it was linked by its owner, or the
operator lets a claim find it, and without a membership it opens nothing.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import httpx2
import msgspec
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from msgspec import Struct

from anshu.identity.accounts import normal_login
from anshu.identity.door import ControlDoor
from anshu.identity.oidc.metadata import TIMEOUT, Endpoints, Metadata, Unusable
from anshu.identity.oidc.providers import Provider, Providers
from anshu.identity.oidc.queries import (
    ADD_FIRST_LINK,
    ADD_LINK,
    DROP_LOGOUTS,
    END_LINK,
    END_PROVIDER_SESSIONS,
    LINKED,
    LINKS,
    MATCHED,
    USE_LOGOUT,
)
from anshu.identity.oidc.statements import Claims, identity_claims, logged_out
from anshu.identity.resolving import Resolver
from anshu.kernel.refusal import Refusal
from anshu.kernel.vault import Unsealable, Vault

SCOPE = "openid profile email"
THERE_FOR = timedelta(minutes=10)
PLACE = "oidc-way"


class Way(Struct, frozen=True):
    """What the browser takes along, sealed: it must come back with all of it.

    `account`: whose account is to be linked, None to log in.
    """

    provider: str
    state: str
    nonce: str
    verifier: str
    entry: str
    until: datetime
    account: UUID | None = None


class Departure(Struct, frozen=True):
    """Where to send the browser, and the cookie to give it."""

    address: str
    cookie: str


class Arrival(Struct, frozen=True):
    """What came back with the browser."""

    cookie: str
    state: str
    code: str
    error: str
    back: str


class Vouched(Struct, frozen=True):
    """Somebody for whom the provider vouches."""

    way: Way
    provider: Provider
    account: UUID
    subject: str
    session: str | None


class Link(Struct, frozen=True):
    """A provider's identity that opens the account."""

    key: str
    title: str
    subject: str
    linked_at: datetime


class OidcDoor:
    """Log-ins by identity providers; one per process, as it remembers their keys."""

    def __init__(self, door: ControlDoor, *, vault: Vault, resolver: Resolver) -> None:
        self._door = door
        self._vault = vault
        self._resolver = resolver
        self.providers = Providers(door, vault=vault)
        self._metadata = Metadata()

    async def depart(
        self, key: str, *, back: str, entry: str, account: UUID | None = None
    ) -> Departure | Refusal:
        """The way to the provider; `back` is our own address that it will send the browser to."""
        provider = await self.providers.find(key)
        if provider is None:
            return Refusal("oidc_unknown", kind="unknown")
        try:
            endpoints = await self._metadata.endpoints(provider)
        except Unusable as unusable:
            return unusable.refusal
        way = Way(
            provider=key, state=secrets.token_urlsafe(24), nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48), entry=entry, account=account,
            until=self._door.clock.now() + THERE_FOR,
        )  # fmt: skip
        async with _client(provider, endpoints, back) as client:
            address, _ = client.create_authorization_url(
                endpoints.authorization_endpoint,
                state=way.state,
                nonce=way.nonce,
                code_verifier=way.verifier,
            )
        sealed = self._vault.seal(msgspec.json.encode(way), place=PLACE)
        return Departure(address=str(address), cookie=sealed.hex())

    async def arrive(self, key: str, arrival: Arrival) -> Vouched | Refusal:
        """Whom the provider vouches for, or why it does not."""
        way = self._way(arrival.cookie)
        provider = await self.providers.find(key)
        if provider is None:
            return Refusal("oidc_unknown", kind="unknown")
        came = way is not None and secrets.compare_digest(
            arrival.state.encode(), way.state.encode()
        )
        if way is None or not came or way.provider != key or way.until <= self._door.clock.now():
            return Refusal("oidc_state_wrong", kind="state")
        if arrival.error or not arrival.code:
            return Refusal("oidc_denied", kind="forbidden")
        try:
            claims = await self._claims(provider, way, arrival)
        except Unusable as unusable:
            return unusable.refusal
        account = await self._account(provider, way, claims)
        if isinstance(account, Refusal):
            return account
        named = claims.get("sid")
        session = named if isinstance(named, str) else None
        return Vouched(way, provider, account, str(claims["sub"]), session)

    async def log_out(self, key: str, token: str) -> Refusal | None:
        """Ends the sessions that a logout token names, everywhere within two seconds."""
        provider = await self.providers.find(key)
        if provider is None:
            return Refusal("oidc_unknown", kind="unknown")
        now = self._door.clock.now()
        try:
            named = await logged_out(self._metadata, provider, token, now=now)
        except Unusable as unusable:
            return unusable.refusal
        async with self._door.begin("identity.oidc.logout") as transaction:
            await transaction.execute(DROP_LOGOUTS, now)
            fresh = await transaction.fetchrow(USE_LOGOUT, provider.id, named.jti, named.until)
            if fresh is None:
                return Refusal("oidc_token_refused", kind="forbidden")
            ended = await transaction.fetch(
                END_PROVIDER_SESSIONS, provider.id, named.subject, named.session, now
            )
        for row in ended:
            self._resolver.forget(row["id"])
        return None

    async def links(self, account: UUID) -> tuple[Link, ...]:
        """The identities that open the account, oldest first."""
        async with self._door.begin("identity.oidc.links") as transaction:
            rows = await transaction.fetch(LINKS, account)
        return tuple(Link(r["key"], r["title"], r["subject"], r["linked_at"]) for r in rows)

    async def end_link(self, account: UUID, key: str) -> bool:
        """Ends the links of the account with a provider; False when there was none."""
        async with self._door.begin("identity.oidc.unlink") as transaction:
            row = await transaction.fetchrow(END_LINK, account, key, self._door.clock.now())
        return row is not None

    def _way(self, cookie: str) -> Way | None:
        try:
            plain = self._vault.open(bytes.fromhex(cookie), place=PLACE)
            return msgspec.json.decode(plain, type=Way)
        except (ValueError, Unsealable, msgspec.DecodeError):
            return None

    async def _claims(self, provider: Provider, way: Way, arrival: Arrival) -> Claims:
        endpoints = await self._metadata.endpoints(provider)
        try:
            async with _client(provider, endpoints, arrival.back) as client:
                token = await client.fetch_token(
                    endpoints.token_endpoint, code=arrival.code, code_verifier=way.verifier
                )
                if not isinstance(token.get("id_token"), str):
                    raise Unusable(Refusal("oidc_token_refused", kind="forbidden"))
                claims = await identity_claims(
                    self._metadata, provider, token["id_token"], nonce=way.nonce,
                    now=self._door.clock.now(),
                )  # fmt: skip
                if provider.claim and provider.claim not in claims and endpoints.userinfo_endpoint:
                    more = (await client.get(endpoints.userinfo_endpoint)).json()
                    if isinstance(more, dict) and more.get("sub") == claims["sub"]:
                        claims = {**more, **claims}
        except OAuthError:
            raise Unusable(Refusal("oidc_token_refused", kind="forbidden")) from None
        except (httpx2.HTTPError, ValueError):
            raise Unusable(Refusal("oidc_unreachable", kind="busy")) from None
        return claims

    async def _account(self, provider: Provider, way: Way, claims: Claims) -> UUID | Refusal:
        """Whose account it is: linked before, to be linked now, or found by the claim."""
        now, subject = self._door.clock.now(), str(claims["sub"])
        async with self._door.begin("identity.oidc.account") as transaction:
            if way.account is not None:
                row = await transaction.fetchrow(ADD_LINK, provider.id, subject, way.account, now)
                return way.account if row is not None else Refusal("oidc_linked_elsewhere")
            row = await transaction.fetchrow(LINKED, provider.id, subject)
            if row is not None:
                return UUID(str(row["id"]))
            login = _login_of(provider, claims)
            row = await transaction.fetchrow(MATCHED, login, provider.tenant) if login else None
            if row is None:
                return Refusal("oidc_not_linked", kind="forbidden")
            first = await transaction.fetchrow(ADD_FIRST_LINK, provider.id, subject, row["id"], now)
        return UUID(str(row["id"])) if first else Refusal("oidc_not_linked", kind="forbidden")


def _login_of(provider: Provider, claims: Claims) -> str:
    value = claims.get(provider.claim) if provider.claim else None
    if not isinstance(value, str):
        return ""
    # An address that nobody checked is whatever its owner typed.
    if provider.claim == "email" and claims.get("email_verified") is not True:
        return ""
    return normal_login(value)


def _client(provider: Provider, endpoints: Endpoints, back: str) -> AsyncOAuth2Client:
    supported = endpoints.token_endpoint_auth_methods_supported
    method = "client_secret_basic" if "client_secret_basic" in supported else "client_secret_post"
    return AsyncOAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.secret or None,
        token_endpoint_auth_method=method if provider.secret else "none",
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=TIMEOUT,
        follow_redirects=False,
    )
