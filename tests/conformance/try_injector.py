"""The long run of the injector (`make try-injector`): every pair of codes, 1,000 clean permits."""

from itertools import combinations
from random import Random

import pytest

from tests.conformance.faults import FAULTS
from tests.conformance.injector import clean_permit, inject
from tests.conformance.site import Site

CLEAN, AT_ONCE = 1_000, 20


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code_is_found_alone(site: Site, code: str) -> None:
    assert await inject(site, (code,)) == {code}


@pytest.mark.parametrize("pair", list(combinations(FAULTS, 2)), ids="+".join)
async def test_every_pair_of_faults_is_found(site: Site, pair: tuple[str, str]) -> None:
    assert await inject(site, pair) == set(pair)


@pytest.mark.parametrize("seed", range(CLEAN // AT_ONCE))
async def test_clean_permits_raise_nothing(site: Site, seed: int) -> None:
    dice = Random(seed)
    assert [await clean_permit(site, dice) for _ in range(AT_ONCE)] == [[]] * AT_ONCE
