"""Importers that write records for real, to stand where the record runner's will."""

import os
import signal
from collections.abc import Sequence

from anshu.kernel.refusal import FieldError
from anshu.records.imports.port import ImportedRow, ImportResult
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store

INSERT = """
insert into record (id, type, number, version, state, title, org_path, created_at, updated_at,
                    origin, definition)
values ($1, $2, $3, 1, $4, $5, '/', $6, $6, 'import', '')
on conflict (id) do nothing
"""


class RecordingImporter:
    """Inserts each batch in one transaction; remembers what it was offered."""

    def __init__(self, store: Store, tenant: Tenant) -> None:
        self._store = store
        self._tenant = tenant
        self.offered: list[ImportedRow] = []
        self.refuse_rows: frozenset[int] = frozenset()

    async def __call__(self, type_key: str, rows: Sequence[ImportedRow]) -> Sequence[ImportResult]:
        self.offered += rows
        good = [row for row in rows if row.row_no not in self.refuse_rows]
        values = [
            (row.id, type_key, row.number or f"I-{row.id}", row.state or "open",
             str(row.data["description"]), row.created_at)
            for row in good
        ]  # fmt: skip
        async with self._store.begin(self._tenant, purpose="test.import") as tx:
            await tx.execute_many(INSERT, values)
        errors = (FieldError(field="level", code="level_frozen"),)
        return [
            ImportResult(row.row_no, errors if row.row_no in self.refuse_rows else ())
            for row in rows
        ]


class DyingImporter(RecordingImporter):
    """Is killed right after a batch is committed and before anybody notes it."""

    def __init__(self, store: Store, tenant: Tenant, *, after_batches: int) -> None:
        super().__init__(store, tenant)
        self._left = after_batches

    async def __call__(self, type_key: str, rows: Sequence[ImportedRow]) -> Sequence[ImportResult]:
        results = await super().__call__(type_key, rows)
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return results


class BrokenImporter(RecordingImporter):
    """Fails before storing anything of its second batch."""

    async def __call__(self, type_key: str, rows: Sequence[ImportedRow]) -> Sequence[ImportResult]:
        if self.offered:
            raise ConnectionError("the database went away")
        return await super().__call__(type_key, rows)
