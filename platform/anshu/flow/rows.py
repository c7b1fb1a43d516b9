"""Rows of a table field: what the product itself keeps in them, and how they are numbered.

The product's own keys begin with "@": `@no` (1, 2, …), `@at` and `@by` of a row that was entered
while a task waited, `@ended` and `@ended_by` of one that was ended. Nobody else writes them.
"""

from collections.abc import Mapping, Sequence

import msgspec

from anshu.definitions.field_language import Field
from anshu.kernel.canonical import canonical

Row = dict[str, object]


def rows_of(data: Mapping[str, object], table: str) -> tuple[Row, ...]:
    """The rows of a table field; none where there is something else."""
    value = data.get(table)
    return tuple(row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def is_running(row: Mapping[str, object]) -> bool:
    """Whether the row was not ended."""
    return not row.get("@ended")


def number_of(row: Mapping[str, object]) -> int:
    """The row's number; 0 if it has none yet."""
    value = row.get("@no")
    return value if isinstance(value, int) else 0


def highest(rows: Sequence[Mapping[str, object]]) -> int:
    """The highest number among the rows."""
    return max((number_of(row) for row in rows), default=0)


def plain(row: Mapping[str, object]) -> Row:
    """The row without what the product keeps in it."""
    return {key: value for key, value in row.items() if not key.startswith("@")}


def without_own_keys(fields: Mapping[str, Field], data: Mapping[str, object]) -> dict[str, object]:
    """The data with plain rows in its tables: a client sends back what it was shown."""
    return {
        key: [plain(row) if isinstance(row, dict) else row for row in value]
        if key in fields and fields[key].kind == "table" and isinstance(value, list)
        else value
        for key, value in data.items()
    }


def numbered(
    fields: Mapping[str, Field], data: Mapping[str, object], before: Mapping[str, object]
) -> dict[str, object]:
    """The data with its tables' rows numbered.

    A row that is as it was before keeps its number and its story; new ones follow the highest.
    """
    return {
        key: _numbered(rows_of(data, key), rows_of(before, key))
        if key in fields and fields[key].kind == "table" and isinstance(value, list)
        else value
        for key, value in data.items()
    }


def merged(rows: Sequence[Row], changed: Sequence[Row]) -> list[Row]:
    """The rows with those changed in the place of the one of the same number, new ones last."""
    new = {number_of(row): row for row in changed}
    kept = [new.pop(number_of(row), row) for row in rows]
    return [*kept, *new.values()]


def _numbered(rows: Sequence[Row], before: Sequence[Row]) -> list[Row]:
    known: dict[bytes, list[Row]] = {}
    for row in before:
        known.setdefault(_content(row), []).append(row)
    following = highest(before)
    result: list[Row] = []
    for row in rows:
        same = known.get(_content(row))
        if same:
            result.append(same.pop(0))
            continue
        following += 1
        result.append({**plain(row), "@no": following})
    return result


def _content(row: Mapping[str, object]) -> bytes:
    """What tells rows apart; of a value without a canonical form any encoding will do."""
    try:
        return canonical(plain(row))
    except (TypeError, ValueError):
        return msgspec.json.encode(plain(row), order="sorted")
