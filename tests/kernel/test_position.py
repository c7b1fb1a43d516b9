"""Distances, and GCJ-02 against WGS-84."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.kernel.position import Position, distance_m, read_position, to_gcj02, to_wgs84

CHINA = st.builds(Position, lat=st.floats(18.5, 53.0), lon=st.floats(74.0, 134.5))
WORLD = st.builds(
    Position,
    lat=st.floats(-89.0, 89.0),
    lon=st.floats(-180.0, 180.0),
    system=st.sampled_from(["WGS-84", "GCJ-02"]),
)
TIANANMEN = Position(39.90735, 116.39128)
PARIS = Position(48.8584, 2.2945)


@given(CHINA)
def test_a_position_shown_on_a_chinese_map_comes_back_within_a_centimetre(place: Position) -> None:
    there = to_gcj02(place)
    back = to_wgs84(there)
    assert (there.system, back.system) == ("GCJ-02", "WGS-84")
    assert distance_m(place, back) < 0.01


@given(CHINA)
def test_mixing_the_systems_up_is_visible_as_a_hundred_metres_and_more(place: Position) -> None:
    shifted = to_gcj02(place)
    assert 50 < distance_m(place, Position(shifted.lat, shifted.lon)) < 1200


def test_the_offset_in_beijing_is_the_known_one() -> None:
    """About 1.4 thousandths of a degree north and 6.2 east, as maps of the city show."""
    shifted = to_gcj02(TIANANMEN)
    assert shifted.lat - TIANANMEN.lat == pytest.approx(0.0014, abs=0.0002)
    assert shifted.lon - TIANANMEN.lon == pytest.approx(0.0062, abs=0.0003)
    assert distance_m(TIANANMEN, shifted) < 0.01


@given(WORLD, WORLD)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_equator(
    one: Position, other: Position
) -> None:
    assert distance_m(one, other) == pytest.approx(distance_m(other, one), abs=1e-6)
    assert 0 <= distance_m(one, other) <= 20_015_200


def test_a_degree_of_latitude_is_about_111_kilometres() -> None:
    assert distance_m(Position(30.0, 120.0), Position(31.0, 120.0)) == pytest.approx(111_195, 0.001)


def test_the_date_line_is_no_wall() -> None:
    assert distance_m(Position(0.0, 179.9), Position(0.0, -179.9)) == pytest.approx(22_239, 0.001)


def test_outside_china_the_two_systems_are_the_same() -> None:
    there = to_gcj02(PARIS)
    assert (there.lat, there.lon) == (PARIS.lat, PARIS.lon)
    assert to_wgs84(there) == PARIS


def test_the_accuracy_goes_along() -> None:
    there = to_gcj02(Position(31.0, 121.0, accuracy_m=8.0))
    assert (there.accuracy_m, to_wgs84(there).accuracy_m) == (8.0, 8.0)


def test_a_system_that_is_not_known_is_refused_rather_than_guessed() -> None:
    for convert in (to_wgs84, to_gcj02):
        with pytest.raises(ValueError, match="BD-09"):
            convert(Position(31.0, 121.0, system="BD-09"))


def test_a_location_value_is_read_with_its_system_and_accuracy() -> None:
    value = {"lat": "31.5", "lon": "121.25", "system": "GCJ-02", "accuracy_m": "12.5"}
    assert read_position(value) == Position(31.5, 121.25, "GCJ-02", 12.5)
    assert read_position({"lat": "31.5", "lon": "121.25"}) == Position(31.5, 121.25)


@pytest.mark.parametrize("value", [None, "", [], "31,121", {"lat": "31"}, {"lon": "121"}])
def test_what_is_no_location_reads_as_none(value: object) -> None:
    assert read_position(value) is None
