"""Gates of place: approvers on site, related permits, neighbours by distance, similar jobs."""

from uuid import UUID, uuid5

import pytest

from anshu.sdk.facts import Known, KnownRecord, Neighbour
from plugins.permit.tests.situations import (
    AREA,
    HERE,
    SPACE,
    Said,
    ago,
    ahead,
    asked,
    people,
    permit,
    record,
)

OTHER = uuid5(SPACE, "other")
# A little more than the fence's radius and the accuracy away.
OUTSIDE = HERE | {"lat": "32.10180"}
GCJ = HERE | {"lat": "32.09807", "lon": "120.90421", "system": "GCJ-02"}


def signing(position: object, **data: object) -> Said:
    return asked("permit_sign", permit(**data), change={"sign_position": position})


@pytest.mark.parametrize(
    ("position", "reason"),
    [(None, "signer_unknown"), (OUTSIDE, "signer_outside"),
     (HERE | {"accuracy_m": "500"}, "signer_blurred"),
     (HERE | {"accuracy_m": "0"}, "signer_unmeasured"),
     ({k: v for k, v in HERE.items() if k != "accuracy_m"}, "signer_unmeasured"),
     (HERE | {"source": "manual"}, "signer_unmeasured"),
     (HERE | {"at": ago(minutes=11)}, "signer_stale")],
    ids=["none", "outside", "500 m", "too sharp", "no accuracy", "typed", "of before"],
)  # fmt: skip
def test_an_approver_signs_on_site(position: object, reason: str) -> None:
    said = signing(position)
    assert reason in said.blocking and said.codes == {"30"}


def test_a_position_of_the_chinese_maps_is_brought_back_before_it_is_compared() -> None:
    assert not signing(GCJ).blocking
    assert "signer_outside" in signing(GCJ | {"system": "WGS-84"}).blocking


def test_without_a_fence_the_permits_own_position_counts() -> None:
    known = Known(records=people(area={"radius_m": None, "position": None}))
    away = asked("permit_sign", permit(), change={"sign_position": OUTSIDE}, known=known)
    assert not away.blocking
    far = {"sign_position": HERE | {"lat": "32.10300"}}
    assert asked("permit_sign", permit(), change=far, known=known).codes == {"30"}
    nowhere = asked("permit_sign", permit(position=None), known=known)
    assert nowhere.blocking == {"signer_place_unknown"}


def test_work_is_started_on_site_without_an_alarm_for_approvers() -> None:
    said = asked("permit_start", permit(), change={"sign_position": OUTSIDE})
    assert (said.blocking, said.codes) == ({"starter_outside"}, set())


def linked(state: str, **data: object) -> KnownRecord:
    return record(
        OTHER, "permit", "清釜", state=state, job="confined_space", area=str(AREA), **data
    )


@pytest.mark.parametrize(
    ("form", "state", "named", "code"),
    [("permit_sign", "", False, "60"), ("permit_sign", "preparing", False, "62"),
     ("permit_sign", "preparing", True, ""), ("permit_start", "preparing", True, "61"),
     ("permit_start", "issued", True, ""), ("permit_start", "accepted", True, "61"),
     ("permit_start", "voided", True, "61"), ("permit_sign", "cancelled", False, "60")],
)  # fmt: skip
def test_every_kind_involved_has_its_own_permit(
    form: str, state: str, named: bool, code: str
) -> None:
    other = (linked(state),) if state else ()
    records = people() | ({OTHER: other[0]} if named else {})
    data = permit(involves=["confined_space"], related=[{"permit": str(OTHER)}] if named else [])
    said = asked(form, data, known=Known(records=records, similar=other))
    assert said.codes == ({code} if code else set())
    assert bool(said.blocking) == bool(code)


