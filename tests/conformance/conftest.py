"""One plant for the whole suite of a worker, with the packs as they are shipped."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from tests.conformance.packs import shipped
from tests.conformance.plants import new_site
from tests.conformance.site import Site


@pytest.fixture(scope="session")
def site_settings(
    node_settings: NodeSettings, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Settings of the test installation, with media in a folder of the suite."""
    return Settings(
        installation=node_settings.installation,
        secret=node_settings.secret,
        nodes=(node_settings,),
        admin_urls={node_settings.name: node_settings.url},
        control_node=node_settings.name,
        media_root=str(tmp_path_factory.mktemp("media")),
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(estate: Estate, store: Store, site_settings: Settings) -> AsyncIterator[Site]:
    """The plant; tests keep out of each other's way by place and day."""
    opened = await new_site(estate, store, site_settings, shipped())
    yield opened
    await opened.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_site(estate: Estate, store: Store, site_settings: Settings) -> AsyncIterator[Site]:
    """A plant of this file's own, for what would show in other tests or count them."""
    opened = await new_site(estate, store, site_settings, shipped())
    yield opened
    await opened.close()
