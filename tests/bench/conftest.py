"""Measurements run only when they are asked for by name, on a server with its safety on."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu.kernel.clock import SystemClock
from anshu.records.services import Services, build_services
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant
from tests.bench.requests import upload_photo
from tests.bench.table import TABLES
from tests.folders import remove
from tests.records.people import Plant, settle

HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make test` walks all of tests/: figures are not tests, and the load is heavy."""
    asked = [config.invocation_params.dir / arg.split("::")[0] for arg in config.args]
    return None if any(path.resolve().is_relative_to(HERE) for path in asked) else True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what was measured."""
    for measured in TABLES:
        terminalreporter.write_line("")
        for line in measured.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The embedded server as the product configures it: every commit reaches the disk."""
    folder = Path(tempfile.mkdtemp(prefix="anshu-bench-"))
    folder.chmod(0o711)
    try:
        server = EmbeddedPostgres.start(folder / "db")
        try:
            yield server
        finally:
            server.stop()
    finally:
        remove(folder)


@pytest.fixture(scope="session")
def settings(node_settings: NodeSettings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        installation=node_settings.installation,
        secret=node_settings.secret,
        nodes=(node_settings,),
        admin_urls={node_settings.name: node_settings.url},
        control_node=node_settings.name,
        media_root=str(tmp_path_factory.mktemp("media")),
    )


@pytest.fixture(scope="session")
def services(store: Store, settings: Settings) -> Services:
    return build_services(settings, SystemClock(), store=store)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def plant(services: Services, estate: Estate) -> Plant:
    """A plant for each file: what one measurement adds is not in the next one's way."""
    settled = await settle(services, await create_tenant(estate, NewTenant("company", "甲公司")))
    await upload_photo(settled)
    return settled
