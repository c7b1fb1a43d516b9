"""A record's evidence as its reader gets it: with keys of former days, and of a damaged ledger."""

from uuid import uuid4

import asyncpg

from anshu.embedded.server import EmbeddedPostgres
from anshu.entrypoints.working import worker_context
from anshu.ledger.queries import public_keys
from anshu.ledger.sealer import register_key, seal_tenant
from anshu.ledger.signing import signing_key
from anshu.ledger.verify import Anchors, verify_package
from anshu.records.evidence import PackageFile, Verification, evidence_package, verification
from anshu.records.services import ServicesHolder
from anshu.store.principal import Control
from anshu.worker.periodic import PeriodicContext
from tests.ledger.books import AT
from tests.records.people import Plant

FORMER = signing_key(b"the installation's secret of last year")


async def test_seals_of_a_former_key_verify_beside_those_of_the_present_one(plant: Plant) -> None:
    services, row = plant.services, plant.row
    subject = await plant.subject("ehs")
    await register_key(services.store, services.settings.control_node, key=FORMER, now=AT)
    assert await seal_tenant(services.store, row.schema, row.node, key=FORMER, now=AT)
    await plant.add("area", uuid4(), {"name": "罐区", "org": "/w1/t1/", "radius_m": "50"})
    found = await verification(services, subject, "area", plant.area)
    assert isinstance(found, Verification)
    assert (found.findings, found.ok, found.sealed) == ((), True, found.events)
    present = signing_key(services.settings.secret)
    package = await evidence_package(services, subject, "area", plant.area)
    assert isinstance(package, PackageFile)
    both = Anchors(keys=(FORMER.key_id, present.key_id))
    assert verify_package(package.content, both).ok
    without = verify_package(package.content, Anchors(keys=(present.key_id,)))
    assert {finding.code for finding in without.findings} == {"key_foreign"}


async def test_a_damaged_ledger_is_a_finding_for_its_reader(
    plant: Plant,
    postgres: EmbeddedPostgres,
) -> None:
    services, row = plant.services, plant.row
    key = signing_key(services.settings.secret)
    assert await seal_tenant(services.store, row.schema, row.node, key=key, now=AT)
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        await admin.execute(f"update {row.schema}.seal set body = 'x'")
    finally:
        await admin.close()
    found = await verification(services, await plant.subject("ehs"), "area", plant.area)
    assert isinstance(found, Verification)
    assert not found.ok
    assert len(found.findings) == 1
    assert "seal 1" in found.findings[0]


async def test_a_worker_that_seals_publishes_its_key(plant: Plant) -> None:
    services, settings = plant.services, plant.services.settings
    context = worker_context(settings, services.clock, services.doorbell)
    (sealing,) = [one for one in context.periodics if one.name == "ledger.seal"]
    holder = ServicesHolder(settings, services.clock, services.doorbell)
    key = signing_key(settings.secret)
    async with services.store.begin(Control(settings.control_node), purpose="test.keys") as tx:
        await tx.execute("delete from signing_key where key_id = $1", key.key_id)
    await sealing.coroutine(
        PeriodicContext(services.store, services.clock, holder, services.doorbell)
    )
    async with services.store.begin(Control(settings.control_node), purpose="test.keys") as tx:
        assert (await public_keys(tx))[key.key_id] == key.public
