"""A tenant whose ledger cannot be sealed does not keep the others' unsealed."""

from datetime import UTC, datetime

import asyncpg
import pytest

from anshu.ledger import sealer
from anshu.ledger.signing import signing_key
from anshu.store.principal import Sealer
from anshu.store.unit_of_work import Store, UnknownNode
from anshu_tenants.registry import TenantRow


@pytest.mark.parametrize(
    "fault", [asyncpg.InterfaceError("connection is closed"), UnknownNode("far"), KeyError("x")]
)
async def test_any_fault_of_one_tenant_leaves_the_next_its_turn(
    store: Store,
    tenant_pair: tuple[TenantRow, TenantRow],
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
) -> None:
    turns = []

    async def seal_tenant(_: Store, schema: str, *__: object, **___: object) -> None:
        turns.append(schema)
        if schema == tenant_pair[0].schema:
            raise fault

    monkeypatch.setattr(sealer, "seal_tenant", seal_tenant)
    tenants = [Sealer(row.schema, row.node) for row in tenant_pair]
    done = await sealer.seal_dirty(
        store, tenants, key=signing_key(b"x" * 32), now=datetime.now(UTC)
    )
    assert turns == [row.schema for row in tenant_pair]
    assert list(done.failed) == [tenant_pair[0].schema]
