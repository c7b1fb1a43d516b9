"""A stored record is verified as its package would be; damage in the database is named."""

import asyncpg
import pytest

from anshu.embedded.server import EmbeddedPostgres
from anshu.ledger.leaf import CLASSES
from anshu.ledger.verify_record import collected_or_damage, verify_collected
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow
from tests.ledger.books import append_now, principal, seal
from tests.ledger.packages import SIGNED, STREAM


@pytest.mark.parametrize(
    "damage",
    [
        "event set normal = '{}' where version = 2",
        "event set normal = 'x' where version = 2",
        "event set salts = '[]' where version = 2",
        "event set actor = 'nobody' where version = 2",
        "seal set body = 'x' where no = 2",
        "seal set body = 'x' where no = 1",
    ],
)
async def test_a_damaged_record_is_named(
    store: Store, tenant_pair: tuple[TenantRow, ...], postgres: EmbeddedPostgres, damage: str
) -> None:
    row = tenant_pair[0]
    await append_now(store, row, STREAM, 1)
    await seal(store, row)
    await append_now(store, row, STREAM, 2)
    await seal(store, row)
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        await admin.execute(f"update {row.schema}.{damage}")
    finally:
        await admin.close()
    async with store.begin(principal(row), purpose="test.verify") as tx:
        found = await collected_or_damage(tx, STREAM)
    report = verify_collected(found, classes=CLASSES, media={}, signed=SIGNED)
    assert not report.ok
    named = " ".join(finding.subject for finding in report.findings)
    assert any(word in named for word in ("event 2", "version 2", "seal 2", "event 1"))
