"""A form compiled to a JSON Schema validator that answers with every field error at once."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

import jsonschema_rs
import msgspec

from anshu.compiler.conditions import (
    conflict_errors,
    missing_fields,
    parent_errors,
    unasked_fields,
)
from anshu.compiler.field_schema import FILLED, STORABLE
from anshu.compiler.form_schema import form_schema
from anshu.compiler.rows import plain_row_form, row_errors, table_of, without_cells
from anshu.compiler.structured import STRUCTURED
from anshu.definitions.field_language import CodeList, Field, Form, FormField
from anshu.kernel.refusal import FieldError

KEYWORD_CODES = {
    "minItems": "too_few",
    "maxItems": "too_many",
    "maxLength": "too_long",
    "enum": "not_in_list",
    "uniqueItems": "repeated",
}
NOTHING: Mapping[str, object] = MappingProxyType({})
PATTERN_CODES = {FILLED: "field_missing", STORABLE: "unreadable_text"}


class CompiledForm:
    """A form, its JSON Schema and its validator; instances are shared and immutable."""

    def __init__(
        self,
        form: Form,
        fields: Mapping[str, Field],
        lists: Mapping[str, CodeList],
        rows: Mapping[str, "CompiledForm"],
    ) -> None:
        """`fields`: all that conditions may speak of. `rows`: by table, how its rows are asked."""
        self.form = form
        self.schema = form_schema(form, fields, lists)
        self.fields = {use.field: fields[use.field] for use in form.fields}
        self.rows = rows
        self._of_type = fields
        self._lists = lists
        self.uses: dict[str, FormField] = {use.field: use for use in form.fields}
        self._validator = jsonschema_rs.Draft202012Validator(self.schema, validate_formats=True)

    def errors(
        self, data: Mapping[str, object], *, known: Mapping[str, object] = NOTHING
    ) -> tuple[FieldError, ...]:
        """Every wrong field of the data with its first error, in the form's order.

        `known` is what the record holds from earlier forms.
        """
        found: dict[str, FieldError] = {}
        missing = [
            self._error(key, "field_missing", data)
            for key in missing_fields(self.form, data, known)
        ]
        excluding = conflict_errors(self.form, self._of_type, data, known)
        unasked = [
            self._error(key, "not_asked", data) for key in unasked_fields(self.form, data, known)
        ]
        of_one = (
            *unasked, *self._schema_errors(data), *self._number_errors(data),
            *self._structured_errors(data), *self._row_errors(data, known),
        )  # fmt: skip
        asked = {**self._of_type, **self.fields}
        under = parent_errors(asked, self._lists, data, known)
        for error in (*of_one, *missing, *under, *excluding):
            found.setdefault(error.field, error)
        order = {key: place for place, key in enumerate(self.fields)}
        last = len(order)
        return tuple(sorted(found.values(), key=lambda e: order.get(table_of(e.field), last)))

    def sound(
        self, data: Mapping[str, object], *, known: Mapping[str, object] = NOTHING
    ) -> dict[str, object]:
        """The form's data without what is wrong in it; what is only missing is not wrong yet.

        Of a table the wrong cells are left out, not the rows.
        """
        errors = self.errors(data, known=known)
        wrong = {e.field for e in errors if e.code not in ("field_missing", "row_empty")}
        return {
            key: without_cells(key, value, wrong)
            for key, value in data.items()
            if key in self.fields and key not in wrong
        }

    def _row_errors(
        self, data: Mapping[str, object], known: Mapping[str, object]
    ) -> Iterator[FieldError]:
        around = {**known, **data}
        for key, form in self.rows.items():
            yield from row_errors(self.fields[key], data.get(key), form, around)

    def _schema_errors(self, data: Mapping[str, object]) -> Iterator[FieldError]:
        for error in self._validator.iter_errors(self._cut(data)):
            keyword = error.kind.name
            path = list(error.instance_path)
            if keyword == "required" and not path:
                yield self._error(error.kind.as_dict()["property"], "field_missing", data)
            elif keyword == "additionalProperties" and not path:
                for name in sorted(set(data) - set(self.fields)):
                    yield FieldError(field=name, code="unknown_field")
            elif path:
                yield self._error(str(path[0]), _code(keyword, error.kind.as_dict()), data)

    def _cut(self, data: Mapping[str, object]) -> dict[str, object]:
        """The data with lists one longer than they may be: an error for each of a million items
        would take many seconds to find, and the first says enough."""
        return {
            key: value[: self.fields[key].max_items + 1]
            if isinstance(value, list) and key in self.fields
            else value
            for key, value in data.items()
        }

    def _number_errors(self, data: Mapping[str, object]) -> Iterator[FieldError]:
        for key, field in self.fields.items():
            value = data.get(key)
            if field.kind != "number" or not isinstance(value, str):
                continue
            try:
                number = Decimal(value)
            except InvalidOperation:
                continue
            if field.minimum and number < Decimal(field.minimum):
                yield self._error(key, "too_small", data)
            if field.maximum and number > Decimal(field.maximum):
                yield self._error(key, "too_large", data)

    def _structured_errors(self, data: Mapping[str, object]) -> Iterator[FieldError]:
        for key, field in self.fields.items():
            if field.kind not in STRUCTURED or not isinstance(data.get(key), dict):
                continue
            fault = STRUCTURED[field.kind](data[key])
            if fault is not None:
                yield msgspec.structs.replace(
                    self._error(key, fault.code, {}), value=fault.value, limit=fault.limit
                )

    def _error(self, key: str, code: str, data: Mapping[str, object]) -> FieldError:
        field = self.fields.get(key)
        value = data.get(key)
        if field is None:
            return FieldError(field=key, code=code)
        use = self.uses[key]
        limit = {
            "too_long": str(field.max_length),
            "too_many": str(field.max_items),
            "too_few": str(use.min_items or 1),
            "too_small": field.minimum,
            "too_large": field.maximum,
        }.get(code, "")
        shown = value if isinstance(value, str) else ""
        return FieldError(
            field=key,
            code=code,
            label=field.label.zh,
            label_en=field.label.en,
            value=shown[:80],
            limit=limit,
        )


def _code(keyword: str, details: Mapping[str, object]) -> str:
    if keyword == "pattern":
        return PATTERN_CODES.get(str(details.get("pattern")), "wrong_format")
    return KEYWORD_CODES.get(keyword, "wrong_format")


def compile_form(
    form: Form,
    fields: Mapping[str, Field],
    lists: Mapping[str, CodeList],
    *,
    rows: Mapping[str, CompiledForm] = MappingProxyType({}),
) -> CompiledForm:
    """The validator of a form over the record type's fields and the code lists.

    `rows`: the forms of rows by the table they belong to; of others all columns are asked.
    """
    tables = {use.field: fields[use.field] for use in form.fields}
    asked = {
        key: rows[key]
        if key in rows
        else compile_form(plain_row_form(table), over_columns(table, fields), lists)
        for key, table in tables.items()
        if table.kind == "table"
    }
    return CompiledForm(form, fields, lists, asked)


def over_columns(table: Field, fields: Mapping[str, Field]) -> Mapping[str, Field]:
    """What the form of a table's rows can speak of: the type's fields and before them its own."""
    return {**fields, **{column.key: column for column in table.columns}}
