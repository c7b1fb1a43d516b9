"""The nodes of an installation, and the administrator's way in to each."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from anshu.store.unit_of_work import Store

_LOCK = 0x73706172


@dataclass(frozen=True, slots=True)
class Estate:
    """One installation; `admin_dsns` maps every node to a privileged log-in's URL."""

    store: Store
    installation: str
    control_node: str
    admin_dsns: Mapping[str, str]


@asynccontextmanager
async def administrator(estate: Estate, node: str) -> AsyncIterator[asyncpg.Connection]:
    """The administrator's connection to a node, for building, migrating or dropping schemas.

    One holder per node at a time, over all processes; others wait.
    """
    admin = await asyncpg.connect(estate.admin_dsns[node], timeout=30)
    try:
        await admin.fetchval("select pg_advisory_lock($1)", _LOCK)
        yield admin
    finally:
        await admin.close()
