"""Values as people read them: labels of codes, names, local times in the tenant's zone."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Code, Field
from anshu.definitions.words import Text
from anshu.kernel.boundary import read_boundary, size_m2
from anshu.records.reading import Reader

YES, NO = Text(zh="是", en="Yes"), Text(zh="否", en="No")
SIGNED = Text(zh="已签名", en="Signed")
PHOTOS = Text(zh="{count} 张", en="{count} photos")
ROWS = Text(zh="{count} 行：{rows}", en="{count} rows: {rows}")
BOUNDARY = Text(zh="{count} 个点，面积 {size} m²", en="{count} points, {size} m²")
BROKEN = Text(zh="无法识别的边界", en="A boundary that cannot be read")
ORIGINS = {
    "live": Text(zh="系统登记", en="Registered here"),
    "import": Text(zh="历史导入", en="Imported"),
}
NAME_COLUMNS = {
    "area": "area_name", "equipment": "equipment_name", "owner": "owner_name",
    "reporter": "reporter_name", "org_path": "org_name",
}  # fmt: skip

REFERRING = ("person", "area", "equipment", "record", "org")


class Words(Struct, frozen=True):
    """How one reader is spoken to about one record type."""

    kind: CompiledType
    language: str
    zone: ZoneInfo
    # A page has fifty rows and three states: each label is looked for once.
    _labels: dict[tuple[str, str], str] = {}

    def state(self, code: str) -> str:
        """The state's label."""
        known = self._labels.get(("state", code))
        if known is None:
            known = label(self.kind.item.states, code, self.language)
            self._labels["state", code] = known
        return known

    def level(self, code: str) -> str:
        """The level's label, from the list of the type or of the field."""
        known = self._labels.get(("level", code))
        if known is None:
            known = label(levels_of(self.kind), code, self.language)
            self._labels["level", code] = known
        return known

    def time(self, moment: datetime | None) -> str:
        """`2026-11-20 14:05` in the tenant's zone; empty without a time."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}" if moment else ""


def words_for(reader: Reader, kind: CompiledType) -> Words:
    """The words for this reader."""
    return Words(kind, reader.language, ZoneInfo(reader.subject.timezone))


def levels_of(kind: CompiledType) -> tuple[Code, ...]:
    """The codes a record's level is one of: the type's list, else that of the field."""
    field = kind.fields.get(kind.promoted.get("level", ""))
    name = kind.item.level_list or (field.code_list if field else "")
    return kind.lists[name].items if name in kind.lists else ()


def level_codes(kind: CompiledType) -> list[str]:
    """The level's codes in the order of their list, lowest first as the list has them."""
    return [code.code for code in levels_of(kind)]


def label(codes: tuple[Code, ...], code: str, language: str) -> str:
    """A code's label; the code itself when the list does not have it (any more)."""
    return next((item.label.said(language) for item in codes if item.code == code), code)


def column_said(words: Words, column: str, row: Mapping[str, object]) -> str:
    """A column of a named row, or a field in its `data`, as text."""
    if column in NAME_COLUMNS:
        return str(row[NAME_COLUMNS[column]] or row[column] or "")
    if column == "state":
        return words.state(str(row["state"]))
    if column == "level":
        return words.level(str(row["level"])) if row["level"] else ""
    if column == "origin":
        return ORIGINS[str(row["origin"])].said(words.language)
    value = row[column]
    if isinstance(value, datetime):
        return words.time(value)
    key = words.kind.promoted.get(column)
    return field_said(words, words.kind.fields[key], value, {}) if key else str(value or "")


def field_said(words: Words, field: Field, value: object, names: Mapping[str, str]) -> str:
    """A field's value as text; a reference by its name, or as stored when it has none."""
    if value is None or value in ("", []):
        return ""
    if field.kind in REFERRING:
        return names.get(str(value), str(value))
    match field.kind:
        case "choice" if field.code_list:
            return label(words.kind.lists[field.code_list].items, str(value), words.language)
        case "multi_choice" if isinstance(value, list) and field.code_list:
            codes = words.kind.lists[field.code_list].items
            return "、".join(label(codes, str(code), words.language) for code in value)
        case "boolean":
            return (YES if value in (True, "true") else NO).said(words.language)
        case "datetime":
            return words.time(msgspec.convert(value, datetime))
        case "number":
            return _number_said(field, value)
        case "photo" if isinstance(value, list):
            return PHOTOS.said(words.language).format(count=len(value))
        case "signature":
            return SIGNED.said(words.language)
        case "location" | "boundary":
            return _place_said(value).said(words.language)
        case "table":
            return _table_said(words, field, value, names)
        case _:
            return str(value)


def row_said(
    words: Words, table: Field, row: Mapping[str, object], names: Mapping[str, str]
) -> str:
    """A row of a table as one line: what its columns say, in their order."""
    said = (field_said(words, column, row.get(column.key), names) for column in table.columns)
    return " · ".join(text for text in said if text)


def _table_said(words: Words, table: Field, value: object, names: Mapping[str, str]) -> str:
    rows = [row for row in (value if isinstance(value, list) else []) if isinstance(row, dict)]
    said = (row_said(words, table, row, names) for row in rows)
    return ROWS.said(words.language).format(count=len(rows), rows="；".join(said))


def _place_said(value: object) -> Text:
    if isinstance(value, dict) and "lat" in value:
        return Text(f"{value.get('lat')}, {value.get('lon')} ({value.get('system', 'WGS-84')})")
    return _boundary_said(value)


def _boundary_said(value: object) -> Text:
    known = read_boundary(value)
    if known is None:
        return BROKEN
    return BOUNDARY.filled(count=str(len(known.ring)), size=f"{size_m2(known):,.0f}")


def _number_said(field: Field, value: object) -> str:
    number = value.get("value") if isinstance(value, dict) else value
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return f"{text} {field.unit}" if field.unit else text
