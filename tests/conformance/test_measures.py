"""GB 30871 Appendix A: every kind's measures are there, asked for, ticked and signed."""

from pathlib import Path

import pytest
import yaml

from anshu.definitions.field_language import CodeList
from tests.conformance.life import permit_of, run, submitted
from tests.conformance.site import Site
from tests.conformance.verdicts import carried_out, refused

# Appendix A, Tables A.1 to A.8: how many measures each permit lists; hot work has two of 5.2 more.
COUNTS = {
    "hot_work": 18, "confined_space": 15, "blind_plate": 11, "height": 15, "lifting": 20,
    "temporary_power": 14, "excavation": 11, "road_closing": 4,
}  # fmt: skip
LEVELS = {
    "hot_work": "hot_2", "confined_space": "confined", "height": "height_1",
    "temporary_power": "power", "road_closing": "road", "blind_plate": "blind_plate",
    "lifting": "lifting_3", "excavation": "excavation",
}  # fmt: skip
CLAUSES = yaml.safe_load(Path(__file__).with_name("clauses.yaml").read_text(encoding="utf-8"))
MEASURES = sorted(
    code
    for entries in CLAUSES.values()
    for entry in entries.values()
    if entry["status"] == "measure"
    for code in entry["of"]
)


def test_gb_annex_a_every_kind_lists_its_measures(site: Site) -> None:
    items = [item for pack in site.packs for item in pack.items if isinstance(item, CodeList)]
    listed = {item.key: item.items for item in items}
    assert {job: len(listed[f"measures_{job}"]) for job in COUNTS} == COUNTS
    codes = [code for job in COUNTS for code in listed[f"measures_{job}"]]
    assert all(code.clause and code.clause.norm == "GB 30871" for code in codes)


@pytest.mark.parametrize("measure", MEASURES)
async def test_a_duty_on_site_is_a_measure_that_is_ticked_and_signed(
    site: Site, measure: str
) -> None:
    job = measure.rpartition("_")[0]
    permit = await permit_of(site, job, LEVELS[job])
    permit.leave_out(measure)
    answer = await run(permit, "issued")
    refused(answer, "AQ 3064.2 5.4.5", "GB 30871 4.6", "GB 30871 4.11", alarm="90")


@pytest.mark.parametrize("job", ["hot_work", "blind_plate", "lifting", "excavation"])
async def test_gb_4_6_every_measure_of_the_kind_is_answered_before_signing(
    site: Site, job: str
) -> None:
    permit = await permit_of(site, job, LEVELS[job])
    permit.leave_out(f"{job}_01")
    answer = await run(permit, "issued")
    refused(answer, "AQ 3064.2 5.4.5", "GB 30871 4.6", "GB 30871 4.11", alarm="90")


async def test_gb_4_6_not_every_measure_is_said_not_to_apply(site: Site) -> None:
    permit = await permit_of(site, "height", "height_1")
    carried_out(await submitted(permit))
    codes = [f"height_{no:02d}" for no in range(1, COUNTS["height"] + 1)]
    rows = [{"measure": code, "involved": False} for code in codes]
    carried_out(await permit.enter("responsible", "measures", *rows))
    answer = await run(permit, "issued", without=("measures",))
    refused(answer, "GB 30871 4.6", alarm="90")
