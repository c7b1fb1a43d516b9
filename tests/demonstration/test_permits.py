"""The demonstration's permits stand at every step, at whatever hour and day it is started."""

from collections import Counter
from datetime import timedelta

import asyncpg
import pytest

from anshu.demonstration.group import PLANTS
from anshu.demonstration.people import Settler, settle_plant
from anshu.demonstration.permit_scenes import SCENES
from anshu.demonstration.permits import settle_permits, simulate_permits
from anshu.demonstration.today import refresh_today
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
SUNDAY = 6
STATES = {
    "booked": 1, "preparing": 1, "signing": 1, "issued": 1, "working": 2, "paused": 1,
    "accepting": 1, "accepted": 1, "voided": 1, "cancelled": 1,
}  # fmt: skip


@pytest.mark.parametrize(("weekday", "hour"), [(1, 10), (SUNDAY, 23)])
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
    states = await states_in(postgres, tenant_pair[0])
    assert states == STATES
    if weekday == SUNDAY:
        # Started again at once nothing changes; the next day the old ones end and others stand.
        assert await refresh_today(services, tenant_pair[0]) == 0
        clock.move(timedelta(hours=12))
        assert await refresh_today(services, tenant_pair[0]) == len(SCENES)
        ended = Counter({"accepted": 4, "voided": 3, "cancelled": 4})
        assert await states_in(postgres, tenant_pair[0]) == states + ended


async def states_in(postgres: EmbeddedPostgres, tenant: TenantRow) -> Counter[str]:
    """How many permits of the tenant are in which state."""
    admin = await asyncpg.connect(postgres.admin_dsn)
    try:
        rows = await admin.fetch(f"select state from {tenant.schema}.record where type = 'permit'")
    finally:
        await admin.close()
    return Counter(row["state"] for row in rows)
