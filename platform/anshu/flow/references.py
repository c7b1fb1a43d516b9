"""References in a form's data: people, areas, equipment and files must exist."""

import re
from collections.abc import Iterator, Mapping
from uuid import UUID

from msgspec import Struct

from anshu.compiler.form import CompiledForm
from anshu.compiler.rows import in_row
from anshu.definitions.field_language import Field
from anshu.flow.commands import Facts
from anshu.flow.repetition import Likeness
from anshu.kernel.refusal import FieldError

# What else is asked for reaches the database as it is: not everything can be stored or compared.
HASH = re.compile(r"[0-9a-f]{64}")
NAMED_KINDS = ("person", "area", "equipment")
REFERENCE_KINDS = (*NAMED_KINDS, "record")
# Files that are no pictures: a table, the text under a signature, the proof of one.
NO_PICTURES = ("file", "sheet", "proof")


class References(Struct, frozen=True):
    """Everything that data refers to, to be read in one statement.

    `holders`: the roles whose holders are asked for; `tasks`: those of which it is asked whether
    anybody but the person `reader` has seen them. `asker`: who must have sent the files or may
    see them; `units`: paths that must be those of units; `claims`: of values that only one record
    may have.
    """

    records: tuple[UUID, ...] = ()
    media: tuple[str, ...] = ()
    alike: Likeness | None = None
    holders: tuple[str, ...] = ()
    tasks: tuple[UUID, ...] = ()
    reader: UUID | None = None
    asker: UUID | None = None
    units: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def references_of(fields: Mapping[str, Field], data: Mapping[str, object]) -> References:
    """What the data's values refer to; values of a wrong shape are left to the form."""
    records: set[UUID] = set()
    media: set[str] = set()
    for key, field in fields.items():
        value = data.get(key)
        if field.kind in REFERENCE_KINDS and isinstance(value, str):
            try:
                records.add(UUID(value))
            except ValueError:
                continue
        elif field.kind == "photo" and isinstance(value, list):
            media.update(item for item in value[: field.max_items] if _is_hash(item))
        elif field.kind == "signature" and isinstance(value, dict):
            parts = ("image", "proof", "shown")
            media.update(value[part] for part in parts if _is_hash(value.get(part)))
        elif field.kind == "table":
            for _, row in rows_of(field, value):
                within = references_of(columns_of(field), row)
                records.update(within.records)
                media.update(within.media)
    return References(tuple(sorted(records)), tuple(sorted(media)))


def reference_errors(
    form: CompiledForm, data: Mapping[str, object], facts: Facts
) -> tuple[FieldError, ...]:
    """Every reference of the data that leads nowhere or to a thing of another kind."""
    return tuple(_errors(form.fields, data, facts))


def rows_of(table: Field, value: object) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The rows of a table's value with their places; what is no row is left to the form."""
    rows = value[: table.max_items] if isinstance(value, list) else []
    yield from ((place, row) for place, row in enumerate(rows) if isinstance(row, dict))


def columns_of(table: Field) -> dict[str, Field]:
    """The columns by key."""
    return {column.key: column for column in table.columns}


def named_record(value: object) -> UUID | None:
    """The record that a field's value refers to; None for anything else."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _errors(
    fields: Mapping[str, Field], data: Mapping[str, object], facts: Facts
) -> Iterator[FieldError]:
    for key, field in fields.items():
        if field.kind == "table":
            for place, row in rows_of(field, data.get(key)):
                for error in _errors(columns_of(field), row, facts):
                    yield in_row(field, place, error)
            continue
        wanted = references_of({key: field}, data)
        for record_id in wanted.records:
            known = facts.records.get(record_id)
            if known is None or known.type != (field.of or field.kind):
                yield FieldError(
                    key, "reference_unknown", label=field.label.zh, label_en=field.label.en
                )
        for digest in wanted.media:
            media = facts.media.get(digest)
            picture = field.kind == "photo" or digest == _image(data[key])
            if media is None or (picture and media.purpose in NO_PICTURES):
                yield FieldError(
                    key,
                    "file_unknown",
                    label=field.label.zh,
                    label_en=field.label.en,
                    value=digest[:12],
                )


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def _image(value: object) -> object:
    return value.get("image") if isinstance(value, dict) else None
