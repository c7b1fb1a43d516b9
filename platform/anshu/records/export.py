"""Exports the rows and fields that a person may read and export, as CSV or XLSX.

The file shows values as people read them. Rows are those of one moment (one SELECT).
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Field
from anshu.definitions.words import Text
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.columns import (
    Classes,
    data_column,
    readable_classes,
    references_column,
)
from anshu.records.filters import ListFilters, check, parts
from anshu.records.heavy import heavy
from anshu.records.keyset import order_of
from anshu.records.listing import (
    PageOf,
    page_rows,
    page_statement,
    refuse_columns,
    refuse_hidden,
)
from anshu.records.names import Words, column_said, field_said, words_for
from anshu.records.predicates import predicates
from anshu.records.reading import Arguments, Reader, Statement, malformed, read, readable_kind
from anshu.records.services import Services
from anshu.records.spreadsheet import MIME, Format, harmless, written
from anshu.records.subject import Subject
from anshu.records.views.shape import columns_of

MOST_EXPORTED = 50_000
HEAD = {
    "number": Text(zh="编号", en="Number"),
    "state": Text(zh="状态", en="State"),
    "org_path": Text(zh="责任组织", en="Unit"),
    "reporter": Text(zh="登记人", en="Registered by"),
    "created_at": Text(zh="登记时间", en="Registered"),
}
TAIL = {
    "done_at": Text(zh="完成时间", en="Done"),
    "closed_at": Text(zh="办结时间", en="Closed"),
    "origin": Text(zh="数据来源", en="Origin"),
}
LEFT_OUT = ("assignments",)


class Cell(Struct, frozen=True):
    """A column of the file: one of the table, or a field."""

    label: str
    column: str = ""
    field: Field | None = None


class ExportFile(Struct, frozen=True):
    """A finished file: its name, MIME type, bytes, and how many records it holds."""

    filename: str
    mime: str
    body: bytes
    rows: int


async def export_records(
    services: Services, subject: Subject, kind: str, filters: ListFilters, *, form: Format
) -> ExportFile | Refusal:
    """The filtered rows as a file; limit and cursor of the filters do not matter.

    `columns` of the filters are those of the list (see views/shape.py) in their order; without
    any, everything that may be read is written. Refuses what a list refuses, a missing export
    permission, an unknown format, and more than 50,000 rows (`export_too_large`). The file is
    written outside the event loop.
    """
    if form not in MIME:
        return malformed(FieldError("format", "unknown_choice", value=str(form)[:20]))
    whole = msgspec.structs.replace(filters, cursor="", limit=1)
    refusal = check(whole)
    if refusal is not None:
        return refusal
    found = await read(
        services, subject, lambda reader: _compose(reader, kind, whole),
        purpose="record.export", lane="slow",
    )  # fmt: skip
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    rows, more = page_rows(found.rows[0], MOST_EXPORTED)
    if more:
        limit = str(MOST_EXPORTED)
        fact = Fact("rows", f">{MOST_EXPORTED}", limit=limit)
        return Refusal("export_too_large", kind="too_large", facts=(fact,))
    compiled = reader.book.compiled.types[kind]
    words = words_for(reader, compiled)
    layout = layout_of(compiled, filters, readable_classes(reader, compiled), reader.language)
    body = await heavy(lambda: written(_lines(words, layout, rows), form))
    title = compiled.item.title.said(reader.language)
    name = f"{title}-{reader.now.astimezone(words.zone):%Y%m%d-%H%M}.{form}"
    return ExportFile(filename=name, mime=MIME[form], body=body, rows=len(rows))


def exported_fields(kind: CompiledType, classes: Classes) -> list[Field]:
    """The fields that become columns: of the readable classes, the unit apart."""
    return [
        field
        for field in kind.fields.values()
        if field.classed in classes and field.kind not in LEFT_OUT and field.promoted != "org_path"
    ]


def layout_of(
    kind: CompiledType, filters: ListFilters, classes: Classes, language: str
) -> list[Cell]:
    """The file's columns: those asked for, else all; without such as have no text."""
    if not filters.columns:
        fields = [Cell(f.label.said(language), field=f) for f in exported_fields(kind, classes)]
        head, tail = (
            [Cell(text.said(language), column) for column, text in part.items()]
            for part in (HEAD, TAIL)
        )
        return [*head, *fields, *tail]
    shapes = {shape.key: shape for shape in columns_of(kind, classes, language)}
    found = []
    for key in parts(filters.columns):
        shape = shapes[key]
        if shape.is_field:
            found.append(Cell(shape.label, field=kind.fields[key]))
        elif shape.kind not in ("photo", "span"):
            found.append(Cell(shape.label, "org_path" if key == "org" else key))
    return found


def _compose(reader: Reader, name: str, filters: ListFilters) -> tuple[Statement, ...] | Refusal:
    kind = readable_kind(reader, name, "export")
    if isinstance(kind, Refusal):
        return kind
    classes = readable_classes(reader, kind)
    refusal = refuse_hidden(kind, filters, classes) or _refuse_columns(kind, filters, classes)
    order = order_of(filters.sort)
    if refusal is not None or order is None:
        return refusal or Refusal("query_malformed", kind="malformed")
    arguments = Arguments()
    where = predicates(reader, kind, filters, classes=classes, arguments=arguments)
    for action in ("read", "export"):
        reach = reader.subject.allowed.reach(kind.permission(action))
        where.append(arguments.scope(reach, reader.subject))
    layout = layout_of(kind, filters, classes, reader.language)
    keys = [cell.field.key for cell in layout if cell.field is not None]
    page = PageOf(
        kind=kind, classes=classes, where=where, columns=[
            data_column(keys, classes, arguments), references_column(kind, keys, arguments)
        ],
        order=order, cursor="", limit=MOST_EXPORTED,
    )  # fmt: skip
    return (page_statement(page, arguments, counted=False),)


def _refuse_columns(kind: CompiledType, filters: ListFilters, classes: Classes) -> Refusal | None:
    shapes = {shape.key for shape in columns_of(kind, classes, "zh-CN")}
    return refuse_columns(kind, [k for k in parts(filters.columns) if k not in shapes], classes)


def _lines(
    words: Words, layout: list[Cell], rows: list[Mapping[str, object]]
) -> Iterator[list[str]]:
    yield [harmless(cell.label) for cell in layout]
    for row in rows:
        data = msgspec.json.decode(str(row["data"]), type=dict[str, object])
        names = msgspec.json.decode(str(row["refs"]), type=dict[str, str])
        yield [harmless(_said(words, cell, row, data, names)) for cell in layout]


def _said(
    words: Words,
    cell: Cell,
    row: Mapping[str, object],
    data: dict[str, object],
    names: dict[str, str],
) -> str:
    if cell.field is None:
        return column_said(words, cell.column, row)
    # These have their name in the row.
    if cell.field.promoted in ("area", "equipment", "owner"):
        return column_said(words, cell.field.promoted, row)
    return field_said(words, cell.field, data.get(cell.field.key), names)
