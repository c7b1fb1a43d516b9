"""A record's evidence package for one reader, and the check of it that a page shows."""

import re
from uuid import UUID

from asyncpg import PostgresError
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.references import references_of
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Fact, Refusal
from anshu.ledger.package import DamagedEvent, Signed, build_package
from anshu.ledger.queries import public_keys
from anshu.ledger.report import Report
from anshu.ledger.sealer import seal_tenant
from anshu.ledger.signing import signing_key
from anshu.ledger.verify_record import collected_or_damage, verify_collected
from anshu.records.books import stream_of
from anshu.records.heavy import heavy
from anshu.records.paging import Read, read_record
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.store.principal import Control


class PackageFile(Struct, frozen=True):
    """A package ready to be kept."""

    filename: str
    content: bytes


class Verification(Struct, frozen=True):
    """What verifying the package found, in the reader's language."""

    ok: bool
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    events: int
    sealed: int
    head: str | None
    seal_no: int | None
    key_id: str


async def evidence_package(
    services: Services, subject: Subject, kind: str, record: UUID
) -> PackageFile | Refusal:
    """The package with what the reader may see; everything else is in it as salted hashes.

    The ledger is sealed first, so that the newest events are covered.
    """
    read = await read_record(services, subject, kind, record)
    if isinstance(read, Refusal):
        return read
    await _seal(services, subject)
    media = await _originals(services, subject, read)
    signed = await _signed(services)
    async with services.store.begin(subject.principal, purpose="evidence.collect") as tx:
        found = await collected_or_damage(tx, stream_of(kind, record))
    if isinstance(found, Report):
        return Refusal("ledger_damaged", facts=(Fact("damage", found.findings[0].subject),))
    try:
        content = await heavy(
            build_package, found, classes=read.classes, media=media, signed=signed
        )
    except DamagedEvent as damage:
        return Refusal("ledger_damaged", facts=(Fact("damage", str(damage)),))
    plain = re.sub(r"[^A-Za-z0-9-]", "", read.state.number) or "record"
    return PackageFile(filename=f"{plain}.anshu.zip", content=content)


async def verification(
    services: Services, subject: Subject, kind: str, record: UUID
) -> Verification | Refusal:
    """The record's package, verified by the same code that a stranger runs."""
    read = await read_record(services, subject, kind, record)
    if isinstance(read, Refusal):
        return read
    await _seal(services, subject)
    media = await _originals(services, subject, read)
    signed = await _signed(services)
    async with services.store.begin(subject.principal, purpose="evidence.verify") as tx:
        found = await collected_or_damage(tx, stream_of(kind, record))
    report = await heavy(verify_collected, found, classes=read.classes, media=media, signed=signed)
    return Verification(
        ok=report.ok,
        findings=tuple(finding.said(subject.language) for finding in report.findings),
        notes=tuple(note.said(subject.language) for note in report.notes),
        events=report.events,
        sealed=report.sealed,
        head=report.head,
        seal_no=report.seal_no,
        key_id=signed.key.key_id,
    )


async def _originals(services: Services, subject: Subject, read: Read) -> dict[str, bytes]:
    """The files that the readable fields refer to, by hash; read before a transaction opens."""
    media: dict[str, bytes] = {}
    for digest in sorted(_files_of(read.kind, read.state)):
        content = await services.media.files.get(subject.principal, digest)
        if content is not None:
            media[digest] = content
    return media


async def _signed(services: Services) -> Signed:
    """This installation's key, and all that ever signed here: old seals keep their keys."""
    key = signing_key(services.settings.secret)
    control = Control(services.settings.control_node)
    async with services.store.begin(control, purpose="evidence.keys") as tx:
        keys = await public_keys(tx)
    return Signed(key=key, at=services.clock.now(), keys={**keys, key.key_id: key.public})


async def _seal(services: Services, subject: Subject) -> None:
    key = signing_key(services.settings.secret)
    principal = subject.principal
    try:
        await seal_tenant(
            services.store, principal.schema, principal.node, key=key, now=services.clock.now()
        )
    except PostgresError:
        # The package then says which events are not sealed yet.
        return


def _files_of(kind: CompiledType, state: RecordState) -> set[str]:
    found: set[str] = set()
    # Of a task that several sign, what each gave stands in its seat until the task ends.
    seats = (seat.data for task in state.tasks for seat in task.seats)
    for data in (state.data, *(task.data for task in state.tasks), *seats):
        found.update(references_of(kind.fields, data).media)
    return found
