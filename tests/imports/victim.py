"""A process that runs an import and is killed in the middle of it."""

import asyncio
import sys
from uuid import UUID

import msgspec

from anshu.kernel.clock import SystemClock
from anshu.media.files import MediaFiles
from anshu.records.imports.jobs import ImportContext
from anshu.records.imports.running import run_job
from anshu.store.node import Node, NodeSettings
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store
from tests.imports.importers import DyingImporter
from tests.imports.ledgers import SHAPE


class Orders(msgspec.Struct):
    """What to run and where."""

    url: str
    installation: str
    secret: bytes
    schema: str
    role: str
    media: str
    job: UUID
    after_batches: int


async def run(orders: Orders) -> None:
    node = Node(NodeSettings("main", orders.url, orders.installation, orders.secret))
    store = Store({"main": node})
    tenant = Tenant(orders.schema, orders.role, "main")
    importer = DyingImporter(store, tenant, after_batches=orders.after_batches)
    context = ImportContext(store, MediaFiles(orders.media), SystemClock())
    await run_job(context, tenant, orders.job, shape=SHAPE, importer=importer)


if __name__ == "__main__":
    asyncio.run(run(msgspec.json.decode(sys.stdin.buffer.read(), type=Orders)))
