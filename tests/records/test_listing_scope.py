"""What needs two permissions reaches only the rows that both of them reach."""

import msgspec
import pytest

from anshu.definitions.language import Grant, Item, Pack, Role, Scope
from anshu.records.adoption import adopt
from anshu.records.export import ExportFile, export_records
from anshu.records.filters import ListFilters
from anshu.records.ledgers import LedgerPage, ledgers, list_ledger
from anshu.records.worklist import WorkList, worklist
from anshu_tenants.registry import principal
from tests.records.people import Plant, hazard_packs
from tests.records.rows import HazardRow, insert
from tests.records.test_journey import report
from tests.records.test_listing_find import NOON

NAME_FOR_TASK = "update task set people = array[$1::uuid] where record = $2"


def with_scope(role: str, permission: str, scope: Scope) -> tuple[Pack, ...]:
    """The shipped packs, with this permission of this role in this scope only."""
    packs = []
    for pack in hazard_packs():
        items: list[Item] = []
        for item in pack.items:
            if isinstance(item, Role) and item.key == role:
                others = [g for g in item.grants if g.permission != permission]
                grants = (*others, Grant(permission, scope))
                items.append(msgspec.structs.replace(item, grants=grants))
            else:
                items.append(item)
        packs.append(msgspec.structs.replace(pack, items=tuple(items)))
    return tuple(packs)


async def narrow(plant: Plant, role: str, permission: str, scope: Scope) -> None:
    tenant, services = principal(plant.row), plant.services
    await adopt(services.store, tenant, with_scope(role, permission, scope), services.clock)
    services.books.forget(tenant.schema)
    services.access.forget(tenant.schema)


async def file_of(plant: Plant, name: str) -> ExportFile:
    subject = await plant.subject(name)
    file = await export_records(plant.services, subject, "hazard", ListFilters(), form="csv")
    assert isinstance(file, ExportFile), file
    return file


async def test_an_export_holds_the_rows_of_the_reach_only(plant: Plant) -> None:
    await insert(
        plant,
        HazardRow(created_at=NOON, title="近处"),
        HazardRow(created_at=NOON, title="远处", org_path="/w10/"),
        HazardRow(created_at=NOON, title="别处", org_path="/w2/"),
    )
    near, whole = await file_of(plant, "safety"), await file_of(plant, "ehs")
    assert (near.rows, whole.rows) == (1, 3)
    texts = [title in near.body.decode("utf-8-sig") for title in ("近处", "远处", "别处")]
    assert texts == [True, False, False]


@pytest.mark.parametrize("permission", ["hazard:record:read", "hazard:record:export"])
async def test_an_export_needs_reading_and_exporting_on_the_row(
    plant: Plant, permission: str
) -> None:
    await insert(
        plant,
        HazardRow(created_at=NOON),
        HazardRow(created_at=NOON, reporter=plant.ids["ehs"]),
    )
    await narrow(plant, "ehs_manager", permission, "own")
    assert (await file_of(plant, "ehs")).rows == 1


@pytest.mark.parametrize("permission", ["hazard:record:read", "ledger:view:read"])
async def test_a_ledger_needs_reading_and_the_ledger_permission_on_the_row(
    plant: Plant, permission: str
) -> None:
    _, own = await insert(
        plant,
        HazardRow(created_at=NOON),
        HazardRow(created_at=NOON, reporter=plant.ids["auditor"]),
    )
    await narrow(plant, "auditor", permission, "own")
    subject = await plant.subject("auditor")
    view = await list_ledger(plant.services, subject, "hazard_all")
    assert isinstance(view, LedgerPage)
    assert [row.id for row in view.items] == [own]
    index = await ledgers(plant.services, subject)
    assert isinstance(index, tuple)
    assert {entry.key: entry.count for entry in index}["hazard_all"] == 1


@pytest.mark.parametrize(("scope", "shown"), [("own", 1), ("team", 0)])
async def test_a_task_on_a_record_that_may_not_be_read_is_not_shown(
    plant: Plant, scope: Scope, shown: int
) -> None:
    record = await report(plant)
    async with plant.services.store.begin(principal(plant.row), purpose="test.name") as tx:
        await tx.execute(NAME_FOR_TASK, plant.ids["other_leader"], record)
    await narrow(plant, "team_leader", "hazard:record:read", scope)
    answer = await worklist(plant.services, await plant.subject("other_leader"))
    assert isinstance(answer, WorkList)
    assert len(answer.items) == shown
