"""The record's row, tasks and deadlines as a pure function of its state."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import CodeList, Field
from anshu.flow.references import columns_of, references_of, rows_of
from anshu.flow.state import RecordState, TaskState, person_of
from anshu.flow.task import open_seats
from anshu.kernel.position import read_position, to_wgs84
from anshu.records.pinyin import sort_key, spoken_lexemes
from anshu.records.readings.vicinity import cells_of
from anshu.records.search import lexemes, media_lexeme

TITLE_LENGTH = 120
FILE_KINDS = ("photo", "signature", "table")


class DeadlineRow(Struct, frozen=True):
    """A deadline of one task activation; its id derives from both, so a replay agrees.

    `kind`: "remind", "escalate", or "watch:" and the key of a watch.
    """

    id: UUID
    record: UUID
    task: UUID
    kind: str
    due_at: datetime


class TaskRow(Struct, frozen=True):
    """A task as the work list reads it."""

    id: UUID
    record: UUID
    type: str
    node: str
    activation: int
    roles: tuple[str, ...]
    people: tuple[UUID, ...]
    org_path: str
    opened_at: datetime
    opened_by: UUID | None
    due: datetime | None
    escalated_at: datetime | None
    closed_at: datetime | None
    closed_by: UUID | None
    outcome: str | None
    signers: tuple[UUID, ...]
    added: tuple[UUID, ...]
    needed: int
    signed: int


def record_row(
    kind: CompiledType, state: RecordState, record: UUID, definition: bytes
) -> dict[str, object]:
    """The row of the table `record`, JSON-ready; one JSON object and search text per class."""
    promoted = {column: state.data.get(key) for column, key in kind.promoted.items()}
    place = read_position(promoted.get("position"))
    world = to_wgs84(place) if place is not None else None
    classes = {name: _of_class(kind, state, name) for name in ("normal", "restricted", "personal")}
    title = _title(promoted.get("title"), state.number)
    row: dict[str, object] = {
        "id": record,
        "type": kind.key,
        "number": state.number,
        "version": state.version,
        "state": state.state,
        "title": title,
        "title_key": sort_key(title, is_name=kind.key == "person"),
        "org_path": state.org_path,
        "reporter": state.reporter,
        "lon": world.lon if world else None,
        "lat": world.lat if world else None,
        "created_at": state.created_at,
        "updated_at": state.updated_at,
        "done_at": done_at(kind, state),
        "closed_at": state.closed_at,
        "evidence_valid": state.evidence_valid,
        "origin": state.origin,
        "definition": definition.hex(),
        "copied": [copy.person for copy in state.copies],
        "cells": cells_of(kind, state),
        **classes,
        **{f"{n}_search": _lexemes(kind, state, c, n) for n, c in classes.items()},
    }
    for column in ("level", "area", "equipment", "owner", "due", *_slots()):
        row[column] = promoted.get(column)
    return row


def done_at(kind: CompiledType, state: RecordState) -> datetime | None:
    """When the work was last declared done, unless its node was opened again since.

    An imported record was done when its ledger says, until such a node is opened here.
    """
    opened = False
    for node in kind.nodes.values():
        done = {outcome.key for outcome in node.outcomes if outcome.done}
        task = state.last_of(node.key) if done else None
        if task is not None and task.outcome in done:
            return task.closed_at
        opened = opened or task is not None
    return None if opened else state.done_before


def task_row(kind: CompiledType, task: TaskState, record: UUID) -> TaskRow:
    """The row of one activation."""
    return TaskRow(
        id=task.id, record=record, type=kind.key, node=task.node, activation=task.activation,
        roles=task.roles, people=task.people, org_path=task.org_path, opened_at=task.opened_at,
        opened_by=person_of(task.opened_by), due=task.due, escalated_at=task.escalated_at,
        closed_at=task.closed_at, closed_by=person_of(task.closed_by) if task.closed_by else None,
        outcome=task.outcome or None, signers=_signers(task),
        added=tuple(p for seat in open_seats(task) if seat.via == "added" for p in seat.people),
        needed=len(task.seats), signed=sum(1 for seat in task.seats if seat.signed_at),
    )  # fmt: skip


def _signers(task: TaskState) -> tuple[UUID, ...]:
    """Whoever signed or ended it and those on whose behalf; not of one that was taken back."""
    people = (person_of(actor) for actor in sorted(task.actors()))
    return tuple(person for person in people if person is not None)


def deadline_rows(
    kind: CompiledType, task: TaskState, record: UUID, now: datetime
) -> tuple[DeadlineRow, ...]:
    """The reminders and the escalation of a newly opened task; past reminders are left out."""
    timer = kind.nodes[task.node].timer
    if timer is None or task.due is None:
        return ()
    rows = [_deadline(task, record, "escalate", task.due)]
    for minutes in timer.remind_before:
        at = task.due - timedelta(minutes=minutes)
        if at > now:
            rows.append(_deadline(task, record, "remind", at))
    return tuple(rows)


def escalation_id(task: TaskState) -> UUID | None:
    """The id of the deadline at which the task escalates; None for a task without a limit."""
    return uuid5(task.id, f"escalate/{task.due.isoformat()}") if task.due is not None else None


def _deadline(task: TaskState, record: UUID, kind: str, at: datetime) -> DeadlineRow:
    identity = uuid5(task.id, f"{kind}/{at.isoformat()}")
    return DeadlineRow(id=identity, record=record, task=task.id, kind=kind, due_at=at)


def _of_class(kind: CompiledType, state: RecordState, name: str) -> dict[str, object]:
    return {
        key: value
        for key, value in state.data.items()
        if key in kind.fields and kind.fields[key].classed == name
    }


def _lexemes(
    kind: CompiledType, state: RecordState, data: Mapping[str, object], name: str
) -> list[str]:
    texts = [state.number, *state.comments] if name == "normal" else []
    for key, value in data.items():
        texts += _words(kind.lists, kind.fields[key], value)
    return sorted({*lexemes("\n".join(texts)), *_files(kind, state, name), *_spoken(kind, data)})


def _spoken(kind: CompiledType, data: Mapping[str, object]) -> list[str]:
    """The name of a person, a place or a thing as it is typed in Latin letters.

    Descriptions of what goes through a flow are no names.
    """
    title = data.get(kind.promoted.get("title", ""))
    if kind.flow is not None or not isinstance(title, str):
        return []
    return spoken_lexemes(title, is_name=kind.key == "person")


def _files(kind: CompiledType, state: RecordState, name: str) -> set[str]:
    """Files of a class as lexemes, those of earlier activations and of every signer too."""
    fields = {k: f for k, f in kind.fields.items() if f.classed == name and f.kind in FILE_KINDS}
    found: set[str] = set()
    given = (data for task in state.tasks for data in (task.data, *(s.data for s in task.seats)))
    for values in (state.data, *given):
        found.update(media_lexeme(digest) for digest in references_of(fields, values).media)
    return found


def _words(lists: Mapping[str, CodeList], field: Field, value: object) -> list[str]:
    if field.kind == "table":
        columns = columns_of(field).values()
        rows = [row for _, row in rows_of(field, value)]
        return [w for row in rows for c in columns for w in _words(lists, c, row.get(c.key))]
    if field.kind in ("text", "long_text") and isinstance(value, str):
        return [value]
    if field.code_list:
        chosen = value if isinstance(value, list) else [value]
        codes = lists[field.code_list].items
        return [f"{c.label.zh}\n{c.label.en}" for c in codes if c.code in chosen]
    return []


def _title(value: object, number: str) -> str:
    text = " ".join(str(value).split()) if value else number
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"


def _slots() -> tuple[str, ...]:
    return ("t1", "t2", "t3", "t4", "n1", "n2", "n3", "d1", "d2", "d3")
