"""Which of many sessions and tokens still live: one look for all who keep a stream open."""

from collections.abc import Iterable
from uuid import UUID

from anshu.identity.door import ControlDoor
from anshu.identity.queries import LIVING


async def living(door: ControlDoor, hashes: Iterable[bytes]) -> dict[bytes, UUID]:
    """Those of the hashes that are live now, each with the tenant that it is worn for."""
    wanted = list(set(hashes))
    if not wanted:
        return {}
    async with door.begin("identity.living") as tx:
        rows = await tx.fetch(LIVING, wanted, door.clock.now())
    return {row["hashed"]: row["tenant"] for row in rows}
