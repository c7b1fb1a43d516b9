"""The HTTP tests run over the same plants as the records: two tenants, each with its people."""

from collections.abc import AsyncIterator

import pytest_asyncio

from anshu.records.services import Services
from anshu_tenants.registry import TenantRow
from tests.records.conftest import plant as plant
from tests.records.conftest import services as services
from tests.records.conftest import settings as settings
from tests.records.people import Plant, settle
from tests.web.office import Office


@pytest_asyncio.fixture(loop_scope="session")
async def neighbour(services: Services, tenant_pair: tuple[TenantRow, TenantRow]) -> Plant:
    """The other tenant, with a plant of the same shape."""
    return await settle(services, tenant_pair[1])


@pytest_asyncio.fixture(loop_scope="session")
async def office(plant: Plant) -> AsyncIterator[Office]:
    """The plant's people before one application."""
    async with Office(plant) as opened:
        yield opened
