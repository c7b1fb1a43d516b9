"""Permits from booking to acceptance, one of each kind, and what ends them otherwise."""

import pytest

from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.records.people import PLACE
from tests.web.office import waiting


@pytest.mark.parametrize("level", ["hot_2", "confined"])
async def test_a_permit_goes_from_booking_to_acceptance(site: Site, level: str) -> None:
    page = await site.start(level)
    assert (page["state"], page["number"][:3]) == ("working", "ZY-")
    assert page["data"]["actual_start"]
    record = page["id"]
    page = await site.finish(record)
    assert page["state"] == "accepting"
    page = await site.accept(record)
    assert page["state"] == "accepted"
