"""A plant that works with permits, and its people before one application."""

from collections.abc import AsyncIterator

import pytest_asyncio

from anshu.records.services import Services
from anshu_tenants.registry import TenantRow
from tests.permits.life import Site
from tests.permits.people import settle
from tests.records.conftest import services as services
from tests.records.conftest import settings as settings


@pytest_asyncio.fixture(loop_scope="session")
async def site(services: Services, first_tenant: TenantRow) -> AsyncIterator[Site]:
    """The people of a fresh plant; it is ten in the morning of a working day."""
    async with Site(await settle(services, first_tenant)) as opened:
        yield opened
