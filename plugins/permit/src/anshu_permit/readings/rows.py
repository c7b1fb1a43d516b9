"""Rows of a permit's tables and the values in them, whoever filled them in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from anshu.sdk.facts import Situation

Row = Mapping[str, object]


def rows_of(data: Mapping[str, object], table: str) -> tuple[Row, ...]:
    """The rows of a table in their order; none if it was never filled."""
    value = data.get(table)
    return tuple(row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def standing(data: Mapping[str, object], table: str) -> tuple[Row, ...]:
    """The rows that nobody has ended."""
    return tuple(row for row in rows_of(data, table) if not row.get("@ended"))


def moment(value: object) -> datetime | None:
    """A time with its zone; None for anything else."""
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else None
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo is not None else None


def identity(value: object) -> UUID | None:
    """The id of the record or person that a value names."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def identities(rows: tuple[Row, ...], column: str) -> tuple[UUID, ...]:
    """The ids that a column names, each once."""
    found = (identity(row.get(column)) for row in rows)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def recorded(row: Row) -> datetime | None:
    """When the server took the row in."""
    return moment(row.get("@at"))


def codes(value: object) -> tuple[str, ...]:
    """The codes of a choice of several."""
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def job(situation: Situation) -> str:
    """The kind of job."""
    return str(situation.data.get("job") or "")
