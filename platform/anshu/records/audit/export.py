"""The audit list as a file."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from anshu.definitions.words import Text
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.audit.event import AuditEvent, audit_event, kinds_said
from anshu.records.audit.reading import AuditFilters, audit_rows
from anshu.records.export import ExportFile
from anshu.records.heavy import heavy
from anshu.records.reading import malformed
from anshu.records.services import Services
from anshu.records.spreadsheet import MIME, Format, harmless, written
from anshu.records.subject import Subject

MOST_EXPORTED = 20_000
TITLE = Text(zh="审计记录", en="Audit trail")
HEAD = (
    Text(zh="序号", en="No."), Text(zh="时间", en="Time"), Text(zh="服务器收到", en="Received"),
    Text(zh="人员", en="Person"), Text(zh="动作", en="What"), Text(zh="环节", en="Step"),
    Text(zh="记录类型", en="Record type"), Text(zh="编号", en="Number"),
    Text(zh="名称", en="Title"), Text(zh="内容", en="Content"), Text(zh="封存号", en="Seal"),
)  # fmt: skip


async def export_audit(
    services: Services, subject: Subject, filters: AuditFilters, *, form: Format
) -> ExportFile | Refusal:
    """The events of the filters as a file, newest first.

    Refuses what the list refuses, an unknown format, and more than 20,000 events.
    """
    if form not in MIME:
        return malformed(FieldError("format", "unknown_choice", value=str(form)[:20]))
    whole = msgspec.structs.replace(filters, cursor="", limit=MOST_EXPORTED)
    found = await audit_rows(services, subject, whole, most=MOST_EXPORTED)
    if isinstance(found, Refusal):
        return found
    reader = found.reader
    rows = [row for row in found.rows[0] if row["seq"] is not None]
    if len(rows) > MOST_EXPORTED:
        fact = Fact("rows", f">{MOST_EXPORTED}", limit=str(MOST_EXPORTED))
        return Refusal("export_too_large", kind="too_large", facts=(fact,))
    kinds = kinds_said(reader.language)
    zone = ZoneInfo(reader.subject.timezone)

    def lines() -> Iterator[list[str]]:
        yield [text.said(reader.language) for text in HEAD]
        for row in rows:
            yield _line(audit_event(reader, row, kinds), zone)

    body = await heavy(lambda: written(lines(), form))
    name = f"{TITLE.said(reader.language)}-{reader.now.astimezone(zone):%Y%m%d-%H%M}.{form}"
    return ExportFile(filename=name, mime=MIME[form], body=body, rows=len(rows))


def _line(event: AuditEvent, zone: ZoneInfo) -> list[str]:
    record = event.record or None
    cells = [
        str(event.seq),
        f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        f"{event.received_at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        event.actor,
        event.kind_label,
        event.text,
        record.type_label if record else "",
        record.number if record else "",
        record.title if record else "",
        "；".join(f"{change.label}：{change.value}" for change in event.changes),
        str(event.seal_no or ""),
    ]
    return [harmless(cell) for cell in cells]
