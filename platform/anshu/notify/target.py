"""Where a tenant may let us connect to: public addresses, and what the operator allows.

A name is resolved once and the connection goes to the address that was looked at: a name that
answers differently the next time gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from msgspec import Struct

RESOLVE_SECONDS = 5
LONGEST_URL = 500
# Networks that lead on to IPv4 addresses inside IPv6 ones.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
# Nothing else of IPv6 is given to hosts of the open Internet.
UNICAST = ipaddress.ip_network("2000::/3")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]


class TargetRefused(ValueError):
    """The address must not be connected to; `code` is a field error of the catalogue."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unresolvable(OSError):
    """The name has no address now."""


class Target(Struct, frozen=True):
    """A host and port as they were asked for."""

    host: str
    port: int


class Borders(Struct, frozen=True):
    """The operator's exceptions: hosts, or host:port, that may be private and without TLS."""

    allowed: frozenset[str] = frozenset()

    def allows(self, target: Target) -> bool:
        """Whether the operator named this host, or this port of it."""
        return bool({target.host, f"{target.host}:{target.port}"} & self.allowed)


def web_target(url: str, borders: Borders) -> Target:
    """Host and port of a URL; TargetRefused for what can never be a webhook's address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise TargetRefused("webhook_url_malformed") from None
    host = _ascii((parts.hostname or "").rstrip("."))
    if parts.scheme not in ("http", "https") or not host or len(url) > LONGEST_URL:
        raise TargetRefused("webhook_url_malformed")
    if parts.username or parts.password or parts.fragment or not url.isprintable() or " " in url:
        raise TargetRefused("webhook_url_malformed")
    target = Target(host, port or (443 if parts.scheme == "https" else 80))
    if not borders.allows(target):
        if parts.scheme != "https":
            raise TargetRefused("webhook_url_plain")
        literal = _literal(host)
        if literal is not None and not is_public(literal):
            raise TargetRefused("webhook_url_private")
    return target


async def resolved(target: Target, borders: Borders, resolve: Resolve | None = None) -> str:
    """The one address to connect to.

    Raises TargetRefused when any address of the name is not public and the operator did not
    name the host; Unresolvable when there is none.
    """
    found = await (resolve or _looked_up)(target.host, target.port)
    if not found:
        raise Unresolvable(f"{target.host} has no address")
    if not borders.allows(target):
        for text in found:
            if not is_public(ipaddress.ip_address(text.partition("%")[0])):
                raise TargetRefused("webhook_url_private")
    return found[0]


def is_public(address: Address) -> bool:
    """Whether the address is one of the open Internet, also when it hides in an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and address in SIX_TO_FOUR:
            inner = address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address not in UNICAST:
            return False
    return address.is_global and not address.is_multicast


def _ascii(host: str) -> str:
    """The host as names are looked up and headers written: 例子.中国 as xn--fsqu00a.xn--fiqs8s."""
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise TargetRefused("webhook_url_malformed") from None


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


async def _looked_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            rows = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unresolvable(f"{host}: {error}") from None
    # IPv4 first: plants rarely route IPv6.
    rows.sort(key=lambda row: row[0] != socket.AF_INET)
    return [str(row[4][0]) for row in rows]
