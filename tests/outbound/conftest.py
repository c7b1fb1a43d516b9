"""The outbound tests run over a plant with permits and a real HTTP server for the park."""

from collections.abc import AsyncIterator
from dataclasses import replace

import msgspec
import pytest
import pytest_asyncio

from anshu.access.catalogue import PLATFORM
from anshu.access.compiled import Laws
from anshu.access.loading import AccessLoader
from anshu.definitions.language import RecordType
from anshu.kernel.clock import MovedClock
from anshu.records.services import Services
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.notify.receivers import Receiver, receiving
from tests.outbound.site import Site, short_pack
from tests.records.conftest import settings as plain_settings  # noqa: F401
from tests.records.people import compiled, services_over, settle

TAKEN = (200, "", '{"code":0}')


@pytest_asyncio.fixture(loop_scope="session")
async def park() -> AsyncIterator[Receiver]:
    """A park that takes everything until told otherwise."""
    async with receiving() as opened:
        opened.otherwise = TAKEN
        yield opened


@pytest.fixture
def settings(
    plain_settings: Settings,  # noqa: F811
    park: Receiver,
) -> Settings:
    """The park's host and nothing else on loopback may be reached."""
    return msgspec.structs.replace(
        plain_settings, webhook_hosts=frozenset({f"127.0.0.1:{park.port}"})
    )


@pytest.fixture
def services(store: Store, clock: MovedClock, settings: Settings) -> Services:
    """Permits are a type that the plant defined itself: its permissions exist for it."""
    known = [item for item in short_pack().items if isinstance(item, RecordType)]
    laws = Laws(
        catalogue=PLATFORM.with_types((*(kind.item for kind in compiled().types.values()), *known))
    )
    return replace(services_over(store, clock, settings), access=AccessLoader(clock, laws=laws))


@pytest_asyncio.fixture(loop_scope="session")
async def site(services: Services, first_tenant: TenantRow) -> Site:
    settled = Site(await settle(services, first_tenant))
    await settled.settle()
    return settled
