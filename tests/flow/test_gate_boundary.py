"""The evidence gate where the area has a boundary: inside counts, with the phone's accuracy."""

import msgspec
import pytest

from anshu.flow.commands import Facts
from anshu.kernel.position import Position, to_gcj02
from tests.flow.hazards import AREA, Course, at_node, facts_at
from tests.flow.test_gate import asked, reasons, refused_fields

# 200 m wide and high around 120.905, 31.985: a degree of latitude is 111 195 m.
NORTH, EAST = 100 / 111_195, 100 / (111_195 * 0.848192)


def ring(system: str = "WGS-84") -> dict[str, object]:
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    places = [Position(31.985 + y * NORTH, 120.905 + x * EAST) for x, y in corners]
    if system == "GCJ-02":
        places = [to_gcj02(place) for place in places]
    return {"ring": [[f"{p.lon:.7f}", f"{p.lat:.7f}"] for p in places], "system": system}


def here(metres_north: float, *, accuracy: str = "10", system: str = "WGS-84") -> dict[str, object]:
    place = Position(31.985 + metres_north / 111_195, 120.905)
    if system == "GCJ-02":
        place = to_gcj02(place)
    return {
        "lat": f"{place.lat:.7f}", "lon": f"{place.lon:.7f}", "accuracy_m": accuracy,
        "system": system, "source": "browser",
    }  # fmt: skip


def with_area(course: Course, **data: object) -> Facts:
    facts = facts_at(course.now)
    area = msgspec.structs.replace(facts.records[AREA], data=data)
    return msgspec.structs.replace(facts, records={**facts.records, AREA: area})


@pytest.mark.parametrize(
    ("metres", "accuracy", "passed"),
    [(0, "10", True), (99, "1", True), (109, "10", True), (112, "10", False), (290, "200", True)],
)
@pytest.mark.parametrize("drawn", ["WGS-84", "GCJ-02"])
@pytest.mark.parametrize("measured", ["WGS-84", "GCJ-02"])
def test_a_position_counts_within_the_boundary_give_or_take_its_accuracy(
    metres: float, accuracy: str, passed: bool, drawn: str, measured: str
) -> None:
    course = at_node("reinspection")
    facts = with_area(course, boundary=ring(drawn))
    place = here(metres, accuracy=accuracy, system=measured)
    refusal = asked(course, facts, recheck_position=place)
    if passed:
        assert refusal is None
        return
    assert reasons(refusal) == {"watermark": "outside_boundary"}
    (error,) = refused_fields(refusal)
    assert (error.code, error.value, error.limit) == ("evidence_outside_boundary", "12", "10")


def test_a_boundary_goes_before_the_areas_centre_and_radius() -> None:
    course = at_node("reinspection")
    facts = with_area(course, boundary=ring(), position=here(2000), radius_m="50")
    assert asked(course, facts, recheck_position=here(0)) is None
    refusal = asked(course, facts, recheck_position=here(2000))
    assert reasons(refusal) == {"watermark": "outside_boundary"}


def test_an_area_without_a_boundary_keeps_its_radius() -> None:
    course = at_node("reinspection")
    facts = with_area(course, position=here(0), radius_m="50")
    assert asked(course, facts, recheck_position=here(55)) is None
    assert reasons(asked(course, facts, recheck_position=here(70))) == {"watermark": "outside"}
