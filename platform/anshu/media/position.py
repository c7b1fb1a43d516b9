"""Where something was taken, as decimal text: how a phone sends it and a row keeps it."""

from decimal import Decimal, InvalidOperation
from typing import Literal

from msgspec import Struct

from anshu.kernel.position import Position as GroundPosition
from anshu.kernel.position import distance_m
from anshu.kernel.refusal import FieldError

System = Literal["WGS-84", "GCJ-02"]
Source = Literal["browser", "manual", "exif"]


class Position(Struct, frozen=True):
    """Degrees and metres as decimal text; `at` is when the place was fixed (RFC 3339)."""

    lat: str
    lon: str
    accuracy_m: str = ""
    system: System = "WGS-84"
    source: Source = "browser"
    at: str = ""


def position_errors(position: Position) -> tuple[FieldError, ...]:
    """Every part that is no number or lies outside the globe."""
    checks = (
        ("lat", position.lat, Decimal(-90), Decimal(90)),
        ("lon", position.lon, Decimal(-180), Decimal(180)),
        ("accuracy_m", position.accuracy_m or "0", Decimal(0), Decimal(100_000)),
    )
    return tuple(
        FieldError(
            field=name,
            code="position_out_of_range",
            value=text,
            limit=f"{low} … {high}",
        )
        for name, text, low, high in checks
        if not _within(text, low, high)
    )


def apart_m(one: Position, other: Position) -> float:
    """Metres between two sound positions, each brought to WGS-84 first."""
    return distance_m(_on_the_ground(one), _on_the_ground(other))


def _on_the_ground(position: Position) -> GroundPosition:
    return GroundPosition(float(position.lat), float(position.lon), position.system)


def _within(text: str, low: Decimal, high: Decimal) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and low <= number <= high
