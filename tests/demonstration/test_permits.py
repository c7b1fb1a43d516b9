"""The demonstration's permits stand at every step, at whatever hour and day it is started."""

from collections import Counter

import asyncpg
import pytest

from anshu.demonstration.group import PLANTS
from anshu.demonstration.people import Settler, settle_plant
from anshu.demonstration.permits import settle_permits, simulate_permits
from anshu.embedded.server import EmbeddedPostgres
from anshu.identity.door import ControlDoor
from anshu.identity.wiring import identity
from anshu.kernel.clock import MovedClock
from anshu.records.services import Services
from anshu_tenants.registry import TenantRow
from tests.demonstration.moments import until
from tests.permits.people import permit_packs
from tests.records.conftest import services, settings

__all__ = ["services", "settings"]
STATES = {
    "booked": 1, "preparing": 1, "signing": 1, "issued": 1, "working": 2, "paused": 1,
    "accepting": 1, "accepted": 1, "voided": 1, "cancelled": 1,
}  # fmt: skip


@pytest.mark.parametrize(("weekday", "hour"), [(1, 10), (6, 23)])
async def test_permits_of_the_demonstration_stand_at_every_step(
    services: Services,
    clock: MovedClock,
    tenant_pair: tuple[TenantRow, TenantRow],
    postgres: EmbeddedPostgres,
    weekday: int,
    hour: int,
) -> None:
    clock.move(until(clock.now(), weekday, hour))
    door = ControlDoor(services.store, services.settings.control_node, clock)
    settler = Settler(services, identity(door), permit_packs(), "not used")
    plant = await settle_plant(settler, tenant_pair[0], PLANTS[0], 0)
    await simulate_permits(await settle_permits(services, plant))
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        schema = tenant_pair[0].schema
        rows = await admin.fetch(f"select state from {schema}.record where type = 'permit'")
    finally:
        await admin.close()
    assert Counter(row["state"] for row in rows) == STATES
