"""A ledger as a file: the rows that its reader may read and export, in the columns it shows."""

from collections.abc import Iterator, Mapping

from anshu.definitions.language import Ledger
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.export import MOST_EXPORTED, ExportFile
from anshu.records.heavy import heavy
from anshu.records.ledger_rows import LedgerPart, compose_rows, ledger_cells
from anshu.records.listing import page_rows
from anshu.records.names import Words, words_for
from anshu.records.reading import Reader, Statement, malformed, read
from anshu.records.services import Services
from anshu.records.spreadsheet import MIME, Format, harmless, written
from anshu.records.subject import Subject


async def export_ledger(
    services: Services, subject: Subject, kind: str, key: str, *, form: Format
) -> ExportFile | Refusal:
    """The whole ledger of this type, newest first, as one moment sees it; three round trips.

    Refuses what the ledger refuses, a ledger of another type, a missing export permission, an
    unknown format, and more than 50,000 rows. The file is written outside the event loop.
    """
    if form not in MIME:
        return malformed(FieldError("format", "unknown_choice", value=str(form)[:20]))
    part = LedgerPart(key, limit=MOST_EXPORTED, action="export")
    found = await read(
        services, subject, lambda reader: _compose(reader, kind, part),
        purpose="ledger.export", lane="slow",
    )  # fmt: skip
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    rows, more = page_rows(found.rows[0], MOST_EXPORTED)
    if more:
        limit = str(MOST_EXPORTED)
        fact = Fact("rows", f">{MOST_EXPORTED}", limit=limit)
        return Refusal("export_too_large", kind="too_large", facts=(fact,))
    view = reader.book.compiled.ledgers[key]
    words = words_for(reader, reader.book.compiled.types[kind])
    body = await heavy(lambda: written(_lines(words, view, rows), form))
    title = view.title.said(reader.language)
    name = f"{title}-{reader.now.astimezone(words.zone):%Y%m%d-%H%M}.{form}"
    return ExportFile(filename=name, mime=MIME[form], body=body, rows=len(rows))


def _compose(reader: Reader, kind: str, part: LedgerPart) -> tuple[Statement, ...] | Refusal:
    view = reader.book.compiled.ledgers.get(part.key)
    # The guard asked for the permission of the type in the address: it must be the ledger's own.
    if view is not None and view.type != kind:
        return Refusal("unknown_ledger", kind="unknown")
    return compose_rows(reader, part)


def _lines(words: Words, view: Ledger, rows: list[Mapping[str, object]]) -> Iterator[list[str]]:
    yield [harmless(column.label.said(words.language)) for column in view.columns]
    for row in rows:
        yield [harmless(cell) for cell in ledger_cells(words, view, row)]
