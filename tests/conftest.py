"""One PostgreSQL per test worker, installed for real; fresh tenants for every test."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from anshu.embedded.server import EmbeddedPostgres
from anshu.kernel.clock import MovedClock
from anshu.store.node import Node, NodeSettings
from anshu.store.principal import Control
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.install import install
from anshu_tenants.provision import NewTenant, build_spares, claim_spare, create_tenant
from anshu_tenants.registry import TenantRow
from tests.embedded.debian import debian_postgres
from tests.folders import remove

INSTALLATION = "test"
SECRET = b"a secret for tests only"
CONTROL_NODE = "main"
SPARES = 8
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The worker's own server; its superuser is for arranging and for looking behind."""
    # pytest's own folder is closed to the OS user that the server runs under.
    folder = Path(tempfile.mkdtemp(prefix="anshu-test-"))
    folder.chmod(0o711)
    try:
        server = EmbeddedPostgres.start(folder / "db", options=FAST)
        try:
            yield server
        finally:
            server.stop()
    finally:
        remove(folder)


@pytest.fixture(scope="session")
def oldest_postgres() -> Iterator[EmbeddedPostgres]:
    """Debian's PostgreSQL 15, for what must also hold on the oldest supported server."""
    with debian_postgres() as server:
        yield server


@pytest.fixture(scope="session", params=["postgres_18", "postgres_15"])
def each_postgres(request: pytest.FixtureRequest) -> EmbeddedPostgres:
    """The newest and the oldest supported server in turn; make a database of your own."""
    name = "postgres" if request.param == "postgres_18" else "oldest_postgres"
    server: EmbeddedPostgres = request.getfixturevalue(name)
    return server


@pytest.fixture(scope="session")
def node_settings(postgres: EmbeddedPostgres) -> NodeSettings:
    """The one node of the test installation; it also holds the control schema."""
    return NodeSettings(CONTROL_NODE, postgres.admin_dsn, INSTALLATION, SECRET, fast_connections=4)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def store(postgres: EmbeddedPostgres, node_settings: NodeSettings) -> AsyncIterator[Store]:
    """The worker's store over a real installation; a test removes the observers it adds."""
    await install(postgres.admin_dsn, installation=INSTALLATION, secret=SECRET, node=CONTROL_NODE)
    opened = Store({CONTROL_NODE: Node(node_settings)})
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def control_node() -> str:
    """The name of the node that holds the control schema."""
    return CONTROL_NODE


@pytest.fixture(scope="session")
def secret() -> bytes:
    """The installation's secret."""
    return SECRET


@pytest.fixture(scope="session")
def estate(store: Store, postgres: EmbeddedPostgres) -> Estate:
    """The installation as the tenants room sees it."""
    return Estate(store, INSTALLATION, CONTROL_NODE, {CONTROL_NODE: postgres.admin_dsn})


@pytest_asyncio.fixture(loop_scope="session")
async def first_tenant(estate: Estate) -> TenantRow:
    """A fresh tenant. A schema takes a while: ask for the pair only where the other one matters."""
    return await _made(estate, "甲公司")


@pytest_asyncio.fixture(loop_scope="session")
async def tenant_pair(estate: Estate, first_tenant: TenantRow) -> tuple[TenantRow, TenantRow]:
    """Two fresh tenants that know nothing of each other."""
    return first_tenant, await _made(estate, "乙公司")


async def _made(estate: Estate, name: str) -> TenantRow:
    """Spares built together take little more than half of what each takes alone."""
    new = NewTenant(kind="company", name=name)
    async with estate.store.begin(Control(CONTROL_NODE), purpose="test.spare") as tx:
        spare = await claim_spare(tx, new)
    if spare is not None:
        return spare
    await build_spares(estate, SPARES, node=CONTROL_NODE)
    return await create_tenant(estate, new)


@pytest.fixture
def clock() -> MovedClock:
    """A clock that the test moves."""
    return MovedClock()
