"""Injects faults into permits by commands and the clock alone, and answers which were found.

`python -m tests.conformance.injector` is the long run: every code, every pair of codes, and a
thousand clean permits that must raise nothing (`make try-injector`).
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from tests.conformance.days import next_tuesday
from tests.conformance.draft import LEVEL_VALUES
from tests.conformance.faults import ALL, FAULTS, Kind
from tests.conformance.life import permit_of, run
from tests.conformance.permit import Permit
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out

# Faults of work in the order in which time lets them happen.
IN_ORDER = ("31", "05", "03", "04", "10")
EVERY_KIND: tuple[Kind, ...] = (
    *ALL, ("hot_work", "hot_1"), ("hot_work", "hot_special"), ("height", "height_2"),
    ("height", "height_3"), ("height", "height_4"), ("lifting", "lifting_1"),
    ("lifting", "lifting_2"),
)  # fmt: skip


def together(codes: Sequence[str]) -> Kind | None:
    """A kind of job in which all these faults can happen; None if there is none."""
    excluding = {"50", "51", "52"}, {"60", "61", "62"}, {"04", "05"}, {"04", "40", "41", "43"}
    if any(len(group & set(codes)) > 1 for group in excluding):
        return None
    for kind in ALL:
        if all(kind in FAULTS[code].kinds for code in codes):
            return kind
    return None


async def inject(site: Site, codes: Sequence[str]) -> set[str]:
    """The codes of the alarms of one permit (or of one each) with these faults."""
    kind = together(codes)
    if kind is None:
        return {code for each in codes for code in await inject(site, (each,))}
    # A second day that is no rest day needs a day early in the week.
    day = {"on": next_tuesday(site.now), "hours": 55} if "04" in codes else {}
    permit = await permit_of(site, *kind, ex_area=kind[0] == "temporary_power", **day)
    for code in codes:
        await FAULTS[code].spoil(permit)
    await _forward(permit, codes, "checked")
    for code in codes:
        await FAULTS[code].late(permit)
    await _forward(permit, codes, "working")
    for code in (code for code in IN_ORDER if code in codes):
        await FAULTS[code].work(permit)
    found = {alarm["data"]["code"] for alarm in await site.alarms(permit.id)}
    # Its guardian stands elsewhere only when this one is over.
    site.to(max(site.now, permit.planned("planned_end") + timedelta(hours=2)))
    return found


async def _forward(permit: Permit, codes: Sequence[str], until: str) -> None:
    """Go on; what is found on the way is mended."""
    for _ in range(10):
        answer = await run(permit, until, without=tuple(permit.skipped))
        if answer.status_code < 400:
            return
        found = [code for code in answer.json().get("alarms", ()) if code in codes]
        assert found, answer.text
        for code in found:
            await FAULTS[code].mend(permit)
        await permit.back_to_preparation()
    raise AssertionError(f"it is found again and again: {answer.text}")


async def clean_permit(site: Site, dice: Random) -> list[str]:
    """The alarms of a permit of a random kind in which everybody does what the norm asks."""
    kind = dice.choice(EVERY_KIND)
    hours = dice.choice([2, 3, 5, 7])
    outdoor, ex_area = dice.random() < 0.5, dice.random() < 0.3
    values: dict[str, object] = {"outdoor": outdoor}
    if "ex_area" not in LEVEL_VALUES.get(kind[1], {}) and kind[1] != "hot_2":
        values["ex_area"] = ex_area
    permit = await permit_of(site, *kind, hours=hours, **values)
    carried_out(await run(permit, "checked"))
    permit.site.wait(minutes=dice.randrange(40))
    carried_out(await run(permit, "working"))
    # Who has no connected monitor writes down what it shows, before half an hour is over.
    noted = kind[1] == "hot_special"
    for _ in range(dice.randrange(3)):
        if noted:
            carried_out(await permit.gas())
        await permit.elapse(minutes=dice.randrange(5, 20))
        if permit.needs_gas and dice.random() < 0.7:
            carried_out(await permit.gas())
        if dice.random() < 0.4:
            carried_out(await run(permit, "paused"))
            permit.site.wait(minutes=dice.randrange(1, 30))
            if noted:
                carried_out(await permit.gas())
            carried_out(await run(permit, "working"))
    carried_out(await run(permit, "accepted"))
    permit.site.wait(hours=hours)
    await site.settle(permit.id)
    return [alarm["data"]["code"] for alarm in await site.alarms(permit.id)]
