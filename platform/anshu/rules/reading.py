"""Inputs of a table read from what is known: typed, converted to the table's unit, with age."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import msgspec
from msgspec import Struct

from anshu.compiler.rule_table import CompiledTable, Value
from anshu.definitions.field_language import Field
from anshu.definitions.rule_language import RuleInput
from anshu.kernel.quantity import Gas, Quantity, UnitError, convert, decimal_of
from anshu.rules.verdict import Taken

CLOCKS_DIFFER_SECONDS = 300
OF_ITEM = "item."


class Reading(Struct, frozen=True):
    """A declared fact from outside the record: its value as text, unit and time.

    Several codes are one text with commas between them.
    """

    value: str
    unit: str = ""
    at: datetime | None = None


class Item(Struct, frozen=True):
    """One of a list of facts (a worker, a neighbour): its key, its name for people, its values."""

    key: str
    label: str
    values: Mapping[str, Reading] = {}


class Given(Struct, frozen=True):
    """Everything tables may read: the fields with their values, what they refer to, facts, now.

    `data` is what the form asks now over what the record holds from before; `referred` the data
    of the records that a field names; `item` is the one of a list that is being judged.
    """

    now: datetime
    fields: Mapping[str, Field]
    data: Mapping[str, object]
    referred: Mapping[str, Mapping[str, object]] = {}
    readings: Mapping[str, Reading] = {}
    lists: Mapping[str, tuple[Item, ...]] = {}
    item: Item | None = None


def take(table: CompiledTable, given: Given) -> tuple[Taken, ...]:
    """Every input of the table in its order."""
    return tuple(_take(table, item, given) for item in table.item.inputs)


def value_of(item: RuleInput, taken: Taken) -> Value:
    """The value as the compiled table takes it."""
    if taken.value is None or taken.problem:
        return None
    if item.kind == "number":
        return Decimal(str(taken.value))
    if item.kind == "multi_choice":
        assert isinstance(taken.value, tuple | list)
        return tuple(taken.value)
    return taken.value


def _take(table: CompiledTable, item: RuleInput, given: Given) -> Taken:
    raw, unit, at = _raw(item, given)
    if given.item is None and item.fact.startswith(OF_ITEM):
        return Taken(item.key, unit=item.unit, problem="no_list")
    if raw is None:
        lacking = item.field and item.field not in given.fields
        return Taken(item.key, unit=item.unit, problem="no_such_field" if lacking else "")
    read = _typed(table, item, given, (raw, unit))
    age = None if at is None else int((given.now - at).total_seconds())
    if age is not None:
        read = msgspec.structs.replace(read, age_seconds=age)
    if item.max_age_minutes and not read.problem:
        if age is None or age > item.max_age_minutes * 60:
            return msgspec.structs.replace(read, problem="too_old")
        if age < -CLOCKS_DIFFER_SECONDS:
            return msgspec.structs.replace(read, problem="time_ahead")
    return read


def _raw(item: RuleInput, given: Given) -> tuple[object, str, datetime | None]:
    """The value as it stands, its unit and when it was measured."""
    if item.fact:
        reading = _reading(item.fact, given)
        return (reading.value, reading.unit, reading.at) if reading else (None, "", None)
    if item.of:
        known = given.referred.get(str(given.data.get(item.field)), {})
        return known.get(item.of), item.unit, None
    value = given.data.get(item.field)
    field = given.fields.get(item.field)
    chosen = given.data.get(item.unit_field) if item.unit_field else None
    unit = str(chosen) if chosen else (field.unit if field else "")
    return (None if value in ("", []) else value), unit, _moment(given.data.get(item.at_field))


def _reading(fact: str, given: Given) -> Reading | None:
    if given.item is not None and fact.startswith(OF_ITEM):
        return given.item.values.get(fact.removeprefix(OF_ITEM))
    return given.readings.get(fact)


def _typed(table: CompiledTable, item: RuleInput, given: Given, raw: tuple[object, str]) -> Taken:
    value = raw[0]
    wrong = Taken(item.key, unit=item.unit, entered=str(value)[:80], problem="wrong_type")
    match item.kind:
        case "number":
            return _number(table, item, given, raw)
        case "boolean":
            truth = {"true": True, "false": False}.get(value) if isinstance(value, str) else value
            return Taken(item.key, value=truth) if isinstance(truth, bool) else wrong
        case "choice":
            return Taken(item.key, value=value) if isinstance(value, str) else wrong
        case "multi_choice":
            value = value.split(",") if item.fact and isinstance(value, str) else value
            many = isinstance(value, list) and all(isinstance(each, str) for each in value)
            return Taken(item.key, value=tuple(value)) if many else wrong  # type: ignore[arg-type]


def _number(table: CompiledTable, item: RuleInput, given: Given, raw: tuple[object, str]) -> Taken:
    text, unit = str(raw[0]), raw[1]
    if item.unit_field and not unit:
        # To take the table's unit for granted would turn ppm into mg/m³ unseen.
        return Taken(item.key, unit=item.unit, entered=text[:80], problem="no_unit")
    if item.substance_field and not given.data.get(item.substance_field):
        return Taken(item.key, unit=item.unit, entered=text[:80], problem="no_substance")
    unit = unit or item.unit
    shown = Taken(item.key, unit=item.unit, entered=text[:80], entered_unit=unit)
    try:
        number = decimal_of(text)
    except UnitError:
        return msgspec.structs.replace(shown, problem="wrong_type")
    try:
        converted = convert(Quantity(number, unit), item.unit, gas=_gas(table, item, given.data))
    except UnitError:
        return msgspec.structs.replace(shown, problem="not_convertible")
    return msgspec.structs.replace(shown, value=f"{converted.value:f}")


def _gas(table: CompiledTable, item: RuleInput, data: Mapping[str, object]) -> Gas:
    code = item.substance or str(data.get(item.substance_field, ""))
    known = table.substances.get(code)
    gas = Gas(
        molar_mass=known.molar_mass if known else "",
        lel_vol_pct=known.lel_vol_pct if known else "",
    )
    warmth, pressure = data.get(item.temperature_field), data.get(item.pressure_field)
    if warmth:
        gas = msgspec.structs.replace(gas, temperature_c=str(warmth))
    return msgspec.structs.replace(gas, pressure_kpa=str(pressure)) if pressure else gas


def _moment(value: object) -> datetime | None:
    """A time with its zone; None for anything else, which then has no age."""
    try:
        moment = msgspec.convert(value, datetime) if isinstance(value, str) else None
    except msgspec.ValidationError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
