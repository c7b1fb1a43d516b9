"""Fixtures of the records tests: services on the worker's store, and a plant that can act."""

from pathlib import Path

import pytest
import pytest_asyncio

from anshu.kernel.clock import MovedClock
from anshu.records.services import Services
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.records.people import Plant, services_over, settle


@pytest.fixture
def settings(node_settings: NodeSettings, tmp_path: Path) -> Settings:
    """Settings of the test installation, with media in the test's own folder."""
    return Settings(
        installation=node_settings.installation,
        secret=node_settings.secret,
        nodes=(node_settings,),
        admin_urls={node_settings.name: node_settings.url},
        control_node=node_settings.name,
        media_root=str(tmp_path / "media"),
    )


@pytest.fixture
def services(store: Store, clock: MovedClock, settings: Settings) -> Services:
    return services_over(store, clock, settings)


@pytest_asyncio.fixture(loop_scope="session")
async def plant(services: Services, first_tenant: TenantRow) -> Plant:
    return await settle(services, first_tenant)
