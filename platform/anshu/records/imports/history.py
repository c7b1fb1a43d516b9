"""What a ledger's row becomes in ours: an imported record, and the step that it waits at.

Pure: numbers, places and the time come as values. What the ledger leaves open is filled in by
the rules below and named in the event under `@assumed`.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node
from anshu.flow.advance import enter
from anshu.flow.commands import Actor, Facts
from anshu.flow.state import RecordState
from anshu.kernel.calendar import WorkingCalendar
from anshu.kernel.refusal import FieldError
from anshu.ledger.leaf import NewEvent
from anshu.records.imports.port import ImportedRow

PLAIN_STATE = "active"


class Surroundings(Struct, frozen=True):
    """What a batch was read with: who imports, when, and where areas belong."""

    actor: Actor
    now: datetime
    places: Mapping[UUID, str]
    calendar: WorkingCalendar | None


class Standing(Struct, frozen=True):
    """Where a row stands in the flow: at a node, or nowhere (a record without a flow)."""

    state: str
    node: Node | None
    closed_at: datetime | None
    assumed: tuple[str, ...]


def history_events(
    kind: CompiledType, row: ImportedRow, number: str, *, around: Surroundings
) -> tuple[NewEvent, ...] | FieldError:
    """RecordImported and, for a record that is not at its end, the TaskOpened it waits at.

    A FieldError for a state that no step of the flow stands for, or that gates guard: a ledger
    says what was, it does not issue a permit.
    """
    standing = _standing(kind, row)
    if standing is None:
        steps = {node.record_state for node in kind.nodes.values() if _may_stand(kind, node)}
        known = "、".join(s.label.zh for s in kind.item.states if s.code in steps)
        return FieldError("state", "import_not_a_choice", value=row.state, limit=known)
    imported = _imported(kind, row, number, standing, around)
    if standing.node is None or standing.node.kind == "end":
        return (imported,)
    org_path = _org_path(kind, row, around)
    begun = RecordState(version=1, type=kind.key, org_path=org_path, data=dict(row.data))
    facts = Facts(now=around.now, calendar=around.calendar)
    return (imported, *enter(kind, standing.node, begun, facts, around.actor, row.id))


def _standing(kind: CompiledType, row: ImportedRow) -> Standing | None:
    """The ledger's own state; without one, what its dates and its responsible person tell."""
    if kind.flow is None:
        return Standing(row.state or PLAIN_STATE, None, row.closed_at, ())
    assumed = []
    node = _node_of(kind, row.state) if row.state else _told_by_dates(kind, row)
    if node is not None and not row.state and not _may_stand(kind, node):
        node = kind.nodes[kind.flow.start]
    if node is None or not _may_stand(kind, node):
        return None
    if not row.state:
        assumed.append("state")
    workable = _workable(kind, node, row)
    if workable is not node:
        assumed.append("state")
    closed_at = row.closed_at
    if workable.kind == "end" and closed_at is None:
        # When is not known; the last moment that the ledger knows of it is the nearest.
        closed_at = row.done_at or row.created_at
        assumed.append("closed_at")
    if workable.kind != "end":
        closed_at = None
    state = workable.record_state or workable.key
    return Standing(state, workable, closed_at, tuple(dict.fromkeys(assumed)))


def _may_stand(kind: CompiledType, node: Node) -> bool:
    """Whether a row may stand there: of work that gates guard, at its first node or an end."""
    guarded = kind.item.vicinity is not None
    start = kind.flow.start if kind.flow is not None else ""
    return not guarded or node.kind == "end" or node.key == start


def _node_of(kind: CompiledType, state: str) -> Node | None:
    return next((n for n in kind.nodes.values() if (n.record_state or n.key) == state), None)


def _told_by_dates(kind: CompiledType, row: ImportedRow) -> Node | None:
    assert kind.flow is not None  # only records with a flow stand somewhere
    nodes = kind.nodes.values()
    if row.closed_at is not None:
        return next((node for node in nodes if node.closed), None)
    if row.done_at is not None:
        done = [o.to for node in nodes for o in node.outcomes if o.done]
        return kind.nodes[done[0]] if done else None
    owner = kind.promoted.get("owner", "")
    if row.data.get(owner):
        theirs = (n for n in nodes if any(a.field == owner for a in n.assignees))
        return next(theirs, kind.nodes[kind.flow.start])
    return kind.nodes[kind.flow.start]


def _workable(kind: CompiledType, node: Node, row: ImportedRow) -> Node:
    """The node, or the one before it if nobody would get its task: there somebody is named."""
    seen = {node.key}
    while node.kind == "task" and not _has_assignee(node, row):
        before = next((n for n in kind.nodes.values() if _leads_to(n, node.key)), None)
        if before is None or before.key in seen:
            return node
        seen.add(before.key)
        node = before
    return node


def _has_assignee(node: Node, row: ImportedRow) -> bool:
    return any(a.role or row.data.get(a.field) for a in node.assignees)


def _leads_to(node: Node, key: str) -> bool:
    return any(o.to == key and o.intent == "primary" for o in node.outcomes)


def _imported(
    kind: CompiledType,
    row: ImportedRow,
    number: str,
    standing: Standing,
    around: Surroundings,
) -> NewEvent:
    head: dict[str, object] = {
        "@type": kind.key,
        "@number": number,
        "@org_path": _org_path(kind, row, around),
        "@reporter": str(row.reporter) if row.reporter else None,
        "@created_at": row.created_at,
        "@state": standing.state,
        "@done_at": row.done_at,
        "@closed_at": standing.closed_at,
        "@assumed": list(standing.assumed) or None,
        "@row": row.row_no,
    }
    classed: dict[str, dict[str, object]] = {"normal": {}, "restricted": {}, "personal": {}}
    classed["normal"] = {key: value for key, value in head.items() if value is not None}
    for key, value in row.data.items():
        classed[kind.fields[key].classed][key] = value
    return NewEvent(
        kind="RecordImported", at=around.now, received_at=around.now, actor=around.actor.name,
        normal=classed["normal"], restricted=classed["restricted"], personal=classed["personal"],
    )  # fmt: skip


def _org_path(kind: CompiledType, row: ImportedRow, around: Surroundings) -> str:
    named = row.data.get(kind.promoted.get("org_path", "")) or row.org_path
    if named:
        return str(named)
    area = row.data.get(kind.promoted.get("area", ""))
    return around.places.get(UUID(str(area)), "/") if area else "/"