def test_power_for_a_job_lasts_as_long_as_that_job() -> None:
    job = linked("issued", planned_start=ago(hours=1), planned_end=ahead(hours=4))
    records = people() | {OTHER: job}
    power = {"job": "temporary_power", "level": "power", "for_job": "confined_space"}
    data = permit(related=[{"permit": str(OTHER)}], **power)
    said = asked("permit_sign", data, known=Known(records=records))
    assert "power_beyond_job" in said.blocking
    equal = data | {"planned_end": ahead(hours=4)}
    answer = asked("permit_sign", equal, known=Known(records=records))
    assert "power_beyond_job" not in answer.reasons


def near(metres: float, *, state: str = "working", **data: object) -> Known:
    there = record(UUID(int=9), "permit", "邻近作业", state=state, area=str(AREA), **data)
    found = Neighbour(record=there, distance_m=metres, begins=None, ends=None)
    return Known(records=people(), neighbours=(found,))


@pytest.mark.parametrize(
    ("releases", "most"),
    [("flammable_gas", 30), ("flammable_liquid", 15), ("solvent", 10), ("dust", 10)],
)
def test_hot_work_keeps_the_norms_distance_from_what_others_release(
    releases: str, most: int
) -> None:
    theirs = {"job": "height", "releases": [releases]}
    assert (
        f"hot_by_{releases}" in asked("permit_sign", permit(), known=near(most, **theirs)).blocking
    )
    assert not asked("permit_sign", permit(), known=near(most + 0.1, **theirs)).blocking
    mine = permit(job="height", level="height_1", releases=[releases])
    said = asked("permit_start", mine, known=near(most, job="hot_work"))
    assert f"{releases}_by_hot" in said.blocking


def test_blind_plates_and_hot_work_keep_thirty_metres() -> None:
    assert (
        "hot_by_plate" in asked("permit_sign", permit(), known=near(30, job="blind_plate")).blocking
    )
    assert not asked("permit_sign", permit(), known=near(30.1, job="blind_plate")).blocking
    plate = permit(job="blind_plate", level="blind_plate", pipe="P-2103")
    assert "plate_by_hot" in asked("permit_sign", plate, known=near(12, job="hot_work")).blocking


def test_who_is_not_issued_yet_only_warns() -> None:
    said = asked("permit_sign", permit(), known=near(5, state="signing", job="blind_plate"))
    assert (said.reasons["hot_by_plate_pending"], said.blocking) == ("warn", set())


def test_one_pipe_has_one_job_and_one_space_no_paint_beside_fire() -> None:
    plate = permit(job="blind_plate", level="blind_plate", pipe="P-2103")
    same = asked("permit_sign", plate, known=near(80, job="blind_plate", pipe="p-2103 "))
    assert "same_pipe" in same.blocking
    space = permit(job="confined_space", level="confined", space_name="R-103", releases=["solvent"])
    other = near(0, job="hot_work", space_name="R-103")
    assert "space_vapour_and_hot" in asked("permit_sign", space, known=other).blocking


def test_crossing_work_above_twenty_four_metres_asks_for_two_layers() -> None:
    high = permit(job="height", level="height_3", work_height="25")
    said = asked("permit_sign", high, known=near(5, job="lifting"))
    assert said.reasons["cross_high"] == "warn"
    guarded = asked("permit_sign", high | {"crossing_layers": "2"}, known=near(5, job="lifting"))
    assert "cross_high" not in guarded.reasons and guarded.reasons["cross_work"] == "notice"


def test_a_similar_job_of_late_is_looked_at_before_applying() -> None:
    last = record(OTHER, "permit", "法兰更换", state="accepted", job="hot_work", area=str(AREA),
                  actual_end=ago(hours=71))  # fmt: skip
    known = Known(records=people(), similar=(last,))
    assert "similar_not_seen" in asked("permit_application", permit(), known=known).blocking
    seen = asked("permit_application", permit(similar_seen=True), known=known)
    assert not seen.blocking and seen.reasons["similar_job"] == "notice"
    older = asked("permit_application", permit(planned_start=ahead(hours=2)), known=known)
    assert not older.blocking
