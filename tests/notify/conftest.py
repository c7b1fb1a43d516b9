"""The notify tests run over a plant, with mail and webhook servers of their own on loopback."""

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio

from anshu.kernel.clock import MovedClock
from anshu.records.services import Services
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.notify.receivers import Receiver, receiving
from tests.notify.servers import MailBox, mail_box
from tests.records.conftest import settings as plain_settings  # noqa: F401
from tests.records.people import Plant, services_over, settle
from tests.web.office import Office

SENDER = "安枢 <anshu@plant.example>"


@pytest_asyncio.fixture(loop_scope="session")
async def box() -> AsyncIterator[MailBox]:
    """A real SMTP server that takes everything until told otherwise."""
    async with mail_box() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def receiver() -> AsyncIterator[Receiver]:
    """A real HTTP server that keeps what it got and answers as told."""
    async with receiving() as opened:
        yield opened


@pytest.fixture
def settings(
    plain_settings: Settings,  # noqa: F811
    box: MailBox,
    receiver: Receiver,
) -> Settings:
    """Mail goes to the box; webhooks may reach the receiver and nothing else on loopback."""
    return msgspec.structs.replace(
        plain_settings,
        smtp_url=f"smtp://127.0.0.1:{box.port}?security=none",
        mail_sender=SENDER,
        webhook_hosts=frozenset({f"127.0.0.1:{receiver.port}"}),
        public_url="https://anshu.example",
    )


@pytest.fixture
def services(store: Store, clock: MovedClock, settings: Settings) -> Services:
    return services_over(store, clock, settings)


@pytest_asyncio.fixture(loop_scope="session")
async def plant(services: Services, first_tenant: TenantRow) -> Plant:
    return await settle(services, first_tenant)


@pytest_asyncio.fixture(loop_scope="session")
async def neighbour(services: Services, tenant_pair: tuple[TenantRow, TenantRow]) -> Plant:
    return await settle(services, tenant_pair[1])


@pytest_asyncio.fixture(loop_scope="session")
async def office(plant: Plant) -> AsyncIterator[Office]:
    async with Office(plant) as opened:
        yield opened
