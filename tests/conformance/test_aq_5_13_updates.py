"""AQ 3064.2 5.2.2, 5.13: another edition of the definitions decides from the moment it is there.

A plant of its own: the suite's plant keeps the packs as they are shipped.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec import structs

from anshu.definitions.field_language import CodeList
from anshu.definitions.flow_language import Assignee, Flow
from anshu.definitions.language import Item, Limit, Pack
from anshu.definitions.rule_language import Obligation, RuleTable
from tests.conformance.days import next_workday
from tests.conformance.draft import clean
from tests.conformance.life import permit_of, run
from tests.conformance.packs import shipped
from tests.conformance.permit import Permit
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out, refused

HEIGHT = ("height", "height_1")
T = TypeVar("T", bound=Item)


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


async def waiting_for_review(own_site: Site) -> Permit:
    """A booking that nobody has looked at."""
    permit = await clean(own_site, *HEIGHT, next_workday(own_site.now), {})
    carried_out(await permit.book())
    return permit


async def test_aq_5_2_2_a_changed_flow_is_that_of_new_permits_and_running_ones_keep_theirs(
    own_site: Site,
) -> None:
    running = await waiting_for_review(own_site)

    def by_the_department(flow: Flow) -> Flow:
        to = (Assignee(role="professional_dept"),)
        nodes = (
            structs.replace(node, assignees=to) if node.key == "booking_review" else node
            for node in flow.nodes
        )
        return structs.replace(flow, nodes=tuple(nodes))

    await own_site.adopt(edition(Flow, "permit_flow", by_the_department))
    new = await waiting_for_review(own_site)
    for name, may_old, may_new in (("unit", True, False), ("dept", False, True)):
        assert await running.may(name, "approve") == may_old, name
        assert await new.may(name, "approve") == may_new, name
    carried_out(await running.act("unit", "approve"))
    carried_out(await new.act("dept", "approve"))


async def test_aq_5_13_1_a_stricter_edition_of_a_norm_decides_at_the_next_start(
    own_site: Site,
) -> None:
    await own_site.adopt(shipped())
    permits = [await permit_of(own_site, "hot_work", "hot_2", same_day=no > 0) for no in range(2)]
    for permit in permits:
        carried_out(await run(permit, "checked"))
    own_site.wait(minutes=25)
    carried_out(await run(permits[0], "working", without=("gas",)))
    await own_site.adopt(edition(Limit, "gas_age", lambda row: structs.replace(row, value="20")))
    answer = await run(permits[1], "working", without=("gas",))
    refused(answer, "GB 30871 5.3.1", "AQ 3064.2 5.4.3", alarm="02")


async def test_aq_5_13_2_a_changed_approver_is_asked_from_then_on(own_site: Site) -> None:
    await own_site.adopt(shipped())
    asked = await permit_of(own_site, *HEIGHT)
    carried_out(await run(asked, "sign_approval"))

    def by_the_department(table: RuleTable) -> RuleTable:
        to = (Obligation(kind="approver", role="professional_dept"),)
        rows = (
            structs.replace(row, obligations=to) if row.reason == "approval_unit" else row
            for row in table.rows
        )
        return structs.replace(table, rows=tuple(rows))

    await own_site.adopt(edition(RuleTable, "permit_approvers", by_the_department))
    later = await permit_of(own_site, *HEIGHT, same_day=True)
    carried_out(await run(later, "sign_approval"))
    for name, of_the_first, of_the_later in (("unit", True, False), ("dept", False, True)):
        assert await asked.may(name, "sign") == of_the_first, name
        assert await later.may(name, "sign") == of_the_later, name


async def test_aq_5_13_3_a_changed_measure_is_the_one_that_is_asked_for(own_site: Site) -> None:
    def changed(codes: CodeList) -> CodeList:
        first = structs.replace(codes.items[0], code="height_91")
        return structs.replace(codes, items=(first, *codes.items[1:]))

    await own_site.adopt(edition(CodeList, "measures_height", changed))
    permit = await permit_of(own_site, *HEIGHT)
    old = await permit.enter("responsible", "measures", {"measure": "height_01", "involved": True})
    assert old.status_code in {409, 422}, old.text
    assert "height_91" in own_site.measures("height")
    carried_out(await run(permit, "working"))
    answered = {row["measure"] for row in (await permit.page())["data"]["measures"]}
    assert "height_91" in answered
