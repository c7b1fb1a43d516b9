"""What a link says, sealed: which record, of which tenant, on whose permission, until when.

Only this installation can make or read a token (AES-256-GCM); the record's stream keeps that the
link was made, not the token. It opens no more than its maker may see at the time of looking.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import UTC, datetime
from struct import Struct as Packing
from uuid import UUID

from msgspec import Struct

from anshu.kernel.refusal import Refusal
from anshu.kernel.vault import Unsealable, Vault

USE = b"anshu shared links 1"
PLACE = "link"
HEAD = Packing(">16s16s16s16sI")
LONGEST_TOKEN = 400


class Link(Struct, frozen=True):
    """One link; `maker` is the person on whose permission it shows anything."""

    id: UUID
    tenant: UUID
    kind: str
    record: UUID
    maker: UUID
    until: datetime


def token_of(link: Link, *, secret: bytes) -> str:
    """The link as it stands in an address."""
    until = int(link.until.timestamp())
    ids = (link.id, link.tenant, link.record, link.maker)
    head = HEAD.pack(*(each.bytes for each in ids), until)
    sealed = Vault(secret, use=USE).seal(head + link.kind.encode(), place=PLACE)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def link_of(token: str, *, secret: bytes, now: datetime) -> Link | Refusal:
    """The link, or why it opens nothing: link_unknown, link_expired."""
    unknown = Refusal("link_unknown", kind="unknown")
    if len(token) > LONGEST_TOKEN:
        return unknown
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = Vault(secret, use=USE).open(sealed, place=PLACE)
    except (NotBase64, ValueError, Unsealable):
        return unknown
    identity, tenant, record, maker, until = HEAD.unpack_from(plain)
    link = Link(
        id=UUID(bytes=identity), tenant=UUID(bytes=tenant), record=UUID(bytes=record),
        maker=UUID(bytes=maker),
        kind=plain[HEAD.size :].decode(), until=datetime.fromtimestamp(until, UTC),
    )  # fmt: skip
    return link if now < link.until else Refusal("link_expired")
