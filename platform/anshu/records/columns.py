"""Which columns of `record` a reader may see: a promoted column has its field's class."""

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import FieldClass
from anshu.flow.references import REFERENCE_KINDS
from anshu.records import fragments
from anshu.records.reading import Arguments, Reader

Classes = frozenset[FieldClass]
ORDERED_CLASSES: tuple[FieldClass, ...] = ("normal", "restricted", "personal")
ALWAYS = (
    "id", "type", "number", "state", "org_path", "reporter", "created_at", "updated_at",
    "done_at", "closed_at", "origin",
)  # fmt: skip
NAMED_APART = ("area", "equipment", "owner", "org_path")
PROMOTED = {
    "level": "text", "area": "uuid", "equipment": "uuid", "owner": "uuid", "due": "timestamptz",
    "t1": "text", "t2": "text", "t3": "text", "t4": "text",
    "n1": "numeric", "n2": "numeric", "n3": "numeric",
    "d1": "timestamptz", "d2": "timestamptz", "d3": "timestamptz",
}  # fmt: skip


def readable_classes(reader: Reader, kind: CompiledType) -> Classes:
    """The classes readable on every row of the type that the reader may read."""
    return reader.subject.allowed.classes(f"{kind.key}:record")


def is_visible(kind: CompiledType, column: str, classes: Classes) -> bool:
    """Whether a column may be shown, filtered and sorted by."""
    key = kind.promoted.get(column)
    return key is None or kind.fields[key].classed in classes


def row_columns(kind: CompiledType, classes: Classes) -> str:
    """The select list of a row; what the reader may not see is null, a hidden title the number."""
    title = "title" if is_visible(kind, "title", classes) else "number"
    columns = [f"record.{name}" for name in ALWAYS]
    columns.append(f"record.{title} as title")
    for name, cast in PROMOTED.items():
        seen = is_visible(kind, name, classes)
        columns.append(f"record.{name}" if seen else f"null::{cast} as {name}")
    return ", ".join(columns)


def photo_column(kind: CompiledType, classes: Classes, arguments: Arguments) -> str:
    """The first photo of the type's first photo field, as column `photo`."""
    for field in kind.fields.values():
        if field.kind == "photo" and field.classed in classes:
            key = arguments.add(field.key, "text")
            return f"record.{field.classed} -> ({key}) ->> 0 as photo"
    return "null::text as photo"


def references_column(
    kind: CompiledType, keys: list[str], arguments: Arguments, *, all_named: bool = False
) -> str:
    """The names that these (readable) fields refer to, as JSON text by id or path, `refs`.

    Fields whose column is named apart are left out unless `all_named`.
    """
    ids, paths, within = [], [], []
    for field in (kind.fields[key] for key in keys if key in kind.fields):
        if field.promoted in NAMED_APART and not all_named:
            continue
        value = f"record.{field.classed} ->> "
        if field.kind in REFERENCE_KINDS:
            ids.append(f"nullif({value}{arguments.add(field.key, 'text')}, '')::uuid")
        if field.kind == "org":
            paths.append(f"{value}{arguments.add(field.key, 'text')}")
        if any(column.kind in REFERENCE_KINDS for column in field.columns):
            table = f"record.{field.classed} -> {arguments.add(field.key, 'text')}"
            within += [
                fragments.REFERENCES_WITHIN.format(
                    table=table, column=arguments.add(column.key, "text")
                )
                for column in field.columns
                if column.kind in REFERENCE_KINDS
            ]
    if not (ids or paths or within):
        return "'{}' as refs"
    return fragments.REFERENCES.format(
        ids=", ".join(ids), paths=", ".join(paths), within="".join(within)
    )


def data_column(keys: list[str], classes: Classes, arguments: Arguments) -> str:
    """The values of these fields as JSON text, as column `data`; other classes are not read."""
    joined = " || ".join(f"record.{name}" for name in ORDERED_CLASSES if name in classes)
    return fragments.DATA.format(
        classes=joined or "'{}'::jsonb", keys=arguments.add(keys, "text[]")
    )
