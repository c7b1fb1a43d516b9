"""A record's state as a fold over its stream: data, tasks, who did what, and when."""

from uuid import UUID

import msgspec

from anshu.flow.happened import Happened as Happened
from anshu.flow.happened import fields_of as fields_of
from anshu.flow.happened import moment as moment
from anshu.flow.record import Copy as Copy
from anshu.flow.record import Link as Link
from anshu.flow.record import RecordState as RecordState
from anshu.flow.rows import merged, rows_of
from anshu.flow.shared_links import LINK_EVENTS, links_after
from anshu.flow.task import TaskState as TaskState
from anshu.flow.task_fold import (
    beside_entry,
    beside_look,
    cancelled,
    closed_by_completion,
    opened,
    passed_on,
    reopened_from,
    signed,
    told,
    unsigned,
    with_added,
)

# What happens beside a task, and makes nobody's decision about it outdated.
BESIDE = ("EntryAdded", "RuleRaised", "RuleCleared", *LINK_EVENTS)


def evolve(state: RecordState, event: Happened) -> RecordState:
    """The state after one event; unknown kinds only move the version."""
    payload = event.payload
    beside = state.beside + 1 if event.kind in BESIDE else 0
    moved = msgspec.structs.replace(
        state, version=event.version, beside=beside, updated_at=event.at,
        recurs=_recurs(state, payload),
    )  # fmt: skip
    match event.kind:
        case "RecordCreated" | "RecordImported":
            return _created(moved, event)
        case "RecordUpdated":
            changed = _merged(moved, fields_of(payload))
            return msgspec.structs.replace(changed, org_path=_unit(state, payload))
        case "TaskOpened":
            return msgspec.structs.replace(
                moved,
                tasks=(*state.tasks, opened(event.payload, at=event.at, by=event.actor)),
                state=str(payload.get("@state") or state.state),
            )
        case "TaskCompleted":
            return _completed(moved, event)
        case "EntryAdded":
            return with_entry(moved, event)
        case "RuleRaised" | "RuleCleared" if "@watch" in payload:
            task = state.task(UUID(str(payload["@task"])))
            return _with_task(moved, beside_look(task, event) if task else None)
        case "CompletionWithdrawn":
            return _withdrawn(moved, event)
        case "ReportWithdrawn":
            return msgspec.structs.replace(moved, tasks=cancelled(state.tasks, event))
        case kind if kind in TASK_FOLDS:
            task = state.task(UUID(str(payload["@task"])))
            changed = _merged(moved, fields_of(payload)) if kind == "TaskReassigned" else moved
            return _with_task(changed, TASK_FOLDS[kind](task, event) if task else None)
        case "CopySent" | "CopyRevoked":
            return msgspec.structs.replace(moved, copies=_copies(state, event))
        case "RecordClosed":
            return msgspec.structs.replace(
                moved,
                state=str(payload["@state"]),
                closed_at=event.at,
                evidence_valid=bool(payload.get("@evidence_valid", False)),
                same_as=msgspec.convert(payload.get("@same_as"), Link | None),
            )
        case _:
            return _said(moved, event)


def with_entry(state: RecordState, event: Happened) -> RecordState:
    """New rows at the end, those that were ended in their place; values of the record set."""
    table = str(event.payload.get("@table", ""))
    given = fields_of(event.payload)
    if table in given:
        rows = merged(rows_of(state.data, table), rows_of(given, table))
        given = {**given, table: rows}
    tasks = tuple(beside_entry(task, event) for task in state.tasks)
    return msgspec.structs.replace(state, data={**state.data, **given}, tasks=tasks)


