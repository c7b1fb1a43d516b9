"""What a reader may record on a record now, beside ending its tasks."""

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, UnsetType

from anshu.compiler.compiled import CompiledType
from anshu.flow.entering import open_entries
from anshu.flow.state import RecordState
from anshu.records.page import EntryChoice, Named
from anshu.records.subject import Subject


def entries_of(
    kind: CompiledType, state: RecordState, subject: Subject, now: datetime
) -> tuple[EntryChoice, ...]:
    """The entries that are open to the reader, in the order of the flow."""
    if not kind.entries or not subject.allowed.has(f"{kind.key}:entry:add"):
        return ()
    language = subject.language
    return tuple(
        EntryChoice(
            key=entry.key, label=entry.label.said(language), form=entry.form,
            intent=entry.intent, task=place.task.id, node=place.task.node,
            table=entry.appends, ends=entry.ends, online=entry.online,
            on_behalf=_named(place.on_behalf, subject),
        )
        for entry, place in open_entries(kind, state, subject.actor(), now)
    )  # fmt: skip


def _named(person: UUID | None, subject: Subject) -> Named | UnsetType:
    if person is None:
        return UNSET
    stood = (each.name for each in subject.access.stands_for if each.person == person)
    return Named(person, next(stood, ""))
