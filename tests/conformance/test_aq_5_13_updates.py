"""AQ 3064.2 5.2.2, 5.13: another edition of the definitions decides from the moment it is there.

A plant of its own: the suite's plant keeps the packs as they are shipped.
"""

from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest_asyncio
from msgspec import structs

from anshu.definitions.field_language import CodeList
from anshu.definitions.flow_language import Assignee, Flow
from anshu.definitions.language import Item, Limit, Pack
from anshu.definitions.rule_language import Obligation, RuleTable
from anshu.settings import Settings
from anshu.store.unit_of_work import Store
from anshu_tenants.estate import Estate
from tests.conformance.days import next_workday
from tests.conformance.draft import clean
from tests.conformance.life import permit_of, run
from tests.conformance.packs import shipped
from tests.conformance.permit import Permit
from tests.conformance.plants import new_site
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out, refused

HEIGHT = ("height", "height_1")
T = TypeVar("T", bound=Item)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def plant(estate: Estate, store: Store, site_settings: Settings) -> AsyncIterator[Site]:
    """A plant that every test here gives an edition of its own."""
    opened = await new_site(estate, store, site_settings, shipped())
    yield opened
    await opened.close()


def edition(kind: type[T], key: str, change: Callable[[T], T]) -> tuple[Pack, ...]:
    """The shipped packs with this item changed, as the next edition of its pack."""

    def of(pack: Pack) -> Pack:
        items: tuple[Item, ...] = tuple(
            change(item) if isinstance(item, kind) and item.key == key else item
            for item in pack.items
        )
        return pack if items == pack.items else structs.replace(pack, version="next", items=items)

    left = tuple(of(pack) for pack in shipped())
    assert left != shipped(), f"there is no {key}"
    return left


async def waiting_for_review(plant: Site) -> Permit:
    """A booking that nobody has looked at."""
    permit = await clean(plant, *HEIGHT, next_workday(plant.now), {})
    carried_out(await permit.book())
    return permit


async def test_aq_5_2_2_a_changed_flow_is_that_of_new_permits_and_running_ones_keep_theirs(
    plant: Site,
) -> None:
    running = await waiting_for_review(plant)

    def by_the_department(flow: Flow) -> Flow:
        to = (Assignee(role="professional_dept"),)
        nodes = (
            structs.replace(node, assignees=to) if node.key == "booking_review" else node
            for node in flow.nodes
        )
        return structs.replace(flow, nodes=tuple(nodes))

    await plant.adopt(edition(Flow, "permit_flow", by_the_department))
    new = await waiting_for_review(plant)
    for name, may_old, may_new in (("unit", True, False), ("dept", False, True)):
        assert await running.may(name, "approve") == may_old, name
        assert await new.may(name, "approve") == may_new, name
    carried_out(await running.act("unit", "approve"))
    carried_out(await new.act("dept", "approve"))


async def test_aq_5_13_1_a_stricter_edition_of_a_norm_decides_at_the_next_start(
    plant: Site,
) -> None:
    await plant.adopt(shipped())
    permits = [await permit_of(plant, "hot_work", "hot_2", same_day=no > 0) for no in range(2)]
    for permit in permits:
        carried_out(await run(permit, "checked"))
    plant.wait(minutes=25)
    carried_out(await run(permits[0], "working", without=("gas",)))
    await plant.adopt(edition(Limit, "gas_age", lambda row: structs.replace(row, value="20")))
    answer = await run(permits[1], "working", without=("gas",))
    refused(answer, "GB 30871 5.3.1", "AQ 3064.2 5.4.3", alarm="02")


async def test_aq_5_13_2_a_changed_approver_is_asked_from_then_on(plant: Site) -> None:
    await plant.adopt(shipped())
    asked = await permit_of(plant, *HEIGHT)
    carried_out(await run(asked, "sign_approval"))

    def by_the_department(table: RuleTable) -> RuleTable:
        to = (Obligation(kind="approver", role="professional_dept"),)
        rows = (
            structs.replace(row, obligations=to) if row.reason == "approval_unit" else row
            for row in table.rows
        )
        return structs.replace(table, rows=tuple(rows))

    await plant.adopt(edition(RuleTable, "permit_approvers", by_the_department))
    later = await permit_of(plant, *HEIGHT, same_day=True)
    carried_out(await run(later, "sign_approval"))
    for name, of_the_first, of_the_later in (("unit", True, False), ("dept", False, True)):
        assert await asked.may(name, "sign") == of_the_first, name
        assert await later.may(name, "sign") == of_the_later, name


async def test_aq_5_13_3_a_changed_measure_is_the_one_that_is_asked_for(plant: Site) -> None:
    def changed(codes: CodeList) -> CodeList:
        first = structs.replace(codes.items[0], code="height_91")
        return structs.replace(codes, items=(first, *codes.items[1:]))

    await plant.adopt(edition(CodeList, "measures_height", changed))
    permit = await permit_of(plant, *HEIGHT)
    old = await permit.enter("responsible", "measures", {"measure": "height_01", "involved": True})
    assert old.status_code in {409, 422}, old.text
    assert "height_91" in plant.measures("height")
    carried_out(await run(permit, "working"))
    answered = {row["measure"] for row in (await permit.page())["data"]["measures"]}
    assert "height_91" in answered
