"""A random life of records, as rows and events: what counting has to follow."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from asyncpg import Record

from anshu_tenants.registry import principal
from tests.records.people import Plant
from tests.records.rows import HazardRow, insert

TALLIES = """
select indicator, day, org_path, first_key, second_key, slot, live, good, total, imported
  from board_tally
 where live <> 0 or good <> 0 or total <> 0 or imported <> 0
"""
EMPTY_EVENT = """
insert into event (stream, version, kind, format, at, received_at, actor, definition, normal,
                   salts, leaf)
select $1::text, coalesce(max(version), 0) + 1, 'Test', 1, now(), now(), 'system:test', '', '{}',
       '', ''
  from event where stream = $1
"""
CHANGE = """
update record set state = $2, org_path = $3, due = $4, done_at = $5, closed_at = $6,
                  evidence_valid = $7, level = $8, t1 = $9, equipment = $10, version = version + 1
 where id = $1
"""
UNITS = ("/w1/t1/", "/w2/t1/", "/w1/", "/")
CATEGORIES = ("equipment", "electrical", "fire", None)
LEVELS = ("general", "major", None)


async def sql(plant: Plant, statement: str, *arguments: object) -> list[Record]:
    """A statement as the tenant's own role."""
    async with plant.services.store.begin(principal(plant.row), purpose="test.sql") as tx:
        return await tx.fetch(statement, *arguments)


async def tallies(plant: Plant) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Everything that is counted: sums by key."""
    return {tuple(row)[:6]: tuple(row)[6:] for row in await sql(plant, TALLIES)}


async def live(plant: Plant, dice: Random, known: list[UUID]) -> None:
    """New records, changes of old ones, and some hours."""
    now = plant.services.clock.now()
    rows = [
        HazardRow(
            created_at=now - timedelta(days=dice.randrange(40)),
            org_path=dice.choice(UNITS),
            origin="import" if dice.random() < 0.2 else "live",
            due=now + timedelta(hours=dice.randrange(-50, 50)),
        )
        for _ in range(dice.randrange(1, 6))
    ]
    known += await insert(plant, *rows)
    for record in dice.sample(known, k=min(len(known), 6)):
        await _change(plant, dice, record)
    for record in known[-len(rows) :]:
        await sql(plant, EMPTY_EVENT, f"hazard-{record}")
    plant.services.clock.move(timedelta(hours=dice.randrange(30)))  # type: ignore[attr-defined]


async def _change(plant: Plant, dice: Random, record: UUID) -> None:
    now = plant.services.clock.now()
    done = now - timedelta(minutes=dice.randrange(5000)) if dice.random() < 0.5 else None
    closed = now if done is not None and dice.random() < 0.6 else None
    voided = dice.random() < 0.15
    arguments: Sequence[object] = (
        record, "voided" if voided else "closed" if closed else "rectifying", dice.choice(UNITS),
        now + timedelta(hours=dice.randrange(-40, 40)) if dice.random() < 0.9 else None,
        done, closed, closed is not None and dice.random() < 0.8, dice.choice(LEVELS),
        dice.choice(CATEGORIES), plant.equipment if dice.random() < 0.5 else None,
    )  # fmt: skip
    await sql(plant, CHANGE, *arguments)
    await sql(plant, EMPTY_EVENT, f"hazard-{record}")
