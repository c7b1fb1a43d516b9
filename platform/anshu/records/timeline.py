"""Everything that happened to a record, as sentences for one reader."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from anshu.definitions.words import Text
from anshu.flow.state import Happened, fields_of, person_of
from anshu.kernel.refusal import Refusal
from anshu.records.facts import moment_or_unset
from anshu.records.page import Named
from anshu.records.paging import Read, read_record
from anshu.records.services import Services
from anshu.records.subject import Subject

PLACES = {
    "before": Text(zh="先于本人签署", en="to sign first"),
    "after": Text(zh="在其后签署", en="to sign afterwards"),
    "beside": Text(zh="同时签署", en="to sign too"),
}
ON_BEHALF = Text(zh="代 {who} 办理", en="on behalf of {who}")
KINDS = {
    "RecordCreated": ("登记", "Registered"),
    "RecordImported": ("历史导入", "Imported"),
    "RecordUpdated": ("修改", "Changed"),
    "TaskOpened": ("转到", "Passed on to"),
    "TaskCompleted": ("办理", "Done"),
    "TaskEscalated": ("超时升级", "Escalated"),
    "TaskReminded": ("到期提醒", "Reminded"),
    "RecordClosed": ("结束", "Ended"),
    "EffectivenessReopened": ("复发，重新评估整改有效性", "Recurred: was it cured effectively"),
    "ReportedAgain": ("重复上报并入", "Reported again"),
    "RepetitionWarned": ("设备可靠性衰减预警", "Equipment reliability warning"),
    "RuleRaised": ("按规则预警", "A rule raised a warning"),
    "RuleCleared": ("预警条件已消失或无法判断", "No longer so, or not known any more"),
    "Commented": ("留言", "Comment"),
    "TaskSigned": ("会签", "Signed"),
    "EntryAdded": ("现场记录", "Recorded"),
    "SignatureWithdrawn": ("撤回签署", "Took the signature back"),
    "SignerAdded": ("加签", "Added a signer"),
    "TaskReassigned": ("转交", "Passed on"),
    "TaskUrged": ("催办", "Urged"),
    "CopySent": ("抄送", "Sent a copy"),
    "CopyRevoked": ("收回抄送", "Took a copy back"),
    "LinkMade": ("出示二维码", "Made a link for people without a log-in"),
    "LinkRevoked": ("撤销二维码", "Revoked a link"),
    "CompletionWithdrawn": ("撤回办理", "Took back"),
    "ReportWithdrawn": ("撤回上报", "Took the report back"),
}


class TimelineItem(Struct, frozen=True):
    """One event; `data` holds only fields that the reader may see."""

    version: int
    at: datetime
    received_at: datetime
    kind: str
    kind_label: str
    text: str
    by: Named | UnsetType = UNSET
    captured_at: datetime | UnsetType = UNSET
    data: dict[str, object] = {}


class Timeline(Struct, frozen=True):
    """A record's events in order."""

    items: tuple[TimelineItem, ...]


async def timeline(
    services: Services, subject: Subject, kind: str, record: UUID
) -> Timeline | Refusal:
    """The record's events, or "unknown" for what the reader may not know of."""
    read = await read_record(services, subject, kind, record)
    if isinstance(read, Refusal):
        return read
    items = tuple(_item(event, read, subject.language) for event in read.loaded.history)
    return Timeline(items)


def _item(event: Happened, read: Read, language: str) -> TimelineItem:
    zh, en = KINDS.get(event.kind, (event.kind, event.kind))
    if event.payload.get("@reason") == "vacant":
        zh, en = "无人担任，直接升级", "Nobody holds the role: escalated"
    person = person_of(event.actor)
    known = read.around.names
    fields = read.kind.fields
    data = {
        key: value
        for key, value in fields_of(event.payload).items()
        if key in fields and fields[key].classed in read.classes
    }
    captured = event.payload.get("@captured_at")
    return TimelineItem(
        version=event.version,
        at=event.at,
        received_at=event.received_at,
        kind=event.kind,
        kind_label=en if language.startswith("en") else zh,
        text=_text(event, read, language),
        # Who passed it on stands at the step before; here a name would read as the receiver's.
        by=Named(person, known.get(person, "")) if person and event.kind != "TaskOpened" else UNSET,
        captured_at=moment_or_unset(_moment(captured)),
        data=data,
    )


def _text(event: Happened, read: Read, language: str) -> str:
    if event.kind == "Commented":
        return str(event.payload.get("@text", ""))
    if event.kind in ("RuleRaised", "RuleCleared"):
        said = event.payload.get("@said_en" if language.startswith("en") else "@said")
        return "；".join(str(each) for each in said) if isinstance(said, list) else ""
    node = read.kind.nodes.get(str(event.payload.get("@node", "")))
    if node is None:
        return " · ".join(_beside(event, read, language))
    outcome = next((o for o in node.outcomes if o.key == event.payload.get("@outcome")), None)
    title = node.title.said(language)
    entry = read.kind.entries.get(str(event.payload.get("@entry", "")))
    if entry is not None:
        title = entry.label.said(language)
    said = f"{title} · {outcome.label.said(language)}" if outcome else title
    return " · ".join((said, *_beside(event, read, language)))


def _beside(event: Happened, read: Read, language: str) -> Iterator[str]:
    """Whom it concerns, on whose behalf it was done, and the reason or opinion."""
    payload, names = event.payload, read.around.names
    people = payload.get("@people") if event.kind.startswith("Copy") else None
    for value in (payload.get("@person"), *(people if isinstance(people, list) else ())):
        if value:
            yield names.get(UUID(str(value)), "")
    if payload.get("@place"):
        yield PLACES[str(payload["@place"])].said(language)
    if payload.get("@for"):
        yield ON_BEHALF.filled(who=names.get(UUID(str(payload["@for"])), "")).said(language)
    for key in ("@reason", "@opinion"):
        if payload.get(key) and event.kind not in ("TaskEscalated", "TaskOpened"):
            yield str(payload[key])


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None
