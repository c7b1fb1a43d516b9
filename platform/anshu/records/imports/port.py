"""How imported rows become records: the port that the record runner fills."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from anshu.kernel.refusal import FieldError
from anshu.records.imports.values import Value


class ImportedRow(Struct, frozen=True):
    """One good row; `id` follows from job and row, so the same row twice is one record."""

    row_no: int
    id: UUID
    data: dict[str, Value]
    created_at: datetime
    state: str = ""
    done_at: datetime | None = None
    closed_at: datetime | None = None
    number: str = ""
    reporter: UUID | None = None
    org_path: str = ""


class ImportResult(Struct, frozen=True):
    """What became of a row: a record, or the errors of its fields (by field key)."""

    row_no: int
    errors: tuple[FieldError, ...] = ()


class RowImporter(Protocol):
    """Takes a batch of rows of one record type into the tenant, in one transaction.

    Must be idempotent by row id (an existing record is a success) and answer for every row;
    raises only when nothing of the batch was stored.
    """

    async def __call__(
        self, type_key: str, rows: Sequence[ImportedRow]
    ) -> Sequence[ImportResult]: ...
