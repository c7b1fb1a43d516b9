"""Appending and sealing for the ledger's tests, through the real statements and log-ins."""

import os
from datetime import UTC, datetime

from anshu.ledger.append import event_columns, insert_events
from anshu.ledger.leaf import EncodedEvent, NewEvent, encode
from anshu.ledger.seal import Seal
from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store, Transaction
from anshu_tenants.registry import TenantRow

AT = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
KEY = signing_key(b"a secret for the ledger's tests")
DEFINITION = bytes(range(32))


def principal(row: TenantRow) -> Tenant:
    return Tenant(row.schema, row.role, row.node)


def events(stream: str, *versions: int, photo: str | None = None) -> list[EncodedEvent]:
    """Events with a field of each class, the person's phone among them."""
    return [
        encode(
            NewEvent(
                kind="HazardReported", at=AT, received_at=AT, actor="person-1",
                normal={"what": "法兰泄漏", "version": version, "photo": [photo] if photo else []},
                restricted={"cost": "120.50"},
                personal={"name": "王工", "phone": f"1380000000{version % 10}"},
            ),
            stream=stream, version=version, definition=DEFINITION, salt=os.urandom(32),
        )
        for version in versions
    ]  # fmt: skip


async def append(tx: Transaction, stream: str, *versions: int, photo: str | None = None) -> None:
    await tx.execute(insert_events(), *event_columns(events(stream, *versions, photo=photo)))


async def append_now(
    store: Store, row: TenantRow, stream: str, *versions: int, photo: str | None = None
) -> None:
    async with store.begin(principal(row), purpose="test.append") as tx:
        await append(tx, stream, *versions, photo=photo)


async def seal(store: Store, row: TenantRow) -> Seal | None:
    return await seal_tenant(store, row.schema, row.node, key=KEY, now=AT)
