"""What a run needs of the records room: equipment found and kept by its code."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from anshu.sdk.values import SourceEntity
from anshu.store.principal import Tenant


class EquipmentPort(Protocol):
    """Equipment records by code; each call is a transaction of its own, or several."""

    async def upsert(
        self, principal: Tenant, machines: Sequence[SourceEntity]
    ) -> Mapping[str, UUID]:
        """Record ids by code, after creating what is missing and updating what differs.

        Doing it again with equal content changes nothing and appends no event.
        """

    async def find(self, principal: Tenant, codes: Sequence[str]) -> Mapping[str, UUID]:
        """Record ids of the codes that exist."""
