"""The verdicts that a record's events keep, asked again: does each still follow from its values?"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.state import Happened
from anshu.kernel.refusal import Refusal
from anshu.records.live_check import JudgedRow, rows_of
from anshu.records.paging import read_record
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.rules.judge import replay
from anshu.rules.verdict import Verdict

KEPT = ("@judged", "@gate_judged")


class KeptVerdict(Struct, frozen=True):
    """One kept verdict; `same` when today's tables say the same of the kept values.

    Rows are told in the words of today's tables; where a table has changed since, only the
    severity that was kept is certain, and there are no rows.
    """

    at: datetime
    version: int
    severity: str
    same: bool
    rows: tuple[JudgedRow, ...] = ()


async def judgements(
    services: Services, subject: Subject, kind: str, record: UUID
) -> tuple[KeptVerdict, ...] | Refusal:
    """Every verdict of the record, the newest first."""
    read = await read_record(services, subject, kind, record)
    if isinstance(read, Refusal):
        return read
    book = await services.books.current(subject.principal)
    judged = read.kind.judged_by(book.compiled.judgement)
    found = [each for event in read.loaded.history for each in _kept(judged, event)]
    return tuple(reversed(found))


def _kept(kind: CompiledType, event: Happened) -> Iterator[KeptVerdict]:
    for name in KEPT:
        if name not in event.payload:
            continue
        verdict = msgspec.convert(event.payload[name], Verdict)
        same = _follows(kind, verdict)
        yield KeptVerdict(
            at=event.at, version=event.version, severity=verdict.severity, same=same,
            rows=tuple(rows_of(kind, verdict)) if same else (),
        )  # fmt: skip


def _follows(kind: CompiledType, verdict: Verdict) -> bool:
    try:
        return replay(kind.judgement.tables, verdict) == verdict
    except KeyError:
        return False
