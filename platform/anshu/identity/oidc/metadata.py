"""What a provider publishes of itself: its endpoints and its keys, fetched and remembered.

A key that is not known is looked for once more (providers rotate keys), at most every few
seconds, so that tokens with invented key names do not become requests.
"""

import asyncio
import socket
from collections.abc import Callable
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx2
import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from anshu.identity.oidc.providers import Provider
from anshu.kernel.refusal import Refusal

TIMEOUT = httpx2.Timeout(8.0, connect=4.0)
REMEMBERED_SECONDS = 3600.0
KEYS_AGAIN_SECONDS = 5.0
MOST_BYTES = 512 * 1024


class Endpoints(Struct, frozen=True):
    """The part of the discovery document that is used."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Known(Struct):
    endpoints: Endpoints
    keys: KeySet
    at: float
    keys_at: float


class Unusable(Exception):
    """The provider cannot be used now; carries the refusal that names why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Metadata:
    """The memory of all providers' endpoints and keys; one per process."""

    def __init__(self, *, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._known: dict[UUID, _Known] = {}

    async def endpoints(self, provider: Provider) -> Endpoints:
        """Its endpoints; raises Unusable (`oidc_unreachable`, `oidc_misconfigured`)."""
        return (await self._get(provider)).endpoints

    async def keys(self, provider: Provider, *, kid: str | None) -> KeySet:
        """Its keys, fetched again when `kid` is not among them; raises Unusable."""
        known = await self._get(provider)
        missing = kid is not None and all(key.kid != kid for key in known.keys.keys)
        if missing and self._now() - known.keys_at >= KEYS_AGAIN_SECONDS:
            known.keys = await _keys(provider, known.endpoints)
            known.keys_at = self._now()
        return known.keys

    async def _get(self, provider: Provider) -> _Known:
        known = self._known.get(provider.id)
        if known is None or self._now() - known.at > REMEMBERED_SECONDS:
            endpoints = await _discovered(provider)
            keys = await _keys(provider, endpoints)
            known = _Known(endpoints, keys, self._now(), self._now() - KEYS_AGAIN_SECONDS)
            self._known[provider.id] = known
        return known


async def check_address(provider: Provider, address: str) -> None:
    """Raises Unusable for an address without TLS or inside a private network, unless allowed."""
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
        raise Unusable(Refusal("oidc_misconfigured", kind="busy"))
    if provider.private_hosts:
        return
    if parts.scheme != "https":
        raise Unusable(Refusal("oidc_misconfigured", kind="busy"))
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            parts.hostname, parts.port or 443, type=socket.SOCK_STREAM
        )
    except OSError:
        raise Unusable(Refusal("oidc_unreachable", kind="busy")) from None
    if not all(ip_address(each[4][0]).is_global for each in found):
        raise Unusable(Refusal("oidc_misconfigured", kind="busy"))


async def _discovered(provider: Provider) -> Endpoints:
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    try:
        endpoints = msgspec.json.decode(await _fetched(provider, address), type=Endpoints)
    except msgspec.DecodeError:
        raise Unusable(Refusal("oidc_misconfigured", kind="busy")) from None
    if endpoints.issuer != provider.issuer:
        raise Unusable(Refusal("oidc_misconfigured", kind="busy"))
    for each in (endpoints.token_endpoint, endpoints.jwks_uri, endpoints.userinfo_endpoint):
        if each:
            await check_address(provider, each)
    return endpoints


async def _keys(provider: Provider, endpoints: Endpoints) -> KeySet:
    content = await _fetched(provider, endpoints.jwks_uri)
    try:
        raw: Any = msgspec.json.decode(content)
        # What we cannot read (another kind of key) must not hide what we can.
        usable = [key for key in raw["keys"] if key.get("kty") in ("RSA", "EC", "OKP")]
        return KeySet.import_key_set({"keys": usable})
    except (msgspec.DecodeError, JoseError, KeyError, TypeError, ValueError, AttributeError):
        raise Unusable(Refusal("oidc_misconfigured", kind="busy")) from None


async def _fetched(provider: Provider, address: str) -> bytes:
    await check_address(provider, address)
    try:
        async with httpx2.AsyncClient(timeout=TIMEOUT, follow_redirects=False) as client:
            answer = await client.get(address, headers={"accept": "application/json"})
    except httpx2.HTTPError:
        raise Unusable(Refusal("oidc_unreachable", kind="busy")) from None
    if answer.status_code >= 500:
        raise Unusable(Refusal("oidc_unreachable", kind="busy"))
    if answer.status_code != 200 or len(answer.content) > MOST_BYTES:
        raise Unusable(Refusal("oidc_misconfigured", kind="busy"))
    return answer.content
