"""Conditions that change during work: those concerned are told once, and again later."""

from datetime import timedelta
from uuid import uuid4

from anshu.definitions.rule_language import RuleTable
from anshu.records.reactions import REACTIONS
from tests.permits.jobs import JOBS
from tests.permits.life import Site
from tests.permits.people import permit_packs
from tests.records.people import PLACE
from tests.web.office import Json
from tests.web.worker import work_off

CONCERNED = ("shift", "guardian", "foreman", "safety", "worker", "equipment")


async def at_height(site: Site) -> str:
    """Work at height in the open that has begun."""
    job = JOBS["height_1"]
    record = str((await site.prepare(job))["id"])
    assert (await site.submit(record, job, outdoor=True)).status_code == 200
    await site.sign_all(record, job)
    await site.check_in(record)
    await site.must(record, "foreman", "start", {"sign_position": PLACE})
    return record


async def blows(site: Site, value: str) -> None:
    """A quarter of an hour later the plant's anemometer says so, and the watches look."""
    site.move(timedelta(minutes=15))
    seen: Json = {
        "id": str(uuid4()), "source": "anemometer:north", "quantity": "wind_speed",
        "value": value, "unit": "m/s", "at": site.now.isoformat(),
    }  # fmt: skip
    answer = await (await site.person("admin")).post("observations", json={"items": [seen]})
    assert answer.status_code == 200, answer.text
    await site.sweep()
    await work_off(site.plant, REACTIONS)


async def told_of_wind(site: Site) -> dict[str, int]:
    """How often each of them was told that the wind is too strong."""
    counted = {}
    for name in CONCERNED:
        work = (await (await site.person(name)).get("worklist")).json()
        raised = [each for each in work["notices"] if each["kind"] == "rule_raised"]
        counted[name] = sum("请停止露天高处作业" in each["text"] for each in raised)
    return counted


async def test_wind_that_rises_during_work_at_height_is_told_once_and_again_when_it_rises_again(
    site: Site,
) -> None:
    record = await at_height(site)
    await blows(site, "5")
    before = (await site.permit(record))["version"]
    assert set((await told_of_wind(site)).values()) == {0}
    await blows(site, "9.2")
    once = dict.fromkeys(CONCERNED[:4], 1) | {"worker": 0, "equipment": 0}
    assert await told_of_wind(site) == once
    await blows(site, "9.6")
    assert await told_of_wind(site) == once
    assert (await site.permit(record))["version"] == before + 1
    # Calm has to last: about the limit nobody is told again and again.
    await blows(site, "4")
    await blows(site, "9")
    assert await told_of_wind(site) == once
    assert (await site.permit(record))["version"] == before + 1
    for _ in range(3):
        await blows(site, "4")
    assert (await site.permit(record))["version"] == before + 2
    await blows(site, "9")
    assert await told_of_wind(site) == {name: 2 * times for name, times in once.items()}
    events = (await (await site.person("ehs")).get(f"records/permit/{record}/timeline")).json()
    lately = [each["kind"] for each in events["items"] if each["version"] > before]
    assert lately == ["RuleRaised", "RuleCleared", "RuleRaised"]


async def test_a_gas_value_over_its_limit_is_told_at_the_next_sweep(site: Site) -> None:
    page = await site.start("confined")
    await site.test_gas(page["id"], oxygen="18.9", minutes=0)
    await site.sweep()
    await work_off(site.plant, REACTIONS)
    for name in ("shift", "guardian", "ehs"):
        work = (await (await site.person(name)).get("worklist")).json()
        texts = [each["text"] for each in work["notices"] if each["kind"] == "rule_raised"]
        assert sum("取样点 中部（O₂、LEL、H₂S、CO） 检测值超限" in text for text in texts) == 1, (
            name,
            texts,
        )
        # Who stands aside can stop the work at any time, but it is the guardian's; the alarm is the
        # shift leader's.
        waiting = [each["record"]["type"] for each in work["items"]]
        mine = {"guardian": ["permit"], "shift": ["permit_alarm"], "ehs": []}
        assert waiting == mine[name], name
        outcomes = (await site.permit(page["id"], name))["actions"][0]["outcomes"]
        assert "stop" in [each["key"] for each in outcomes]


def test_every_row_of_what_is_watched_tells_the_shift_leader() -> None:
    tables = [
        item
        for pack in permit_packs()
        for item in pack.items
        if isinstance(item, RuleTable) and "conditions" in {each.watch for each in item.bound_to}
    ]
    rows = [row for table in tables for row in table.rows]
    assert (len(tables), len(rows)) == (6, 30)
    for row in rows:
        told = {each.role for each in row.obligations if each.kind == "notify"}
        assert {"shift_leader", "workshop_safety"} <= told, row.reason
