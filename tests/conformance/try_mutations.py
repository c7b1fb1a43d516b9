"""The long run of mutations (`make try-mutations`): every rule of the law's packs is missed.

What it finds is written to `missed_by.yaml`. A test that fails under the packs as they are misses
nothing. A rule that stands behind something else is taken out
together with that; the test that misses it has to pass while only the other is gone.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import pytest_asyncio

from anshu.definitions.language import Pack
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from tests.conformance.mutations import BEHIND, Call, Rule, calls_of, record, rules
from tests.conformance.packs import eased, without
from tests.conformance.plants import new_site
from tests.conformance.site import Site


@pytest.fixture
def under(
    estate: Estate, store: Store, site_settings: Settings
) -> Callable[[Iterable[Pack]], AbstractAsyncContextManager[Site]]:
    """Opens a plant that has these packs."""

    @asynccontextmanager
    async def opened(packs: Iterable[Pack]) -> AsyncIterator[Site]:
        site = await new_site(estate, store, site_settings, packs)
        try:
            yield site
        finally:
            await site.close()

    return opened


@pytest.fixture(scope="session")
def found() -> Iterator[dict[str, str]]:
    """The test that missed each rule; written down when the run is over."""
    seen: dict[str, str] = {}
    yield seen
    record(seen)


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
    under: Callable[[Iterable[Pack]], AbstractAsyncContextManager[Site]],
    sound: Callable[[str, Call], Awaitable[bool]],
    found: dict[str, str],
    rule: Rule,
) -> None:
    behind, calls = BEHIND.get(rule.key, ""), calls_of(rule)
    if behind:
        async with under(eased(behind)) as site:
            calls = [named for named in calls if await _passes(named[1], site)]
    async with under(without(rule.key, behind)) as site:
        for name, call in calls:
            if not await _passes(call, site) and await sound(name, call):
                found[rule.key] = name
                return
    pytest.fail(f"every test of {rule.clause} passes without it")


async def _passes(call: Call, site: Site) -> bool:
    try:
        await call(site)
    except (AssertionError, LookupError):
        return False
    return True
