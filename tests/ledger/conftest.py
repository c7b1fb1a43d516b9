"""A record of five events in three seals and its package; and the plant of the records tests."""

import pytest
import pytest_asyncio

from anshu.ledger.collect import Collected, collect
from anshu.ledger.package import build_package
from anshu.store.unit_of_work import Store
from anshu_tenants.provision import Estate, NewTenant, create_tenant
from anshu_tenants.registry import TenantRow
from tests.ledger.books import append_now, principal, seal
from tests.ledger.packages import DIGEST, PHOTO, SIGNED, STREAM, Package
from tests.records.conftest import plant as plant
from tests.records.conftest import services as services
from tests.records.conftest import settings as settings


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def book(store: Store, estate: Estate) -> TenantRow:
    """A tenant with a record of five events in three seals, others around it, one seal after."""
    row = await create_tenant(estate, NewTenant(kind="company", name="丙公司"))
    await append_now(store, row, "hazard-1", 1, 2)
    await seal(store, row)
    await append_now(store, row, STREAM, 1, 2, photo=DIGEST)
    await append_now(store, row, "hazard-2", 1)
    await seal(store, row)
    await append_now(store, row, STREAM, 3)
    await seal(store, row)
    await append_now(store, row, STREAM, 4, 5)
    await append_now(store, row, "hazard-3", 1, 2, 3)
    await seal(store, row)
    await append_now(store, row, "hazard-2", 2)
    await seal(store, row)
    return row


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def collected(store: Store, book: TenantRow) -> Collected:
    async with store.begin(principal(book), purpose="test.collect") as tx:
        return await collect(tx, STREAM)


@pytest.fixture(scope="session")
def package(collected: Collected) -> Package:
    return Package(
        build_package(
            collected, classes=["normal", "restricted"], media={DIGEST: PHOTO}, signed=SIGNED
        )
    )
