"""Requests are limited per session and per address: 429 with the seconds to wait."""

import pytest

from anshu.kernel.refusal import Refused
from anshu.web.limits import RateLimits
from tests.web.client import anybody
from tests.web.office import Office


async def test_who_asks_without_end_is_told_to_wait_and_others_are_not(office: Office) -> None:
    office.app.state["limits"] = RateLimits(per_session=5, per_address=0)
    leader, worker = await office.person("leader"), await office.person("worker")
    answers = [await leader.get("worklist") for _ in range(6)]
    assert [a.status_code for a in answers] == [200] * 5 + [429]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 12
    assert (await worker.get("worklist")).status_code == 200


async def test_nobody_logged_in_is_limited_by_address(office: Office) -> None:
    office.app.state["limits"] = RateLimits(per_session=0, per_address=3)
    async with anybody(office.plant, app=office.app) as client:
        codes = [(await client.get("worklist")).status_code for _ in range(4)]
        assert 429 in codes
        assert (await client.get("http://testserver/health/live")).status_code == 200


def test_zero_is_no_limit() -> None:
    limits = RateLimits(per_session=0, per_address=1)
    for _ in range(1000):
        limits.session(b"one")
    limits.address("1.2.3.4")
    with pytest.raises(Refused):
        limits.address("1.2.3.4")
    limits.address("1.2.3.5")
