"""Quantities: a decimal with its unit, and conversion that refuses what it does not know.

Shares of gas need more than a factor: %LEL needs the substance's lower explosive limit, mg/m³
its molar mass with temperature and pressure. Nothing is rounded on the way but by the decimal
context; nobody's number passes through a float.
"""

from collections.abc import Mapping
from decimal import Context, Decimal, InvalidOperation, localcontext
from types import MappingProxyType

from msgspec import Struct

GAS_CONSTANT = Decimal("8.314462618")  # J/(mol K), CODATA
ZERO_CELSIUS = Decimal("273.15")
PRECISION = 28
# Unit to (dimension, factor to the dimension's first unit).
UNITS: Mapping[str, tuple[str, Decimal]] = MappingProxyType(
    {
        "m": ("length", Decimal(1)), "mm": ("length", Decimal("0.001")),
        "cm": ("length", Decimal("0.01")), "km": ("length", Decimal(1000)),
        "kPa": ("pressure", Decimal(1)), "Pa": ("pressure", Decimal("0.001")),
        "MPa": ("pressure", Decimal(1000)), "bar": ("pressure", Decimal(100)),
        "min": ("time", Decimal(1)), "s": ("time", Decimal(1) / Decimal(60)),
        "h": ("time", Decimal(60)), "d": ("time", Decimal(1440)),
        "kg": ("mass", Decimal(1)), "g": ("mass", Decimal("0.001")), "t": ("mass", Decimal(1000)),
        "V": ("voltage", Decimal(1)), "kV": ("voltage", Decimal(1000)),
        "m/s": ("speed", Decimal(1)), "km/h": ("speed", Decimal(1) / Decimal("3.6")),
        "mm/s": ("speed", Decimal("0.001")),
        "mm/h": ("speed", Decimal("0.001") / Decimal(3600)), "°C": ("temperature", Decimal(1)),
        "%vol": ("gas", Decimal(1)), "ppm": ("gas", Decimal("0.0001")),
        "%LEL": ("gas", Decimal(0)), "mg/m3": ("gas", Decimal(0)), "": ("number", Decimal(1)),
        "%": ("share", Decimal(1)), "万元": ("money", Decimal(1)),
    }
)  # fmt: skip
SPELLINGS = MappingProxyType({"mg/m³": "mg/m3", "℃": "°C", "%VOL": "%vol", "vol%": "%vol"})


class Gas(Struct, frozen=True):
    """What a conversion of gas shares needs to know; an empty figure is not known."""

    molar_mass: str = ""
    lel_vol_pct: str = ""
    temperature_c: str = "20"
    pressure_kpa: str = "101.325"


class Quantity(Struct, frozen=True):
    """A decimal and its unit."""

    value: Decimal
    unit: str


class UnitError(ValueError):
    """A conversion that cannot be made; the text names what is missing."""


NO_GAS = Gas()


def known_unit(unit: str) -> bool:
    """Whether the unit can be converted at all."""
    return spelled(unit) in UNITS


def dimension(unit: str) -> str:
    """What the unit measures; UnitError for a unit nobody knows."""
    if not known_unit(unit):
        raise UnitError(f"unit {unit!r} is not known")
    return UNITS[spelled(unit)][0]


def spelled(unit: str) -> str:
    """The unit as it is written here."""
    return SPELLINGS.get(unit.strip(), unit.strip())


def written(unit: str) -> str:
    """The unit as people read it."""
    return "mg/m³" if unit == "mg/m3" else unit


def decimal_of(text: str) -> Decimal:
    """The finite decimal a text holds; UnitError if it holds none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise UnitError(f"{text!r} is no number") from error
    if not value.is_finite():
        raise UnitError(f"{text!r} is no number")
    return value


def convert(quantity: Quantity, unit: str, *, gas: Gas = NO_GAS) -> Quantity:
    """The same quantity in another unit; UnitError names what it cannot do or lacks."""
    source, target = spelled(quantity.unit), spelled(unit)
    if source == target:
        return Quantity(quantity.value, target)
    if dimension(source) != dimension(target):
        raise UnitError(f"{source!r} does not measure the same as {target!r}")
    with localcontext(Context(prec=PRECISION)):
        if dimension(source) == "gas":
            share = quantity.value * _in_vol_pct(source, gas)
            return Quantity(_plain(share / _in_vol_pct(target, gas)), target)
        value = quantity.value * UNITS[source][1] / UNITS[target][1]
    return Quantity(_plain(value), target)


def shown(value: Decimal, *, places: int = 4) -> str:
    """The number for people: four places, fewer above one, no exponent, no trailing zeros."""
    if abs(value) >= 1:
        places = max(places - value.adjusted() - 1, 1)
    rounded = round(value, places)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _in_vol_pct(unit: str, gas: Gas) -> Decimal:
    """How many percent by volume one of the unit is."""
    if unit == "%LEL":
        return _figure(gas.lel_vol_pct, "lower explosive limit") / 100
    if unit != "mg/m3":
        return UNITS[unit][1]
    kelvin = decimal_of(gas.temperature_c) + ZERO_CELSIUS
    pressure = decimal_of(gas.pressure_kpa)
    if kelvin <= 0 or pressure <= 0:
        raise UnitError("temperature and pressure must be above zero")
    litres_per_mole = GAS_CONSTANT * kelvin / pressure
    ppm = litres_per_mole / _figure(gas.molar_mass, "molar mass")
    return ppm * UNITS["ppm"][1]


def _figure(text: str, name: str) -> Decimal:
    if not text:
        raise UnitError(f"the substance's {name} is not known")
    value = decimal_of(text)
    if value <= 0:
        raise UnitError(f"the substance's {name} must be above zero")
    return value


def _plain(value: Decimal) -> Decimal:
    """Without the digits that a division leaves beyond what anybody measures."""
    return value.quantize(Decimal(1).scaleb(-12)).normalize() if value else Decimal(0)
