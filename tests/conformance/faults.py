"""What can go wrong with a permit, by the code of its alarm (AQ 3064.2 Table A.4).

A fault is a change of what people enter or leave out, or of when they do it; nothing else. What
is wrong before work starts can be put right, so that a second fault can show itself too.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.conformance.draft import KINDS
from tests.conformance.life import permit_of, run
from tests.conformance.permit import Permit
from tests.conformance.site import metres_north
from tests.conformance.verdicts import carried_out

Kind = tuple[str, str]
Step = Callable[[Permit], Awaitable[None]]

HOT, CONFINED, POWER = ("hot_work", "hot_2"), ("confined_space", "confined"), (
    "temporary_power", "power",
)  # fmt: skip
PLATE, HEIGHT, LIFTING = ("blind_plate", "blind_plate"), ("height", "height_1"), (
    "lifting", "lifting_3",
)  # fmt: skip
DIGGING, ROAD = ("excavation", "excavation"), ("road_closing", "road")
GAS = (HOT, CONFINED, POWER)
ALL = (*GAS, PLATE, HEIGHT, LIFTING, DIGGING, ROAD)
CERTIFIED = (HOT, POWER, HEIGHT, LIFTING)
TRADES = {job: str(values["trade"]) for job, values in KINDS.items() if "trade" in values}


async def nothing(permit: Permit) -> None:
    """Nothing is done."""


@dataclass(frozen=True)
class Fault:
    """`spoil` before the application, `mend` once it was found, `late` before the start, `work`
    while work goes on."""

    kinds: tuple[Kind, ...]
    spoil: Step = nothing
    mend: Step = nothing
    late: Step = nothing
    work: Step = nothing


def skipping(what: str) -> Fault:
    """This is not done until it is missed."""

    async def spoil(permit: Permit) -> None:
        permit.skipped.add(what)

    async def mend(permit: Permit) -> None:
        permit.skipped.discard(what)

    return Fault(GAS if what == "gas" else ALL, spoil, mend)


def stating(kinds: tuple[Kind, ...], **wrong: object) -> Fault:
    """These values are stated until they are corrected."""

    async def spoil(permit: Permit) -> None:
        permit.kept |= {key: permit.values.get(key) for key in wrong}
        permit.values |= wrong

    return Fault(kinds, spoil, restoring(*wrong))


def restoring(*keys: str) -> Step:
    """These values are as they were before they were spoiled; others stay wrong."""

    async def mend(permit: Permit) -> None:
        permit.values |= {key: permit.kept[key] for key in keys}

    return mend


async def _late_start(permit: Permit) -> None:
    permit.site.wait(minutes=31)
    answer = await permit.act_prepared("responsible", "start", without=("gas", *permit.skipped))
    assert answer.status_code == 409, answer.text


async def _long_break(permit: Permit) -> None:
    carried_out(await permit.act("guardian", "pause"))
    permit.site.wait(minutes=61)
    answer = await permit.act_prepared("responsible", "resume", without=("gas", *permit.skipped))
    assert answer.status_code == 409, answer.text
    carried_out(await run(permit, "working"))


async def _next_day(permit: Permit) -> None:
    await permit.elapse(hours=25)


async def _no_record(permit: Permit) -> None:
    await permit.elapse(minutes=122)
    carried_out(await permit.gas())


async def _overtime(permit: Permit) -> None:
    await permit.until_end(timedelta(minutes=61))


async def _guardian_gone(permit: Permit) -> None:
    await permit.elapse(minutes=30, guarded=False)
    carried_out(await permit.check_in())


async def _away(permit: Permit) -> None:
    permit.kept["sign_position"] = permit.values["sign_position"]
    permit.values["sign_position"] = metres_north(permit.position, 900)


def _worker(valid_days: float | None, *, borrowed: bool = False) -> Fault:
    async def spoil(permit: Permit) -> None:
        site, row = permit.site, dict(permit.values["workers"][0])
        permit.kept["workers"] = [dict(row)]
        if valid_days is not None:
            row |= await site.newcomer_with(TRADES[permit.job], valid_days=valid_days)
        else:
            row["person"] = await site.newcomer()
            if not borrowed:
                del row["certificate"]
        permit.values["workers"] = [row]

    async def mend(permit: Permit) -> None:
        await restoring("workers")(permit)
        permit.rebrief()

    return Fault(CERTIFIED, spoil, mend)


def _period(kind: str) -> Fault:
    async def spoil(permit: Permit) -> None:
        await permit.site.period(kind)

    async def mend(permit: Permit) -> None:
        permit.values |= {"level": "hot_1", "upgrade_reason": "特殊时段升级管理"}

    return Fault((HOT,), spoil, mend)


def _second_kind(state: str) -> Fault:
    async def spoil(permit: Permit) -> None:
        other = ROAD if permit.job != "road_closing" else DIGGING
        permit.kept |= {"involves": [], "related": []}
        permit.values["involves"] = [other[0]]
        if state == "none":
            return
        there = permit.whereabouts | permit.there
        linked = await permit_of(permit.site, *other, same_day=True, **there)
        permit.linked = linked
        if state == "unlinked":
            carried_out(await run(linked, "issued"))
        else:
            permit.values["related"] = [{"permit": linked.id}]

    async def mend(permit: Permit) -> None:
        if permit.linked is not None and await permit.linked.waits_at() == "preparation":
            carried_out(await run(permit.linked, "issued"))
        else:
            await restoring("involves", "related")(permit)

    return Fault(ALL, spoil, mend)


async def _night(permit: Permit) -> None:
    end = permit.planned("planned_start") + timedelta(hours=14)
    permit.kept["planned_end"] = permit.values["planned_end"]
    permit.values["planned_end"] = end.isoformat()


FAULTS: dict[str, Fault] = {
    "01": skipping("gas"),
    "02": Fault(GAS, late=_late_start),
    "03": Fault(GAS, work=_long_break),
    "04": Fault((HOT, POWER), work=_next_day),
    "05": Fault((CONFINED,), work=_no_record),
    "10": Fault(ALL, work=_overtime),
    "20": stating((PLATE,), plate_actions=["insert", "remove"]),
    "30": Fault(ALL, _away, restoring("sign_position")),
    "31": Fault(ALL, work=_guardian_gone),
    "40": _period("holiday"),
    "41": _period("rest_day"),
    "42": Fault((HOT,), _night, restoring("planned_end")),
    "43": _period("special"),
    "50": _worker(None),
    "51": _worker(-1),
    "52": _worker(None, borrowed=True),
    "60": _second_kind("none"),
    "61": _second_kind("not issued"),
    "62": _second_kind("unlinked"),
    "70": skipping("briefing"),
    "80": skipping("jha"),
    "90": skipping("measures"),
}
