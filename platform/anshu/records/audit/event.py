"""One event as an auditor reads it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from anshu.compiler.compiled import CompiledType
from anshu.definitions.words import Text
from anshu.flow.state import fields_of
from anshu.ledger.settings_changed import KIND
from anshu.records.audit.settings import setting_changes, setting_text
from anshu.records.names import Words, field_said, words_for
from anshu.records.reading import Reader
from anshu.records.timeline import KINDS

LONGEST_VALUE = 120
UNTOLD = ("assignments", "plan_points", "working_calendar")
OTHERS: dict[str, tuple[str, str]] = {
    "PacksAdopted": ("启用定义", "Adopted definitions"),
    KIND: ("修改设置", "Changed a setting"),
}
CHANGED = Text(zh="已填写", en="given")


class AuditRecord(Struct, frozen=True):
    """The record that an event belongs to."""

    type: str
    type_label: str
    id: UUID
    number: str
    title: str


class AuditChange(Struct, frozen=True):
    """A field that an event set, and its value in words; erased ones have none."""

    label: str
    value: str


class AuditEvent(Struct, frozen=True, kw_only=True):
    """Who did what and when; `seal_no` is absent until it is sealed.

    `at` is when it was done, `received_at` when the server learnt it.
    """

    seq: int
    at: datetime
    received_at: datetime
    kind: str
    kind_label: str
    actor: str
    text: str
    changes: tuple[AuditChange, ...]
    person: UUID | UnsetType = UNSET
    record: AuditRecord | UnsetType = UNSET
    seal_no: int | UnsetType = UNSET


def kinds_said(language: str) -> dict[str, str]:
    """The kinds of events with their labels."""
    place = 1 if language.startswith("en") else 0
    return {kind: label[place] for kind, label in {**KINDS, **OTHERS}.items()}


def audit_event(reader: Reader, row: Mapping[str, object], kinds: Mapping[str, str]) -> AuditEvent:
    """The event; only what was selected for this reader is in the row."""
    kind = reader.book.compiled.types.get(str(row["type"]))
    payload: dict[str, object] = {}
    for name in ("normal", "restricted", "personal"):
        if row[name]:
            payload |= msgspec.json.decode(str(row[name]), type=dict[str, object])
    actor = str(row["actor"])
    text = _text(kind, payload, reader.language) if kind else ""
    changes = _changes(words_for(reader, kind), payload, _names(row)) if kind else ()
    if row["kind"] == KIND:
        text = setting_text(str(row["stream"]), payload, reader.language)
        found = setting_changes(payload, reader.language)
        changes = tuple(AuditChange(label, value[:LONGEST_VALUE]) for label, value in found)
    return AuditEvent(
        seq=row["seq"],  # type: ignore[arg-type]
        at=row["at"],  # type: ignore[arg-type]
        received_at=row["received_at"],  # type: ignore[arg-type]
        kind=str(row["kind"]),
        kind_label=kinds.get(str(row["kind"]), str(row["kind"])),
        actor=str(row["actor_name"] or actor.removeprefix("person:")),
        text=text,
        changes=changes,
        person=UUID(actor.removeprefix("person:")) if actor.startswith("person:") else UNSET,
        record=_record(kind, row, reader.language) if kind else UNSET,
        seal_no=row["seal_no"] if row["seal_no"] is not None else UNSET,  # type: ignore[arg-type]
    )


def _record(kind: CompiledType, row: Mapping[str, object], language: str) -> AuditRecord:
    return AuditRecord(
        type=kind.key,
        type_label=kind.item.title.said(language),
        id=UUID(str(row["record"])),
        number=str(row["number"]),
        title=str(row["title"] or row["number"]),
    )


def _text(kind: CompiledType, payload: Mapping[str, object], language: str) -> str:
    if payload.get("@text"):
        return str(payload["@text"])[:LONGEST_VALUE]
    node = kind.nodes.get(str(payload.get("@node", "")))
    if node is None:
        return ""
    outcome = next((o for o in node.outcomes if o.key == payload.get("@outcome")), None)
    title = node.title.said(language)
    return f"{title} · {outcome.label.said(language)}" if outcome else title


def _names(row: Mapping[str, object]) -> dict[str, str]:
    """What the payload's ids and paths are called, as on the records' own pages."""
    return msgspec.json.decode(str(row["refs"] or "{}"), type=dict[str, str])


def _changes(
    words: Words, payload: dict[str, object], names: Mapping[str, str]
) -> tuple[AuditChange, ...]:
    found = []
    for key, value in fields_of(payload).items():
        field = words.kind.fields.get(key)
        if field is None:
            continue
        said = (
            CHANGED.said(words.language)
            if field.kind in UNTOLD and value
            else field_said(words, field, value, names)
        )
        found.append(AuditChange(field.label.said(words.language), said[:LONGEST_VALUE]))
    return tuple(found)
