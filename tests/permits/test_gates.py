"""Gates over HTTP: what cannot be seen of a table and a provider alone."""

from datetime import timedelta

from tests.permits.jobs import JOBS
from tests.permits.life import Site


async def test_of_several_samples_entered_at_once_each_is_judged_by_its_own_time(
    site: Site,
) -> None:
    record = str((await site.booked(JOBS["hot_2"]))["id"])
    ahead = (site.now + timedelta(hours=1)).isoformat()
    rows = (site.gas(point="上部"), site.gas(point="下部", sampled_at=ahead))
    refused = await site.enter(record, "gas", "gas_test", *rows)
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_blocks")
    assert "取样时间" in refused.text and "gas_tests" not in (await site.permit(record))["data"]
    taken = await site.entered(record, "gas", "gas_test", *(site.gas(point=p) for p in "上下"))
    assert len(taken["data"]["gas_tests"]) == 2
