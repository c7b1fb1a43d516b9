"""What is added bit by bit is what a count from scratch finds, whatever happens in between."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest

from anshu.boards import counting
from anshu.boards.counting import catch_up, count_round, forget
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import TenantRow, principal
from tests.boards.life import EMPTY_EVENT, live, sql, tallies
from tests.records.people import Plant, settle
from tests.records.rows import HazardRow, insert

ZONE = "Asia/Shanghai"


async def count(plant: Plant) -> None:
    while not await catch_up(plant.services, principal(plant.row), ZONE):
        pass


async def recounted(plant: Plant) -> dict[tuple[object, ...], tuple[object, ...]]:
    """The tallies after everything was counted from scratch."""
    await forget(plant.services.store, principal(plant.row))
    await count(plant)
    return await tallies(plant)


@pytest.mark.parametrize("seed", range(4))
async def test_increments_end_where_a_recount_ends(plant: Plant, seed: int) -> None:
    """Records appear, move, are done, closed, voided, reopened and imported; time passes."""
    dice = Random(seed)
    await count(plant)
    known: list[UUID] = []
    for _ in range(12):
        await live(plant, dice, known)
        if dice.random() < 0.7:
            await count(plant)
    await count(plant)
    added = await tallies(plant)
    assert any(sums[0] for sums in added.values())
    assert added == await recounted(plant)


async def test_a_round_that_is_repeated_adds_nothing(plant: Plant) -> None:
    known: list[UUID] = []
    await live(plant, Random(7), known)
    await count(plant)
    once = await tallies(plant)
    await sql(plant, "update board_cursor set place = '{}'")  # every event comes once more
    await count(plant)
    assert await tallies(plant) == once


async def test_a_record_moves_between_units_without_a_trace(plant: Plant) -> None:
    known: list[UUID] = []
    dice = Random(1)
    await live(plant, dice, known)
    await count(plant)
    await sql(plant, "update record set org_path = '/w2/t1/' where type = 'hazard'")
    for record in known:
        await sql(plant, EMPTY_EVENT, f"hazard-{record}")
    await count(plant)
    units = {key[2] for key, sums in (await tallies(plant)).items() if any(sums)}
    assert units == {"/w2/t1/"}


async def test_a_limit_that_passes_is_noticed_without_any_event(plant: Plant) -> None:
    now = plant.services.clock.now()
    await insert(plant, HazardRow(created_at=now, due=now + timedelta(hours=1)))
    await count(plant)
    assert await overdue(plant) == 0
    plant.services.clock.move(timedelta(hours=2))  # type: ignore[attr-defined]
    await count(plant)
    assert await overdue(plant) == 1


async def test_an_event_that_is_committed_late_is_counted(plant: Plant) -> None:
    """Its number was drawn before others that have been counted: it lies below the cursor."""
    known = await insert(plant, HazardRow(created_at=plant.services.clock.now()))
    await count(plant)
    slow = plant.services.store.begin(principal(plant.row), purpose="test.slow", lane="slow")
    async with slow as tx:
        await tx.execute(EMPTY_EVENT, f"hazard-{known[0]}")
        await tx.execute("update record set state = 'voided' where id = $1", known[0])
        await live(plant, Random(4), [])
        await count(plant)
        held = await tallies(plant)
    await count(plant)
    assert await tallies(plant) != held
    assert await tallies(plant) == await recounted(plant)


async def test_two_tenants_are_counted_apart(
    plant: Plant, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    await insert(plant, HazardRow(created_at=plant.services.clock.now()))
    neighbour = await settle(plant.services, tenant_pair[1])
    await count(plant)
    await count(neighbour)
    assert await tallies(plant)
    assert await tallies(neighbour) == {}


async def test_who_counts_keeps_others_from_counting_the_same(plant: Plant) -> None:
    await count(plant)
    store = plant.services.store
    async with store.begin(principal(plant.row), purpose="test.hold", lane="slow") as tx:
        await tx.execute("select one from board_cursor for update")
        assert await count_round(plant.services, principal(plant.row), ZONE) is None


async def test_new_indicators_count_what_was_there_before(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = plant.services.clock.now()
    await insert(plant, *[HazardRow(created_at=now) for _ in range(5)])
    monkeypatch.setattr(counting, "BATCH", 2)
    await count(plant)
    found = [s for k, s in (await tallies(plant)).items() if k[0].startswith("hazard_found.")]
    assert sum(sums[0] for sums in found) == 5


async def test_a_quiet_round_takes_few_round_trips(plant: Plant) -> None:
    await count(plant)
    seen: list[TransactionEnded] = []
    plant.services.store.observers.append(seen.append)
    await count(plant)
    plant.services.store.observers.remove(seen.append)
    (counted,) = [t for t in seen if t.purpose == "boards.count"]
    assert counted.round_trips <= 6


async def overdue(plant: Plant) -> int:
    found = [s for k, s in (await tallies(plant)).items() if k[0].startswith("hazard_overdue.")]
    return int(sum(sums[0] for sums in found))
