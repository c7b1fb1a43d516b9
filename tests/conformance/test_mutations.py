"""A rule taken out of the law's packs is missed by a test of its clause; a sample of three.

All rules: `make try-mutations`.
"""

from collections.abc import Awaitable, Callable

import pytest

from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from tests.conformance import test_aq_5_4_gates as aq_5_4
from tests.conformance import test_gb_confined_space as confined
from tests.conformance import test_gb_particulars as particulars
from tests.conformance.mutations import calls_of, named_tests, recorded, rules
from tests.conformance.packs import without
from tests.conformance.plants import new_site
from tests.conformance.site import Site

SAMPLE: list[tuple[str, Callable[[Site], Awaitable[None]]]] = [
    (
        "gate_blind_plate/plate_in_and_out",
        aq_5_4.test_aq_5_4_4_one_ticket_for_insertion_and_removal_is_not_signed,
    ),
    ("gate_validity/confined_long", confined.test_gb_6_10_lasts_at_most_24_hours),
    ("gate_hot_equipment/bottles_close", particulars.test_gb_5_2_13_bottles_stand_5_m_apart),
]


@pytest.mark.parametrize(("rule", "shows"), SAMPLE, ids=[rule for rule, _ in SAMPLE])
async def test_a_rule_taken_out_is_missed(
    estate: Estate,
    store: Store,
    site_settings: Settings,
    rule: str,
    shows: Callable[[Site], Awaitable[None]],
) -> None:
    (found,) = [known for known in rules() if known.key == rule]
    assert shows.__name__ in named_tests(found)
    site = await new_site(estate, store, site_settings, without(rule))
    try:
        with pytest.raises(AssertionError):
            await shows(site)
    finally:
        await site.close()


def test_every_rule_of_the_law_has_a_test_of_its_clause() -> None:
    assert [rule for rule in rules() if not named_tests(rule)] == []


def test_every_rule_of_the_law_was_missed_when_it_was_taken_out() -> None:
    """Which test missed it is recorded; for a new rule: `make try-mutations`."""
    record = recorded()
    assert [rule.key for rule in rules() if rule.key not in record] == []
    for rule in rules():
        assert record[rule.key] in dict(calls_of(rule)), rule.key
    assert record.keys() <= {rule.key for rule in rules()}
