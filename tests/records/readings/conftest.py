"""A plant whose jobs are judged by facts of made-up providers."""

import dataclasses

import pytest
import pytest_asyncio

from anshu.access.catalogue import SHIPPED
from anshu.access.compiled import Laws
from anshu.access.loading import AccessLoader
from anshu.definitions.language import RecordType
from anshu.kernel.clock import MovedClock
from anshu.records.services import Services, build_services
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from tests.records.people import Plant
from tests.records.readings.works import PROVIDERS, Works, adopt_works, work_packs


@pytest.fixture
def services(store: Store, clock: MovedClock, settings: Settings) -> Services:
    made = build_services(settings, clock, store=store, providers=PROVIDERS)
    types = [item for item in work_packs()[-1].items if isinstance(item, RecordType)]
    laws = Laws(catalogue=SHIPPED.with_types(types))
    return dataclasses.replace(made, access=AccessLoader(clock, laws=laws))


@pytest_asyncio.fixture(loop_scope="session")
async def works(plant: Plant) -> Works:
    await adopt_works(plant)
    return Works(plant)
