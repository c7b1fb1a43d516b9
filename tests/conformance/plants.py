"""A fresh plant under given packs."""

from collections.abc import Iterable

from anshu.definitions.language import Pack
from anshu.kernel.clock import MovedClock
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant
from tests.conformance.site import Site
from tests.records.people import services_over


async def new_site(estate: Estate, store: Store, settings: Settings, packs: Iterable[Pack]) -> Site:
    """A tenant with these packs, its people, and a clock of its own."""
    row = await create_tenant(estate, NewTenant(kind="company", name="规范符合性"))
    return await Site(services_over(store, MovedClock(), settings), row, packs).open()
