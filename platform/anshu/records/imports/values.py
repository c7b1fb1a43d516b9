"""Turns one cell's text into a field's value, or into the code of what is wrong with it."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from anshu.records.imports.moments import read_moment
from anshu.records.imports.references import ReferenceKind, References
from anshu.records.imports.targets import Choice, Target
from anshu.records.imports.wording import half_width, label_key, name_key

# JSON as kept in a record: decimals are text, never floats.
Value = str | bool | list[str] | dict[str, str]

_YES: Final = frozenset(("是", "有", "对", "√", "✓", "☑", "y", "yes", "true", "1", "已", "已完成"))
_NO: Final = frozenset(
    ("否", "无", "错", "×", "✗", "x", "☐", "n", "no", "false", "0", "未", "未完成")
)
_LISTED_CHOICES: Final = 12
# The decimals that a form accepts, too: compiler/field_schema.py.
_DECIMAL: Final = re.compile(r"-?\d{1,12}(\.\d{1,9})?")
_SEPARATORS: Final = re.compile(r"[、,;/|\n]+")


class Wrong(Struct, frozen=True):
    """Why a cell is not accepted; `limit` says what would be."""

    code: str
    limit: str = ""


def read_value(
    text: str, target: Target, *, references: References, zone: ZoneInfo
) -> Value | datetime | Wrong:
    """The value of a non-empty cell; a datetime is in UTC."""
    match target.kind:
        case "text" | "long_text":
            return _text(text, target)
        case "number":
            return _number(text, target)
        case "choice" | "clause":
            return _choice(text, target)
        case "multi_choice":
            return _choices(text, target)
        case "boolean":
            return _boolean(text)
        case "datetime":
            moment = read_moment(text, zone)
            return Wrong("import_not_a_date") if moment is None else moment
        case "person" | "org" | "area" | "equipment":
            return _reference(text, target.kind, references)
        case "location":
            return _location(text)
        case _:
            return Wrong("import_not_importable")


def _text(text: str, target: Target) -> str | Wrong:
    if len(text) > target.max_length:
        return Wrong("import_too_long", limit=str(target.max_length))
    return text


def _number(text: str, target: Target) -> str | Wrong:
    plain = re.sub(r"[\s,]", "", half_width(text))
    if target.unit and plain.casefold().endswith(name_key(target.unit)):
        plain = plain[: -len(name_key(target.unit))]
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return Wrong("import_not_a_number", limit=target.unit)
    if not number.is_finite() or not _DECIMAL.fullmatch(f"{number:f}"):
        return Wrong("import_not_a_number", limit=target.unit)
    if target.minimum and number < Decimal(target.minimum):
        return Wrong("import_too_small", limit=target.minimum)
    if target.maximum and number > Decimal(target.maximum):
        return Wrong("import_too_big", limit=target.maximum)
    return f"{number:f}"


def _choice(text: str, target: Target) -> str | Wrong:
    """The code by code, label or alias; an abbreviation counts if it begins one label only."""
    wanted = label_key(text)
    for choice in target.choices:
        if name_key(text) == name_key(choice.code) or wanted in _labels(choice):
            return choice.code
    begun = [
        choice.code
        for choice in target.choices
        if len(wanted) >= 2 and label_key(choice.label.zh).startswith(wanted)
    ]
    return begun[0] if len(begun) == 1 else Wrong("import_not_a_choice", limit=_listed(target))


def _labels(choice: Choice) -> set[str]:
    return {label_key(word) for word in (choice.label.zh, choice.label.en, *choice.aliases) if word}


def _choices(text: str, target: Target) -> list[str] | Wrong:
    codes: list[str] = []
    for part in _SEPARATORS.split(half_width(text)):
        code = _choice(part, target) if part.strip() else ""
        if isinstance(code, Wrong):
            return code
        if code and code not in codes:
            codes.append(code)
    return codes


def _listed(target: Target) -> str:
    labels = [choice.label.zh for choice in target.choices]
    more = f"…（共 {len(labels)} 项）" if len(labels) > _LISTED_CHOICES else ""
    return "、".join(labels[:_LISTED_CHOICES]) + more


def _boolean(text: str) -> bool | Wrong:
    word = name_key(text)
    if word in _YES:
        return True
    return False if word in _NO else Wrong("import_not_a_boolean", limit="是 / 否")


def _reference(text: str, kind: ReferenceKind, references: References) -> str | Wrong:
    found = references.find(kind, text)
    if len(found) > 1:
        return Wrong("import_ambiguous", limit=str(len(found)))
    return found[0] if found else Wrong(f"import_unknown_{kind}")


def _location(text: str) -> Value | Wrong:
    parts = [part for part in re.split(r"[\s,;]+", half_width(text)) if part]
    try:
        lat, lon = (Decimal(part) for part in parts)
    except (InvalidOperation, ValueError):
        return Wrong("import_not_a_location")
    if not (lat.is_finite() and lon.is_finite() and abs(lat) <= 90 and abs(lon) <= 180):
        return Wrong("import_not_a_location")
    return {"lat": f"{lat:f}", "lon": f"{lon:f}", "system": "WGS-84", "source": "manual"}
