"""Quantities convert exactly, or say what they lack."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anshu.kernel.quantity import Gas, Quantity, UnitError, convert, decimal_of, known_unit, shown

H2S = Gas(molar_mass="34.08", lel_vol_pct="4.0")
METHANE = Gas(molar_mass="16.04", lel_vol_pct="5.0")


def converted(value: str, unit: str, to: str, gas: Gas = H2S) -> Decimal:
    return convert(Quantity(Decimal(value), unit), to, gas=gas).value


@pytest.mark.parametrize(
    ("value", "unit", "to", "gas", "expected"),
    [
        ("10", "%LEL", "%vol", METHANE, "0.5"),
        ("0.5", "%vol", "%LEL", METHANE, "10"),
        ("1", "%vol", "ppm", METHANE, "10000"),
        ("36", "km/h", "m/s", H2S, "10"),
        ("0.4", "MPa", "kPa", H2S, "400"),
        ("1.5", "h", "min", H2S, "90"),
    ],
)
def test_units_convert_exactly(value: str, unit: str, to: str, gas: Gas, expected: str) -> None:
    assert converted(value, unit, to, gas) == Decimal(expected)


def test_ten_milligrams_of_hydrogen_sulphide_are_about_seven_ppm_at_twenty_degrees() -> None:
    # 24.055 litres a mole at 20 °C and 101.325 kPa, over 34.08 g a mole.
    assert shown(converted("10", "mg/m³", "ppm")) == "7.058"


def test_the_same_ppm_weigh_less_when_it_is_warm_or_high_up() -> None:
    warm = Gas(molar_mass="34.08", temperature_c="40")
    high = Gas(molar_mass="34.08", pressure_kpa="80")
    usual = converted("10", "ppm", "mg/m3")
    assert converted("10", "ppm", "mg/m3", warm) < usual
    assert converted("10", "ppm", "mg/m3", high) < usual


@pytest.mark.parametrize(
    ("unit", "to", "gas", "said"),
    [
        ("%LEL", "%vol", Gas(), "lower explosive limit"),
        ("ppm", "mg/m3", Gas(), "molar mass"),
        ("ppm", "mg/m3", Gas(molar_mass="34", temperature_c="-300"), "above zero"),
        ("m", "kPa", H2S, "does not measure the same"),
        ("furlong", "m", H2S, "not known"),
    ],
)
def test_what_cannot_be_converted_is_named(unit: str, to: str, gas: Gas, said: str) -> None:
    with pytest.raises(UnitError, match=said):
        convert(Quantity(Decimal(1), unit), to, gas=gas)


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1,5", "十"])
def test_a_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UnitError):
        decimal_of(text)


@given(
    value=st.decimals(min_value=0, max_value=1000, places=4),
    there=st.sampled_from(["%vol", "ppm", "%LEL", "mg/m3"]),
    back=st.sampled_from(["%vol", "ppm", "%LEL", "mg/m3"]),
)
def test_there_and_back_is_the_same_to_a_millionth(value: Decimal, there: str, back: str) -> None:
    middle = convert(Quantity(value, there), back, gas=H2S)
    again = convert(middle, there, gas=H2S)
    assert abs(again.value - value) <= Decimal("0.000001")


def test_a_number_is_shown_without_digits_that_nobody_measured() -> None:
    assert [shown(Decimal(t)) for t in ("11.333971126251", "0.50", "1E+3", "-0.00001", "0")] == [
        "11.33", "0.5", "1000", "0", "0",
    ]  # fmt: skip


def test_unknown_units_are_known_as_such() -> None:
    assert known_unit("mg/m³")
    assert not known_unit("furlong")
