"""Which organisation unit a record belongs to: at its start, and when new data moves it."""

from collections.abc import Mapping
from uuid import UUID

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, Command, Complete, Create, Facts, KnownRecord, Update
from anshu.flow.state import RecordState


def org_path_of(kind: CompiledType, data: Mapping[str, object], facts: Facts, actor: Actor) -> str:
    """The unit that the data names, else that of its area, else the reporter's, else the root.

    Where the reporter's own unit lies within the area's, it is the closer one and is taken.
    """
    named = data.get(kind.promoted.get("org_path", ""))
    if named:
        return str(named)
    own = facts.records.get(actor.person) if actor.person is not None else None
    place = _place(kind, data, facts)
    if place is None:
        return own.org_path if own is not None else "/"
    if own is not None and own.org_path.startswith(place.org_path):
        return own.org_path
    return place.org_path


def moved_to(
    kind: CompiledType, state: RecordState, data: Mapping[str, object], facts: Facts
) -> str:
    """The unit of a record once this data is added: a newly named one moves it.

    A new area moves only a record whose unit is not named; when the name is taken away, the
    area's unit is the record's again. Tasks that are open stay where they were opened.
    """
    changed = {key: value for key, value in data.items() if state.data.get(key) != value}
    unit = kind.promoted.get("org_path", "")
    if changed.get(unit):
        return str(changed[unit])
    if unit in changed:
        place = _place(kind, {**state.data, **data}, facts)
    else:
        place = None if state.data.get(unit) else _place(kind, changed, facts)
    return place.org_path if place is not None else state.org_path


def unit_after(
    kind: CompiledType, state: RecordState, command: Command, facts: Facts, actor: Actor
) -> str:
    """The unit that the record belongs to once the command is carried out."""
    match command:
        case Create(data=data):
            return org_path_of(kind, data, facts, actor)
        case Complete(data=data) | Update(data=data):
            return moved_to(kind, state, data, facts)
        case _:
            return state.org_path


def _place(kind: CompiledType, data: Mapping[str, object], facts: Facts) -> KnownRecord | None:
    area = data.get(kind.promoted.get("area", ""))
    return facts.records.get(UUID(str(area))) if area else None
