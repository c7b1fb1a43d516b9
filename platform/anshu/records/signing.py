"""Makes the signing sheet of a task or a report for a person, and keeps it by its hash."""

from uuid import UUID

from msgspec import Struct

from anshu.access.loading import Stale
from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, AddEntry, Complete, Create, Facts
from anshu.flow.rows import plain
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.media.rows import MediaRow
from anshu.media.writes import insert_media
from anshu.records.books import stream_of
from anshu.records.loading import Versions, gather, load
from anshu.records.permission import can_read
from anshu.records.services import Services
from anshu.records.sheet import entry_sheet_lines, report_sheet_lines, sheet_lines, sheet_text
from anshu.records.subject import Subject
from anshu.records.wanted import wanted_facts


class Sheet(Struct, frozen=True):
    """What is to be signed: the lines to show exactly so, and the hash to send back."""

    shown: str
    lines: tuple[str, ...]


async def signing_sheet(
    services: Services, subject: Subject, command: Create | Complete | AddEntry
) -> Sheet | Refusal:
    """The sheet for this report, this outcome with this data, or the one row of an entry.

    Refused when nothing is to be signed.

    The sheet is kept before it is shown, so that what was signed can always be produced.
    """
    book = await services.books.current(subject.principal)
    kind = book.kind(command.type)
    if kind is None:
        return Refusal("unknown_type", kind="unknown")
    versions = Versions(subject.access.policy_version, book.definition_version)
    actor = subject.actor()
    async with services.store.begin(subject.principal, purpose="record.sheet") as tx:
        try:
            loaded = await load(tx, stream_of(kind.key, _record_of(command)), "", versions)
        except Stale:
            services.books.forget(subject.principal.schema)
            services.access.forget(subject.principal.schema)
            return Refusal("busy", kind="busy")
        if loaded.definition not in (None, book.compiled.hash):
            kind = services.books.pinned(book, loaded.definition or b"", kind.key)
        reporting = isinstance(command, Create) and not loaded.state.version
        if not reporting and not can_read(kind, loaded.state, subject):
            return Refusal("unknown_record", kind="unknown")
        wanted = wanted_facts(kind, loaded.state, command, actor)
        now = services.clock.now()
        facts = await gather(tx, wanted, now=now, sequence="", calendar=None)
    lines = _lines(kind, loaded.state, command, facts, actor)
    if not lines:
        return Refusal(_nothing_to_sign(command), kind="unknown")
    digest = await keep_sheet(services, subject, sheet_text(lines))
    return Sheet(shown=digest, lines=lines)


def _record_of(command: Create | Complete | AddEntry) -> UUID:
    return command.id if isinstance(command, Create) else command.record


def _nothing_to_sign(command: Create | Complete | AddEntry) -> str:
    match command:
        case Create():
            return "unknown_type"
        case Complete():
            return "unknown_task"
        case AddEntry():
            return "entry_unknown"


def _lines(
    kind: CompiledType,
    state: RecordState,
    command: Create | Complete | AddEntry,
    facts: Facts,
    actor: Actor,
) -> tuple[str, ...]:
    if isinstance(command, Create):
        return report_sheet_lines(kind, command, facts, actor)
    if isinstance(command, Complete):
        return sheet_lines(kind, state, command, facts, actor)
    entry = kind.entries.get(command.entry)
    if entry is None or not command.rows:
        return ()
    return entry_sheet_lines(kind, state, entry, plain(command.rows[0]), facts, actor)


async def keep_sheet(services: Services, subject: Subject, text: bytes) -> str:
    """Keeps the rendering as a file of the tenant and answers its SHA-256 (hex)."""
    digest = await services.media.files.put(subject.principal, text)
    now = services.clock.now()
    row = MediaRow(
        hash=digest, purpose="sheet", mime="text/plain", size=len(text), received_at=now,
        captured_at=now, uploaded_by=subject.person,
    )  # fmt: skip
    async with services.store.begin(subject.principal, purpose="media.sheet") as tx:
        await insert_media(tx, row)
    return digest
