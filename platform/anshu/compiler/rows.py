"""What is wrong with the rows of a table, each error addressed `workers[2].certificate`."""

from collections.abc import Iterator, Mapping, Set
from typing import Protocol

import msgspec

from anshu.definitions.field_language import Field, Form, FormField
from anshu.kernel.refusal import FieldError

Values = Mapping[str, object]


class RowForm(Protocol):
    """What tells the errors of one row."""

    def errors(self, data: Values, *, known: Values) -> tuple[FieldError, ...]: ...


def plain_row_form(table: Field) -> Form:
    """The form of a table's rows that asks every column and requires none."""
    uses = tuple(FormField(column.key) for column in table.columns)
    return Form(key=f"{table.key}_row", title=table.label, fields=uses, of_table=table.key)


def row_errors(table: Field, rows: object, form: RowForm, around: Values) -> Iterator[FieldError]:
    """Every wrong column of every row; rows that are no objects are left to the schema.

    `around` is what the form and the record hold besides the row.
    """
    if not isinstance(rows, list):
        return
    for place, row in enumerate(rows[: table.max_items]):
        if not isinstance(row, dict):
            continue
        if not row:
            yield in_row(table, place, FieldError(field="", code="row_empty"))
        for error in form.errors(row, known=around):
            yield in_row(table, place, error)


def without_cells(key: str, value: object, wrong: Set[str]) -> object:
    """The rows of a table without the cells whose addresses are wrong; any other value as it is."""
    if not isinstance(value, list):
        return value
    return [
        {c: cell for c, cell in row.items() if f"{key}[{place}].{c}" not in wrong}
        if isinstance(row, dict)
        else row
        for place, row in enumerate(value)
    ]


def table_of(address: str) -> str:
    """The field that an error's address begins with."""
    return address.partition("[")[0]


def in_row(table: Field, place: int, error: FieldError) -> FieldError:
    """The error of a column as one of the table, at its address and with its row in the label."""
    zh = f"{table.label.zh}第 {place + 1} 行{error.label}"
    en = f"{table.label.said('en')}, row {place + 1} {error.label_en or error.label}".strip()
    address = f"{table.key}[{place}]" + (f".{error.field}" if error.field else "")
    return msgspec.structs.replace(error, field=address, label=zh, label_en=en, row=place + 1)