def _said(state: RecordState, event: Happened) -> RecordState:
    """What is said of a record and moves nothing: repetitions, duplicates, links, comments."""
    payload = event.payload
    match event.kind:
        case "EffectivenessReopened":
            by = msgspec.convert(payload["@by"], Link)
            return msgspec.structs.replace(state, recurred=(*state.recurred, by))
        case "ReportedAgain":
            by = msgspec.convert(payload["@by"], Link)
            return msgspec.structs.replace(state, reported_again=(*state.reported_again, by))
        case "RepetitionWarned":
            linked = msgspec.convert(payload["@linked"], tuple[Link, ...])
            return msgspec.structs.replace(state, repeated=linked)
        case kind if kind in LINK_EVENTS:
            links = links_after(state.shared_links, event)
            return msgspec.structs.replace(state, shared_links=links)
        case "Commented":
            return msgspec.structs.replace(state, comments=(*state.comments, str(payload["@text"])))
        case _:
            return state


TASK_FOLDS = {
    "TaskSigned": signed,
    "SignatureWithdrawn": unsigned,
    "SignerAdded": with_added,
    "TaskReassigned": passed_on,
    "TaskEscalated": told,
    "TaskReminded": told,
    "TaskUrged": told,
}


def person_of(actor: str) -> UUID | None:
    """The person of an actor `person:<uuid>`; None for the product itself."""
    kind, _, name = actor.partition(":")
    return UUID(name) if kind == "person" else None


def _recurs(state: RecordState, payload: dict[str, object]) -> Link | None:
    said = payload.get("@recurs")
    if said is None:
        return state.recurs
    return msgspec.convert(said, Link) if said else None


def _created(state: RecordState, event: Happened) -> RecordState:
    payload = event.payload
    reporter = payload.get("@reporter")
    created = moment(payload.get("@created_at")) or event.at
    return msgspec.structs.replace(
        state,
        type=str(payload["@type"]),
        number=str(payload["@number"]),
        state=str(payload.get("@state", "")),
        org_path=str(payload["@org_path"]),
        reporter=UUID(str(reporter)) if reporter else None,
        created_at=created,
        captured_at=moment(payload.get("@captured_at")),
        closed_at=moment(payload.get("@closed_at")),
        done_before=moment(payload.get("@done_at")),
        origin="import" if event.kind == "RecordImported" else "live",
        data=fields_of(payload),
    )


def _completed(state: RecordState, event: Happened) -> RecordState:
    payload = event.payload
    task = state.task(UUID(str(payload["@task"])))
    if task is None:
        return state
    data = fields_of(payload)
    done = closed_by_completion(task, event, data, before=state.data, unit=state.org_path)
    return msgspec.structs.replace(
        _with_task(state, done), data={**state.data, **data}, org_path=_unit(state, payload)
    )


def _withdrawn(state: RecordState, event: Happened) -> RecordState:
    """The completion is as if it had not been: its values and what it opened are gone."""
    tasks = cancelled(state.tasks, event)
    identity = UUID(str(event.payload["@task"]))
    tasks = tuple(reopened_from(t, event) if t.id == identity else t for t in tasks)
    merged = _merged(msgspec.structs.replace(state, tasks=tasks), fields_of(event.payload))
    return msgspec.structs.replace(merged, org_path=_unit(state, event.payload))


def _merged(state: RecordState, change: dict[str, object]) -> RecordState:
    merged = {**state.data, **change}
    data = {key: value for key, value in merged.items() if value is not None}
    return msgspec.structs.replace(state, data=data)


def _copies(state: RecordState, event: Happened) -> tuple[Copy, ...]:
    people = msgspec.convert(event.payload["@people"], tuple[UUID, ...])
    kept = tuple(copy for copy in state.copies if copy.person not in people)
    if event.kind == "CopyRevoked":
        return kept
    reason = str(event.payload.get("@reason", ""))
    return (*kept, *(Copy(person, event.actor, event.at, reason) for person in people))


def _unit(state: RecordState, payload: dict[str, object]) -> str:
    """The organisation unit after an event: the one it moves the record to, if it does."""
    return str(payload.get("@org_path") or state.org_path)


def _with_task(state: RecordState, task: TaskState | None) -> RecordState:
    if task is None:
        return state
    tasks = tuple(task if old.id == task.id else old for old in state.tasks)
    return msgspec.structs.replace(state, tasks=tasks)
