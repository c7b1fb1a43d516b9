"""A group writes a pack of its own: it holds for those below it, and can only be stricter."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from anshu.compiler.compiled import Compiled
from anshu.definitions.language import Pack
from anshu.definitions.pack import PackError, parse_pack
from anshu.entrypoints.packs import shipped_packs
from anshu.kernel.clock import MovedClock
from anshu.records.adoption import adopt
from anshu.records.own_packs import adopt_own, plan_own
from anshu.records.services import Services
from anshu_tenants.estate import Estate
from anshu_tenants.provision import NewTenant, create_tenant
from anshu_tenants.registry import TenantRow, principal
from tests.records.conftest import services as services
from tests.records.conftest import settings as settings
from tests.records.people import hazard_packs

TIGHTER = """
layer: {layer}
publisher: test
name: {name}
version: "1"
effective_from: "2026-01-01"
items:
  - {{kind: Limit, key: gas_age, title: {{zh: 气体分析到作业开始的间隔}}, direction: at_most, value: "{minutes}", unit: min}}
"""  # noqa: E501


def own(minutes: int = 20, *, layer: str = "group", name: str = "our-standard") -> Pack:
    return parse_pack(TIGHTER.format(minutes=minutes, layer=layer, name=name), name=name)


LAW = own(30, layer="law", name="law-limits")
NAMES = ("hazard-checks", "law-limits")


async def founded(
    services: Services, estate: Estate, name: str, parent: UUID | None = None
) -> TenantRow:
    row = await create_tenant(estate, NewTenant(kind="company", name=name, parent=parent))
    await adopt(services.store, principal(row), (*hazard_packs(), LAW), services.clock)
    return row


async def gas_age(services: Services, row: TenantRow) -> str:
    book = await services.books.current(principal(row))
    return book.compiled.limits["gas_age"].holds.limit.value


async def test_a_groups_own_limit_holds_for_everybody_below_it_and_for_nobody_else(
    services: Services, estate: Estate, clock: MovedClock, tmp_path: Path
) -> None:
    group = await founded(services, estate, "集团")
    plant = await founded(services, estate, "工厂", group.id)
    workshop = await founded(services, estate, "分厂", plant.id)
    stranger = await founded(services, estate, "别家")

    plan = await plan_own(services, group.id, [own()], NAMES, below=True)
    assert {change.row.name for change in plan} == {"集团", "工厂", "分厂"}
    assert [each.key for each in plan[0].limits] == ["gas_age"]
    assert [await gas_age(services, row) for row in (group, plant)] == ["30", "30"]

    await adopt_own(services, plan)
    told = [await gas_age(services, row) for row in (group, plant, workshop, stranger)]
    assert told == ["20", "20", "20", "30"]

    # The next edition replaces the last; a company goes further by itself.
    await adopt_own(services, await plan_own(services, group.id, [own(25)], NAMES, below=True))
    further = own(15, layer="company", name="plant-standard")
    await adopt_own(services, await plan_own(services, plant.id, [further], NAMES, below=False))
    assert [await gas_age(services, row) for row in (group, plant, workshop)] == ["25", "15", "25"]


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        (own(40), "less strict"),
        (own(layer="law"), "published with the product"),
        (own(name="law-limits"), "a shipped pack is called so"),
    ],
    ids=["looser", "law", "shipped-name"],
)
async def test_a_pack_that_loosens_or_poses_as_the_law_is_adopted_by_nobody(
    services: Services, estate: Estate, pack: Pack, said: str
) -> None:
    group = await founded(services, estate, "集团")
    with pytest.raises(PackError, match=said):
        await plan_own(services, group.id, [pack], NAMES, below=True)
    assert await gas_age(services, group) == "30"


def test_the_guides_example_goes_with_what_is_shipped() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guides" / "standards.md"
    example = re.search(r"```yaml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    assert example is not None
    compiled = Compiled((*shipped_packs(), parse_pack(example[1], name="guide")))
    assert compiled.limits["gas_age"].holds.pack == "our-permit-standard"
