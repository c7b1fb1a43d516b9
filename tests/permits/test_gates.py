"""Gates over HTTP: what cannot be seen of a table and a provider alone."""

from datetime import timedelta

from anshu.definitions.check import pack_findings
from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.sdk.facts import Known
from anshu.sdk.testing.gates import Gates
from anshu_permit.readings.providers import PROVIDERS
from plugins.permit.tests.situations import ago, gates, people, permit, sampled, situation
from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.permits.people import permit_packs


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


TIGHTER = """
layer: company
publisher: nantong
name: nantong-limits
version: "1"
effective_from: "2026-01-01"
requires: [permit-limits]
items:
  - kind: Limit
    key: gas_age
    title: {zh: 气体分析时效}
    direction: at_most
    value: "VALUE"
    unit: min
"""


def company(minutes: str) -> Pack:
    return parse_pack(TIGHTER.replace("VALUE", minutes), name="nantong")


def test_a_company_may_shorten_how_long_a_gas_test_holds_and_not_lengthen_it() -> None:
    tighter = Gates((*permit_packs(), company("20")), PROVIDERS)
    sampled_before = permit(gas_tests=[sampled(sampled_at=ago(minutes=25))])
    moment = situation("permit_start", sampled_before)
    known = Known(records=people())
    assert "hot_test_old" in tighter.asked(moment, known).blocking
    assert "hot_test_old" not in gates().asked(moment, known).reasons
    (finding,) = pack_findings((*permit_packs(), company("45")))
    assert "gas_age" in finding and "permit-limits" in finding and "nantong-limits" in finding
