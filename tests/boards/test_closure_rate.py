"""The closure rate counts exactly what its two formulas say."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from anshu.boards.closure_rate import ClosureRate, Ratio, closure_rate, percent
from anshu.flow.commands import Update
from anshu.kernel.refusal import Refusal
from anshu.records.run import Answer, run_as_system
from anshu.store.unit_of_work import TransactionEnded
from anshu_tenants.registry import TenantRow
from tests.records.people import Plant, settle
from tests.records.rows import HazardRow, insert

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
# Midnight of 1 November and of 1 December in Asia/Shanghai.
START = datetime(2026, 10, 31, 16, tzinfo=UTC)
END = datetime(2026, 11, 30, 16, tzinfo=UTC)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
EMPTY = Ratio(0, 0)


def hazard(
    created: datetime, due: datetime | None, done: datetime | None = None, *, valid: bool = True
) -> HazardRow:
    """A hazard that is closed a day after it was done, with or without valid evidence."""
    return HazardRow(
        created_at=created, due=due, done_at=done, closed_at=done + DAY if done else None,
        evidence_valid=valid and done is not None, state="closed" if done else "rectifying",
    )  # fmt: skip


async def rate(plant: Plant, name: str, first: date = FIRST, last: date = LAST) -> ClosureRate:
    answer = await closure_rate(plant.services, await plant.subject(name), first=first, last=last)
    assert isinstance(answer, ClosureRate), answer
    return answer


async def test_both_formulas_count_what_they_say(plant: Plant) -> None:
    mid, late = START + 10 * DAY, END + 5 * DAY
    in_time = hazard(mid, mid + DAY, mid + DAY)
    await insert(
        plant,
        in_time,
        hazard(mid, mid + DAY, mid + DAY + TICK),
        hazard(mid, mid + DAY, mid, valid=False),
        hazard(mid, mid + DAY),
        hazard(mid, late),
        hazard(mid, None),
        hazard(START - DAY, mid, mid - DAY),
        hazard(START - DAY, late, mid),
        msgspec.structs.replace(in_time, state="voided"),
        msgspec.structs.replace(in_time, origin="import"),
        msgspec.structs.replace(in_time, origin="import", created_at=START - DAY),
        msgspec.structs.replace(in_time, origin="import", created_at=START - DAY, due=late),
    )
    answer = await rate(plant, "ehs")
    assert answer.literal == Ratio(1, 6, "16.7")
    assert answer.due_only == Ratio(2, 5, "40.0")
    assert answer.excluded_import == 2


async def test_evidence_counts_only_once_the_hazard_is_closed(plant: Plant) -> None:
    mid = START + 10 * DAY
    waiting = msgspec.structs.replace(
        hazard(mid, mid + DAY, mid), closed_at=None, state="reinspecting"
    )
    await insert(plant, waiting)
    assert (await rate(plant, "ehs")).literal == Ratio(0, 1, "0.0")


@pytest.mark.parametrize(
    ("moment", "counted"), [(START - TICK, 0), (START, 1), (END - TICK, 1), (END, 0)]
)
async def test_the_period_is_whole_days_in_the_tenant_s_zone(
    plant: Plant, moment: datetime, counted: int
) -> None:
    far = END + 100 * DAY
    await insert(plant, hazard(moment, far), hazard(START - 100 * DAY, moment))
    answer = await rate(plant, "ehs")
    assert (answer.literal.denominator, answer.due_only.denominator) == (counted, counted)


async def test_an_empty_period_has_no_rate(plant: Plant) -> None:
    answer = await rate(plant, "ehs")
    assert (answer.literal, answer.due_only, answer.excluded_import) == (EMPTY, EMPTY, 0)
    shown = msgspec.json.decode(msgspec.json.encode(answer))
    assert shown["literal"] == {"numerator": 0, "denominator": 0}
    assert (shown["from"], shown["to"]) == ("2026-11-01", "2026-11-30")


async def test_every_persona_counts_within_the_reach_of_the_indicator(plant: Plant) -> None:
    mid = START + 10 * DAY
    for path in ("/w1/t1/", "/w1/t1/", "/w2/t1/", "/w10/"):
        row = hazard(mid, mid + DAY, mid)
        await insert(plant, msgspec.structs.replace(row, org_path=path))
    for name, count in {"safety": 2, "ehs": 4, "boss": 4, "auditor": 4}.items():
        assert (await rate(plant, name)).literal == Ratio(count, count, "100.0"), name
    for name in ("worker", "leader", "other_leader", "fixer", "admin"):
        answer = await closure_rate(
            plant.services, await plant.subject(name), first=FIRST, last=LAST
        )
        assert isinstance(answer, Refusal), name
        assert (answer.code, answer.kind) == ("not_allowed", "forbidden")


async def test_a_neighbour_s_hazards_are_not_counted(
    plant: Plant, tenant_pair: tuple[TenantRow, TenantRow]
) -> None:
    await insert(plant, hazard(START, START + DAY, START))
    neighbour = await settle(plant.services, tenant_pair[1])
    assert (await rate(neighbour, "ehs")).literal == EMPTY


async def test_the_rate_takes_three_round_trips(plant: Plant) -> None:
    subject = await plant.subject("ehs")
    seen: list[TransactionEnded] = []
    plant.services.store.observers.append(seen.append)
    await closure_rate(plant.services, subject, first=FIRST, last=LAST)
    plant.services.store.observers.remove(seen.append)
    assert [t.round_trips for t in seen] == [3]


async def test_a_right_taken_away_is_gone_at_the_next_question(plant: Plant) -> None:
    subject = await plant.subject("ehs")
    command = Update(
        id=uuid4(), record=plant.ids["ehs"], type="person", version=1,
        data={"assignments": [{"role": "worker", "org_path": "/"}]},
    )  # fmt: skip
    done = await run_as_system(plant.services, subject.principal, command, actor="system:setup")
    assert isinstance(done, Answer), done
    answer = await closure_rate(plant.services, subject, first=FIRST, last=LAST)
    assert isinstance(answer, Refusal)
    assert answer.code == "not_allowed"


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (LAST, FIRST, ["to"]),
        (date.min, date.max, ["from", "to"]),
    ],
)
async def test_an_impossible_period_is_refused(
    plant: Plant, first: date, last: date, fields: list[str]
) -> None:
    answer = await closure_rate(plant.services, await plant.subject("ehs"), first=first, last=last)
    assert isinstance(answer, Refusal)
    assert [error.field for error in answer.fields] == fields


def test_a_rate_has_one_digit_rounded_half_up() -> None:
    cases = {(1, 3): "33.3", (2, 3): "66.7", (13, 14): "92.9", (1, 16): "6.3", (5, 5): "100.0"}
    for (good, whole), said in cases.items():
        assert percent(good, whole) == said
