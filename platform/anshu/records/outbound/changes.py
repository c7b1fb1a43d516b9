"""Which events of a record are a change to tell, and the record as it stood after one (pure)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.field_language import Code, Field
from anshu.flow.shared_links import LINK_EVENTS
from anshu.flow.state import Happened, RecordState, evolve, person_of
from anshu.sdk.outbound import Outgoing, Referred

# What is said among people of a record, or to them, and changes nothing of the record itself.
AMONG_PEOPLE = frozenset({
    "Commented", "CopySent", "CopyRevoked", "TaskReminded", "TaskUrged", "TaskEscalated",
    "TaskReassigned", "SignerAdded", "RuleRaised", "RuleCleared", "RepetitionWarned",
    "ReportedAgain", "EffectivenessReopened", *LINK_EVENTS,
})  # fmt: skip
PRODUCT = "系统"


class Change(Struct, frozen=True):
    """The events of one command, by the last of them; `place` is its number in the ledger."""

    version: int
    place: int


def changes_of(history: Sequence[Happened], numbers: Sequence[int]) -> tuple[Change, ...]:
    """One change per command that did more than talk, oldest first."""
    found: list[Change] = []
    last: tuple[object, str] | None = None
    for event, number in zip(history, numbers, strict=True):
        if event.kind in AMONG_PEOPLE:
            continue
        command = (event.received_at, event.actor)
        if command == last:
            found.pop()
        found.append(Change(event.version, number))
        last = command
    return tuple(found)


def state_after(history: Iterable[Happened], version: int) -> RecordState:
    """The record as it stood after the event with this version."""
    state = RecordState()
    for event in history:
        if event.version <= version:
            state = evolve(state, event)
    return state


def people_of(history: Sequence[Happened], version: int) -> tuple[str, str]:
    """Who made the record and who made the change, as the ledger names actors."""
    return history[0].actor, next(e.actor for e in history if e.version == version)


def references_of(data: object) -> frozenset[UUID]:
    """Every id that values refer to, also within rows of tables."""
    if isinstance(data, dict):
        return frozenset().union(*(references_of(value) for value in data.values()))
    if isinstance(data, list | tuple):
        return frozenset().union(*(references_of(value) for value in data))
    try:
        return frozenset({UUID(data)}) if isinstance(data, str) and len(data) == 36 else frozenset()
    except ValueError:
        return frozenset()


def outgoing_of(
    kind: CompiledType,
    record: UUID,
    history: Sequence[Happened],
    version: int,
    *,
    known: dict[UUID, Referred],
) -> Outgoing:
    """The record after a change, in the words that drivers are told."""
    state = state_after(history, version)
    made_by, changed_by = people_of(history, version)
    assert state.created_at is not None and state.updated_at is not None  # it exists
    newest = {task.node: task for task in state.tasks if not task.cancelled}
    return Outgoing(
        type=kind.key,
        id=record,
        number=state.number,
        state=state.state,
        data=state.data,
        created_at=state.created_at,
        created_by=_name(made_by, known),
        changed_at=state.updated_at,
        changed_by=_name(changed_by, known),
        state_code=_state_code(kind, history, version),
        codes=_codes(kind, state.data),
        labels=labels_of(kind, state.data),
        opened={node: task.opened_at for node, task in newest.items()},
        closed={node: task.closed_at for node, task in newest.items() if task.closed_at},
        closed_at=state.closed_at,
        known=known,
    )


def labels_of(kind: CompiledType, data: dict[str, object]) -> dict[str, dict[str, str]]:
    """The Chinese labels of the codes in use, by field or "table.column"."""
    found: dict[str, dict[str, str]] = {}
    for key, field in kind.fields.items():
        if field.kind != "table":
            found[key] = _labels(kind, field, [data.get(key)])
            continue
        rows = data.get(key)
        rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        for column in field.columns:
            used = [row.get(column.key) for row in rows]
            found[f"{key}.{column.key}"] = _labels(kind, column, used)
    return {place: labels for place, labels in found.items() if labels}


def _state_code(kind: CompiledType, history: Sequence[Happened], version: int) -> str:
    """The outside code of the last state that has one: what is asked for changes nothing yet."""
    codes = {code.code: code.maps_to for code in kind.item.states}
    state, found = RecordState(), ""
    for event in history:
        if event.version > version:
            break
        state = evolve(state, event)
        found = codes.get(state.state, "") or found
    return found


def _codes(kind: CompiledType, data: dict[str, object]) -> dict[str, str]:
    """The outside codes of what was chosen; the own code where the list maps nothing at all."""
    return {
        key: code.maps_to or code.code
        for key, field in kind.fields.items()
        for code in _chosen(kind, field, [data.get(key)])
        if code.maps_to or not any(each.maps_to for each in kind.lists[field.code_list].items)
    }


def _labels(kind: CompiledType, field: Field, used: Iterable[object]) -> dict[str, str]:
    return {code.code: code.label.zh for code in _chosen(kind, field, used)}


def _chosen(kind: CompiledType, field: Field, used: Iterable[object]) -> list[Code]:
    if field.kind != "choice" or field.code_list not in kind.lists:
        return []
    wanted = {value for value in used if isinstance(value, str)}
    return [code for code in kind.lists[field.code_list].items if code.code in wanted]


def _name(actor: str, known: dict[UUID, Referred]) -> str:
    person = person_of(actor)
    if person is None:
        return PRODUCT
    return known[person].title if person in known else ""
