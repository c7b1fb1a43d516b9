"""Every kind of alarm is found in an otherwise clean permit, and a clean permit raises none.

Written without having seen the gates. Pairs and a thousand clean permits: `make try-injector`.
"""

from random import Random

import pytest

from tests.conformance.faults import FAULTS
from tests.conformance.injector import clean_permit, inject
from tests.conformance.site import Site

PAIRS = Random(22).sample([(a, b) for a in FAULTS for b in FAULTS if a < b], 5)


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code_is_found_alone(site: Site, code: str) -> None:
    assert await inject(site, (code,)) == {code}


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
async def test_two_faults_at_once_are_both_found(site: Site, pair: tuple[str, str]) -> None:
    assert await inject(site, pair) == set(pair)


async def test_clean_permits_raise_nothing(site: Site) -> None:
    dice = Random(30871)
    assert [await clean_permit(site, dice) for _ in range(20)] == [[]] * 20
