"""What came to the park, and a connector that is set up."""

from typing import Any
from uuid import UUID

import msgspec

from tests.notify.receivers import Receiver
from tests.outbound.site import Site


def told(park: Receiver, path: str = "/tickets") -> list[dict[str, Any]]:
    """The records that came to an address, in their order; probes bring none."""
    bodies = [msgspec.json.decode(got.body) for got in park.got if got.path == path and got.body]
    return [record for body in bodies for record in body["data"]]


def statuses(park: Receiver, permit: UUID) -> list[str]:
    return [r["TICKETSTATUS"] for r in told(park) if r["ID"] == str(permit)]


async def connected(site: Site, park: Receiver) -> UUID:
    """The connector, with its first run done and forgotten."""
    await site.connect(park.host)
    park.got.clear()
    return site.connector


async def through(site: Site) -> UUID:
    permit = await site.book()
    for name, outcome in (("ehs", "sign"), ("worker", "start"), ("worker", "accept")):
        await site.act(name, permit, outcome)
    return permit
