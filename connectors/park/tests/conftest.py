"""The driver over a door that the test answers for."""

import pytest

from anshu.sdk.driver import Environment
from anshu.sdk.posting import Said
from anshu.sdk.testing.frozen_clock import FrozenClock
from anshu.sdk.testing.scripted_post import ScriptedPost
from anshu_park.driver import ParkDriver

TAKEN = Said(200, '{"code":0}')


@pytest.fixture
def door() -> ScriptedPost:
    return ScriptedPost(lambda _: TAKEN)


@pytest.fixture
def driver(door: ScriptedPost) -> ParkDriver:
    return ParkDriver(Environment(FrozenClock(), post=door))
