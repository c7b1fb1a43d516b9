"""Records that stand near each other: cells of their rows, neighbours, claims of the ground.

Of two commands that settle something in the same cells at the same moment one is decided again,
with the other's record in sight.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.language import Vicinity
from anshu.flow.commands import Facts
from anshu.flow.happened import moment
from anshu.flow.references import named_record
from anshu.flow.state import RecordState
from anshu.kernel.boundary import inner_point, read_boundary
from anshu.kernel.grid import cell_of, cells_around
from anshu.kernel.position import Position, distance_m, read_position
from anshu.records.repeated import Claim
from anshu.sdk.facts import KnownRecord, Neighbour

AREA = "area"
CLAIMED = "near:"


class Here(Struct, frozen=True):
    """Where a record is and how far it reaches; without a position its area stands for it."""

    position: Position | None = None
    area: UUID | None = None
    equipment: UUID | None = None
    radius_m: int = 0

    @property
    def centre(self) -> list[int]:
        return [cell_of(self.position)] if self.position is not None else []

    @property
    def around(self) -> list[int]:
        return list(cells_around(self.position, self.radius_m)) if self.position else []


class Placed(Struct, frozen=True):
    """Another record with the point that stands for it and the thing it is about."""

    record: KnownRecord
    position: Position | None
    equipment: UUID | None


def cells_of(kind: CompiledType, state: RecordState) -> list[int] | None:
    """The cells of the record's row: none at all, or empty to be filled with its area's."""
    if kind.key == AREA:
        return _middle_of(state.data)
    rule = kind.item.vicinity
    if rule is None or state.state not in rule.states:
        return None
    return here_of(kind, state.data).around


def here_of(kind: CompiledType, data: Mapping[str, object]) -> Here:
    """Where a record with this data is."""
    rule = kind.item.vicinity
    return Here(
        position=read_position(data.get(kind.promoted.get("position", ""))),
        area=named_record(data.get(kind.promoted.get("area", ""))),
        equipment=equipment_of(kind, data),
        radius_m=rule.radius_m if rule is not None else 0,
    )


def equipment_of(kind: CompiledType, data: Mapping[str, object]) -> UUID | None:
    """The thing that a record with this data is about."""
    return named_record(data.get(kind.promoted.get("equipment", "")))


def neighbours_of(
    rule: Vicinity, here: Here, data: Mapping[str, object], found: Iterable[Placed]
) -> tuple[Neighbour, ...]:
    """Those within the radius or in the same place, at a time that overlaps; the nearest first."""
    begins, ends = moment(data.get(rule.begins)), moment(data.get(rule.ends))
    near: dict[UUID, Neighbour] = {}
    for each in found:
        other = each.record
        away = _distance_m(here, each)
        since, until = moment(other.data.get(rule.begins)), moment(other.data.get(rule.ends))
        if away <= rule.radius_m and _overlaps((begins, ends), (since, until)):
            near[other.id] = Neighbour(record=other, distance_m=away, begins=since, ends=until)
    return tuple(sorted(near.values(), key=lambda one: (one.distance_m, str(one.record.id))))


def near_claims(
    kind: CompiledType, before: RecordState, after: RecordState, facts: Facts
) -> tuple[Claim, ...]:
    """The ground claimed anew, because a node that settles something was entered."""
    rule = kind.item.vicinity
    known = {task.id for task in before.tasks}
    entered = {task.node for task in after.tasks if task.id not in known}
    if rule is None or not entered.intersection(rule.settles):
        return ()
    return tuple(
        Claim(key, claim.generation + 1)
        for key, claim in sorted(facts.claims.items())
        if key.startswith(CLAIMED)
    )


def _distance_m(here: Here, other: Placed) -> float:
    """0 where a point is not known: they were found by the place that both name."""
    if here.equipment is not None and here.equipment == other.equipment:
        return 0.0
    if here.position is None or other.position is None:
        return 0.0
    return distance_m(here.position, other.position)


def _overlaps(
    one: tuple[datetime | None, datetime | None], other: tuple[datetime | None, datetime | None]
) -> bool:
    """Whether two spans have a moment in common; an end that is not known is open."""
    (begins, ends), (since, until) = one, other
    return (until is None or begins is None or begins <= until) and (
        ends is None or since is None or since <= ends
    )


def _middle_of(data: Mapping[str, object]) -> list[int] | None:
    boundary = read_boundary(data.get("boundary"))
    if boundary is not None:
        lon, lat = inner_point(boundary)
        return [cell_of(Position(lat, lon))]
    position = read_position(data.get("position"))
    return [cell_of(position)] if position is not None else None
