"""Takes a batch of imported rows into a tenant: one transaction, one event or two per row."""

import re
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.access.loading import Stale
from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, Create
from anshu.flow.state import RecordState, person_of
from anshu.kernel.refusal import FieldError
from anshu.ledger.append import event_columns
from anshu.records import writes
from anshu.records.books import Book, stream_of
from anshu.records.imports import queries
from anshu.records.imports.history import Surroundings, history_events
from anshu.records.imports.port import ImportedRow, ImportResult, RowImporter
from anshu.records.numbering import sequence_of
from anshu.records.places.calendars import working_time
from anshu.records.preparing import Prepared, prepare
from anshu.records.projection import (
    DeadlineRow,
    TaskRow,
    deadline_rows,
    record_row,
    task_row,
)
from anshu.records.services import Services
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

ATTEMPTS = 4
PURPOSE = "import.batch"


class Batch(Struct, frozen=True):
    """Rows of one type and what the tenant was found to know of them."""

    kind: CompiledType
    rows: tuple[ImportedRow, ...]
    present: frozenset[str]
    taken: dict[str, UUID]
    places: dict[UUID, str]
    numbers: tuple[int, ...]


class ImportClashed(RuntimeError):
    """Others wrote the same rows or numbers again and again; nothing of the batch is stored."""


def importer_for(services: Services, tenant: Tenant, *, actor: str) -> RowImporter:
    """The port that the import room calls, in the name of `actor` (`person:<id>`).

    Asks nobody's permission: whoever starts the import has been asked. Four round trips a
    batch. Nobody is told of the tasks it opens and no wake-up is sent for their deadlines: the
    work list shows them and the sweeper finds the deadlines.
    """
    doer = Actor(name=actor, person=person_of(actor))

    async def importer(type_key: str, rows: Sequence[ImportedRow]) -> Sequence[ImportResult]:
        for _ in range(ATTEMPTS):
            try:
                return await _attempt(services, tenant, doer, type_key, rows)
            except Stale:
                services.books.forget(tenant.schema)
            except asyncpg.UniqueViolationError:
                # The same rows by another run, or a number drawn elsewhere: look again.
                continue
        raise ImportClashed(type_key)

    return importer


async def _attempt(
    services: Services, tenant: Tenant, actor: Actor, type_key: str, rows: Sequence[ImportedRow]
) -> Sequence[ImportResult]:
    book = await services.books.current(tenant)
    kind = book.compiled.types[type_key]
    zone = await services.registry.timezone_of(tenant.role)
    async with services.store.begin(tenant, purpose=PURPOSE, lane="slow") as tx:
        batch = await _read(tx, book, kind, tuple(rows))
        around = Surroundings(
            actor=actor,
            now=services.clock.now(),
            places=batch.places,
            calendar=working_time(book, "/", zone),
        )
        errors, prepared = _prepare(batch, book, around)
        if prepared:
            await _write(tx, kind, prepared, around)
    return [ImportResult(row.row_no, errors.get(row.row_no, ())) for row in rows]


async def _read(
    tx: Transaction, book: Book, kind: CompiledType, rows: tuple[ImportedRow, ...]
) -> Batch:
    area = kind.promoted.get("area", "")
    places = {UUID(str(row.data[area])) for row in rows if row.data.get(area)}
    highest = _highest(kind, rows)
    unnumbered = sum(1 for row in rows if not row.number)
    found = await tx.fetch(
        queries.BATCH,
        [stream_of(kind.key, row.id) for row in rows],
        kind.key,
        [row.number for row in rows if row.number],
        list(places),
        # One more tells how far the tenant has counted.
        unnumbered + bool(highest),
        sequence_of(kind),
    )
    if _one(found, "versions")["number"] != book.definition_version:
        raise Stale("definitions have moved")
    numbers = tuple(row["number"] for row in found if row["what"] == "number")
    if highest > max(numbers, default=0):
        missing = highest - max(numbers, default=0)
        await tx.fetchrow(queries.SKIP_NUMBERS, missing, sequence_of(kind))
    return Batch(
        kind=kind,
        rows=rows,
        present=frozenset(row["key"] for row in found if row["what"] == "present"),
        taken={row["key"]: UUID(row["text"]) for row in found if row["what"] == "taken"},
        places={UUID(row["key"]): row["text"] for row in found if row["what"] == "place"},
        numbers=numbers,
    )


def _highest(kind: CompiledType, rows: Sequence[ImportedRow]) -> int:
    """The highest of the ledger's numbers that look like ours; new ones must lie above it."""
    ours = re.compile(rf"{re.escape(kind.item.prefix)}-\d{{4}}-(\d{{6}})")
    found = (ours.fullmatch(row.number) for row in rows)
    return max((int(match[1]) for match in found if match), default=0)


def _prepare(
    batch: Batch, book: Book, around: Surroundings
) -> tuple[dict[int, tuple[FieldError, ...]], list[Prepared]]:
    """The rows that are not records yet, each with its events, and the errors of the others."""
    errors: dict[int, tuple[FieldError, ...]] = {}
    prepared = []
    drawn = iter(batch.numbers)
    kind = batch.kind
    for row in batch.rows:
        if stream_of(kind.key, row.id) in batch.present:
            continue
        if row.number in batch.taken:
            taken = FieldError("number", "import_number_taken", value=row.number)
            errors[row.row_no] = (taken,)
            continue
        drawn_for = f"{kind.item.prefix}-{row.created_at:%Y}-"
        number = row.number or f"{drawn_for}{next(drawn):06d}"
        events = history_events(kind, row, number, around=around)
        if isinstance(events, FieldError):
            errors[row.row_no] = (events,)
            continue
        command = Create(id=row.id, type=kind.key, data=dict(row.data))
        prepared.append(prepare(kind, command, row.id, RecordState(), events, book.compiled.hash))
    return errors, prepared


async def _write(
    tx: Transaction, kind: CompiledType, prepared: Sequence[Prepared], around: Surroundings
) -> None:
    tasks: list[TaskRow] = []
    deadlines: list[DeadlineRow] = []
    for one in prepared:
        for task in one.after.tasks:
            tasks.append(task_row(kind, task, one.record))
            deadlines += deadline_rows(kind, task, one.record, around.now)
    events = [event for one in prepared for event in one.events]
    rows = [record_row(kind, one.after, one.record, one.definition) for one in prepared]
    await tx.execute(
        writes.IMPORT,
        *event_columns(events),
        _json(rows),
        _json(tasks),
        _json(deadlines),
        kind.key == "person",
    )


def _one(rows: Sequence[Record], what: str) -> Record:
    return next(row for row in rows if row["what"] == what)


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()
