"""The long run of mutations (`make try-mutations`): every rule of the law's packs is missed."""

import pytest

from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from tests.conformance.mutations import BEHIND, Rule, calls_of, rules
from tests.conformance.packs import without
from tests.conformance.plants import new_site


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
async def test_a_rule_taken_out_is_missed(
    estate: Estate, store: Store, site_settings: Settings, rule: Rule
) -> None:
    site = await new_site(estate, store, site_settings, without(rule.key, BEHIND.get(rule.key, "")))
    try:
        for call in calls_of(rule):
            try:
                await call(site)
            except (AssertionError, LookupError):
                return
        pytest.fail(f"every test of {rule.clause} passes without it")
    finally:
        await site.close()
