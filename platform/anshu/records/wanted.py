"""Which facts a command needs: what its data refers to, and what a gate will look at."""

from datetime import datetime
from uuid import UUID

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Evidence
from anshu.flow.apart import seats_of_others
from anshu.flow.commands import Actor, AddEntry, Command, Complete, Create, Fire, Update, Warn
from anshu.flow.entries import MOST_ROWS
from anshu.flow.habit_commands import AddSigner, Reassign, SendCopy, Withdraw
from anshu.flow.references import References, references_of
from anshu.flow.repetition import is_settled_by, likeness_of
from anshu.flow.state import RecordState
from anshu.flow.way_in import possible_ways


def wanted_facts(
    kind: CompiledType, state: RecordState, command: Command, actor: Actor
) -> References:
    """Everything to read for deciding this command, so that it is read at once."""
    wanted = _of_command(kind, state, command, actor)
    through = _read_through(kind, state, command)
    records = tuple(sorted({*wanted.records, *through}))
    return msgspec.structs.replace(wanted, records=records)


def _read_through(kind: CompiledType, state: RecordState, command: Command) -> tuple[UUID, ...]:
    """Records of before through which rule tables look: they ask a field of what one refers to."""
    watches = isinstance(command, Fire) and command.kind == "watch"
    if not watches and not isinstance(command, Complete | AddEntry | Update):
        return ()
    asked = {
        each.field: kind.fields[each.field]
        for table in kind.judgement.tables.values()
        for each in table.item.inputs
        if each.of and each.field in kind.fields
    }
    return references_of(asked, state.data).records


def _of_command(
    kind: CompiledType, state: RecordState, command: Command, actor: Actor
) -> References:
    match command:
        case Create(data=data):
            wanted = _with(references_of(kind.fields, data), actor.person)
            start = kind.flow.start if kind.flow is not None else ""
            wanted = msgspec.structs.replace(wanted, holders=_asked_of_each(kind, start))
            return _alike(wanted, kind, state, data, command.captured_at)
        case Update(data=data):
            # A unit that is taken away gives the record back to its area's unit.
            area = kind.promoted.get("area", "")
            place = {area: state.data[area]} if area in state.data else {}
            return references_of(kind.fields, {**place, **data})
        case Complete(data=data):
            wanted = _for_completion(kind, state, command, data, actor)
            return _alike(wanted, kind, state, data, state.discovered_at)
        case AddEntry():
            return _with(_in_rows(kind, command), actor.person)
        case AddSigner(person=person) | Reassign(person=person):
            return _with(References(records=(person,)), actor.person)
        case SendCopy(people=people):
            return References(records=tuple(sorted(set(people))))
        case Withdraw():
            waiting = tuple(task.id for task in state.open_tasks())
            nodes = {task.node for task in state.tasks}
            holders = tuple(role for node in sorted(nodes) for role in _asked_of_each(kind, node))
            return References(tasks=waiting, reader=actor.person, holders=holders)
        case Warn():
            # A warning looks at all of them: how often it was given decides, however long ago.
            alike = likeness_of(kind, state.data, state.discovered_at)
            return References(alike=msgspec.structs.replace(alike, days=None) if alike else None)
        case _:
            return References()


def _in_rows(kind: CompiledType, command: AddEntry) -> References:
    entry = kind.entries.get(command.entry)
    if entry is None:
        return References()
    fields = kind.form(entry.form).fields
    found = [references_of(fields, row) for row in command.rows[:MOST_ROWS]]
    return References(
        records=tuple(sorted({record for each in found for record in each.records})),
        media=tuple(sorted({digest for each in found for digest in each.media})),
    )


def _for_completion(
    kind: CompiledType,
    state: RecordState,
    command: Complete,
    data: dict[str, object],
    actor: Actor,
) -> References:
    task = state.task(command.task)
    filled = dict(data)
    for seat in task.seats if task is not None else ():
        filled = {**seat.data, **filled}
    needed = _with(references_of(kind.fields, filled), actor.person)
    if task is None or task.closed_at is not None:
        return needed
    others = seats_of_others(kind, task, actor)
    if others:
        # It will be refused, naming who else may sign.
        people = {person for seat in others for person in seat.people}
        return msgspec.structs.replace(
            needed, records=tuple(sorted({*needed.records, *people})),
            holders=tuple(dict.fromkeys(role for seat in others for role in seat.roles)),
        )  # fmt: skip
    outcomes = {outcome.key: outcome for outcome in kind.nodes[task.node].outcomes}
    outcome = outcomes.get(command.outcome)
    target = command.to if command.to in kind.nodes else outcome.to if outcome is not None else ""
    if not target:
        return needed
    ways = possible_ways(kind, kind.nodes[target])
    holders = tuple(role for node in ways for role in _asked_of_each(kind, node.key))
    needed = msgspec.structs.replace(needed, holders=holders)
    needs = tuple(need for node in ways for need in node.needs)
    if not needs:
        return needed
    evidence = evidence_references(kind, state, needs)
    return msgspec.structs.replace(
        needed,
        records=tuple(sorted({*needed.records, *evidence.records})),
        media=tuple(sorted({*needed.media, *evidence.media})),
    )


def evidence_references(
    kind: CompiledType, state: RecordState, needs: tuple[Evidence, ...]
) -> References:
    """What a gate looks at: the files of its elements, and the area whose fence counts."""
    fields = {need.field: kind.fields[need.field] for need in needs}
    evidence = references_of(fields, state.data)
    area = state.data.get(kind.promoted.get("area", ""))
    return References(records=(UUID(str(area)),) if area else (), media=evidence.media)


def _asked_of_each(kind: CompiledType, node: str) -> tuple[str, ...]:
    """The roles each of whose holders the node asks."""
    if node not in kind.nodes:
        return ()
    return tuple(each.role for each in kind.nodes[node].assignees if each.each and each.role)


def _alike(
    wanted: References,
    kind: CompiledType,
    state: RecordState,
    data: dict[str, object],
    discovered_at: datetime | None,
) -> References:
    if not is_settled_by(kind, state, data):
        return wanted
    alike = likeness_of(kind, {**state.data, **data}, discovered_at)
    return msgspec.structs.replace(wanted, alike=alike)


def _with(references: References, person: UUID | None) -> References:
    people = {person} if person is not None else set()
    records = tuple(sorted({*references.records, *people}))
    return msgspec.structs.replace(references, records=records)
