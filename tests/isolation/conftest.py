"""The attacks run on the embedded PostgreSQL 18 and on Debian's 15, which has libxml."""

from collections.abc import AsyncIterator

import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from tests.isolation.grounds import Grounds, Neighbours, open_grounds, settle
from tests.tenants.fleet import drop_installation, new_database


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def grounds(each_postgres: EmbeddedPostgres) -> AsyncIterator[Grounds]:
    """A hardened installation with one backend per log-in."""
    dsn = await new_database(each_postgres.admin_dsn, "ward")
    opened = await open_grounds(dsn, "ward", major=int(each_postgres.version.split(".")[0]))
    yield opened
    await opened.store.close()
    # pytest lays this ground again when it interleaves tests of both servers.
    await drop_installation(each_postgres.admin_dsn, "ward")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def neighbours(grounds: Grounds) -> Neighbours:
    """An attacker and a victim, fresh for each file; a denied attack leaves nothing behind."""
    return await settle(grounds)
