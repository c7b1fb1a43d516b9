"""Links of a record that open without a log-in: making and revoking them, and which there are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.flow.happened import Happened

LINK_EVENTS = ("LinkMade", "LinkRevoked")


class ShareLink(Struct, frozen=True):
    """A link with this id opens the record until then, on the permission of who asks."""

    id: UUID
    record: UUID
    type: str
    until: datetime


class RevokeLink(Struct, frozen=True):
    """The link opens nothing from now on."""

    id: UUID
    record: UUID
    type: str
    link: UUID


class SharedLink(Struct, frozen=True):
    """A link that was made and not revoked; it may have ended by now."""

    id: UUID
    by: str
    at: datetime
    until: datetime


def links_after(links: Sequence[SharedLink], event: Happened) -> tuple[SharedLink, ...]:
    """The links after one of LINK_EVENTS; those that have ended by then are forgotten."""
    named = msgspec.convert(event.payload["@link"], UUID)
    kept = tuple(link for link in links if link.until > event.at and link.id != named)
    if event.kind == "LinkRevoked":
        return kept
    until = msgspec.convert(event.payload["@until"], datetime)
    return (*kept, SharedLink(named, event.actor, event.at, until))
