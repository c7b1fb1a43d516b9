"""Every kind of alarm is found in an otherwise clean permit, and a clean permit raises none.

Written without having seen the gates. Here the 22 codes share permits; every code alone, every
pair, and a thousand clean permits: `make try-injector`.
"""

from random import Random

import pytest

from tests.conformance.faults import FAULTS
from tests.conformance.injector import clean_permit, inject, together
from tests.conformance.site import Site

GROUPS = [
    ("01", "30", "42", "50", "70", "80", "90", "02", "31", "03", "10"),
    ("40", "52", "60"),
    ("41", "51", "61"),
    ("43", "62"),
    ("04",),
    ("05",),
    ("20",),
]


def test_the_groups_hold_every_code() -> None:
    assert {code for group in GROUPS for code in group} == set(FAULTS)
    assert all(together(group) for group in GROUPS)


@pytest.mark.parametrize("codes", GROUPS, ids="+".join)
async def test_each_code_is_found(site: Site, codes: tuple[str, ...]) -> None:
    assert await inject(site, codes) == set(codes)


async def test_clean_permits_raise_nothing(site: Site) -> None:
    dice = Random(30871)
    assert [await clean_permit(site, dice) for _ in range(20)] == [[]] * 20
