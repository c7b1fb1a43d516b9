"""What can be observed and how a value that was sent becomes one that is kept."""

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

from anshu.kernel.quantity import Quantity, UnitError, convert, decimal_of

FORCE = "Bft"


class Observable(Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity: the unit it is kept in and the values that are believed."""

    key: str
    unit: str
    least: str
    most: str
    about: Literal["plant", "record"]


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """All quantities, and the winds in m/s at which the forces of the Beaufort scale begin."""

    quantities: tuple[Observable, ...]
    beaufort: tuple[str, ...]


@cache
def catalogue() -> Catalogue:
    """What can be observed."""
    text = (files("anshu.records.observing") / "quantities.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Catalogue)


def observable(key: str) -> Observable | None:
    """The quantity of this name."""
    return next((each for each in catalogue().quantities if each.key == key), None)


def kept_value(kind: Observable, value: str, unit: str) -> Decimal:
    """The value in the quantity's own unit; a force of wind is kept as its lower end.

    UnitError for what is no number, no force, or measures something else.
    """
    number = decimal_of(value)
    if unit == FORCE and kind.unit == "m/s":
        steps = catalogue().beaufort
        if number != int(number) or not 0 <= number < len(steps):
            raise UnitError(f"{value!r} is no force of wind")
        return Decimal(steps[int(number)])
    return convert(Quantity(number, unit), kind.unit).value
