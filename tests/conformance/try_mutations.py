"""The long run of mutations (`make try-mutations`): every rule of the law's packs is missed.

What it finds is written to `missed_by.yaml`. A test that fails under the packs as they are misses
nothing. A rule that stands behind something else is taken out
together with that; the test that misses it has to pass while only the other is gone.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from tests.conformance.mutations import BEHIND, Call, Rule, calls_of, record, rules
from tests.conformance.packs import eased, shipped, without
from tests.conformance.plants import new_site
from tests.conformance.site import Site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def mutated(estate: Estate, store: Store, site_settings: Settings) -> AsyncIterator[Site]:
    """The plant whose rules are taken out."""
    opened = await new_site(estate, store, site_settings, shipped())
    yield opened
    await opened.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sound(site: Site) -> Callable[[str, Call], Awaitable[bool]]:
    """Whether a test passes while every rule is there; asked once of each."""
    known: dict[str, bool] = {}

    async def passes(name: str, call: Call) -> bool:
        if name not in known:
            known[name] = await _passes(call, site)
        return known[name]

    return passes


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
async def test_a_rule_taken_out_is_missed(
    mutated: Site, sound: Callable[[str, Call], Awaitable[bool]], rule: Rule
) -> None:
    behind, calls = BEHIND.get(rule.key, ""), calls_of(rule)
    if behind:
        await mutated.adopt(eased(behind))
        calls = [named for named in calls if await _passes(named[1], mutated)]
    await mutated.adopt(without(rule.key, behind))
    for name, call in calls:
        if not await _passes(call, mutated) and await sound(name, call):
            record({rule.key: name})
            return
    pytest.fail(f"every test of {rule.clause} passes without it")


async def _passes(call: Call, site: Site) -> bool:
    try:
        await call(site)
    except (AssertionError, LookupError):
        return False
    return True
