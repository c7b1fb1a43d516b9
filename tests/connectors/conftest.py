"""The connectors room over the real database, with scripted and CSV sources."""

from pathlib import Path

import pytest

from anshu.extensions.loader import load_drivers
from anshu.extensions.registry import Loaded
from anshu.kernel.clock import MovedClock
from anshu.kernel.vault import Vault
from anshu.records.connectors.desk import Connectors
from anshu.records.connectors.room import VAULT_USE
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store
from anshu_tenants.registry import TenantRow, principal
from tests.connectors.sources import KnownEquipment, ScriptDriver


@pytest.fixture
def script() -> type[ScriptDriver]:
    """A driver class of the test's own, so that scripts do not meet."""
    return type("OwnScript", (ScriptDriver,), {"pages": [], "asked": []})


@pytest.fixture
def room(
    store: Store, clock: MovedClock, secret: bytes, script: type[ScriptDriver], tmp_path: Path
) -> Connectors:
    return Connectors(
        store=store,
        clock=clock,
        drivers={
            "script": Loaded("script", script, "tests", "0"),  # type: ignore[arg-type]
            "csv_eam": load_drivers()["csv_eam"],
        },
        vault=Vault(secret, use=VAULT_USE),
        equipment=KnownEquipment(),
        root=tmp_path,
    )


@pytest.fixture
def ours(first_tenant: TenantRow) -> Tenant:
    return principal(first_tenant)


@pytest.fixture
def theirs(tenant_pair: tuple[TenantRow, TenantRow]) -> Tenant:
    return principal(tenant_pair[1])
