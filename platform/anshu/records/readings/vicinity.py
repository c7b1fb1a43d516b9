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
Span = tuple[datetime | None, datetime | None]


class Here(Struct, frozen=True):
    """Where a record is and how far it reaches.

    Without a position the middle of its area stands for it (`exact` is False), and within that
    area it may be anywhere: cells below zero hold who is somewhere in an area, and who is at a
    known place of it.
    """

    position: Position | None = None
    area: UUID | None = None
    equipment: UUID | None = None
    radius_m: int = 0
    exact: bool = True

    @property
    def looked_in(self) -> list[int]:
        """Cells in which neighbours stand; the middle of the area is looked up with them."""
        if self.position is None:
            return [_somewhere(self.area), _placed_in(self.area)] if self.area else []
        return [cell_of(self.position), *([_somewhere(self.area)] if self.area else [])]

    @property
    def around(self) -> list[int]:
        """The cells of the circle; none without a position."""
        return list(cells_around(self.position, self.radius_m)) if self.position else []

    @property
    def standing(self) -> list[int]:
        """The cells of the record's row."""
        if self.position is None:
            return [_somewhere(self.area)] if self.area else []
        return [*self.around, *([_placed_in(self.area)] if self.area else [])]


class Placed(Struct, frozen=True):
    """Another record with the point that stands for it, its area and the thing it is about."""

    record: KnownRecord
    position: Position | None
    area: UUID | None
    equipment: UUID | None
    exact: bool = True


def cells_of(kind: CompiledType, state: RecordState) -> list[int] | None:
    """The cells of the record's row, None for one that is nobody's neighbour.

    Those of the middle of its area are added when the row of one without a position is written.
    """
    if kind.key == AREA:
        return _middle_of(state.data)
    rule = kind.item.vicinity
    if rule is None or state.state not in rule.states:
        return None
    return here_of(kind, state.data).standing


def here_of(kind: CompiledType, data: Mapping[str, object]) -> Here:
    """Where a record with this data is."""
    rule = kind.item.vicinity
    position = read_position(data.get(kind.promoted.get("position", "")))
    return Here(
        position=position,
        area=named_record(data.get(kind.promoted.get("area", ""))),
        equipment=equipment_of(kind, data),
        radius_m=rule.radius_m if rule is not None else 0,
        exact=position is not None,
    )


def equipment_of(kind: CompiledType, data: Mapping[str, object]) -> UUID | None:
    """The thing that a record with this data is about."""
    return named_record(data.get(kind.promoted.get("equipment", "")))


def neighbours_of(
    rule: Vicinity, here: Here, own: Span, found: Iterable[Placed], *, now: datetime
) -> tuple[Neighbour, ...]:
    """Those within the radius or in the same place, at a time that overlaps; the nearest first."""
    near: dict[UUID, Neighbour] = {}
    for each in found:
        other = each.record
        away = _distance_m(here, each)
        span = span_of(rule, other.data, now if other.state in rule.going_on else None)
        if away <= rule.radius_m and _overlaps(own, span):
            since, until = span
            near[other.id] = Neighbour(record=other, distance_m=away, begins=since, ends=until)
    return tuple(sorted(near.values(), key=lambda one: (one.distance_m, str(one.record.id))))


def span_of(rule: Vicinity, data: Mapping[str, object], now: datetime | None) -> Span:
    """From when to when a record takes place as planned; `now` as well if that is given."""
    begins, ends = moment(data.get(rule.begins)), moment(data.get(rule.ends))
    if now is None:
        return begins, ends
    return begins and min(begins, now), ends and max(ends, now)


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
    """0 where one of the two is only known to be in the other's area, or about the same thing."""
    if here.equipment is not None and here.equipment == other.equipment:
        return 0.0
    somewhere = not (here.exact and other.exact)
    if somewhere and here.area is not None and here.area == other.area:
        return 0.0
    if here.position is None or other.position is None:
        return 0.0
    return distance_m(here.position, other.position)


def _overlaps(one: Span, other: Span) -> bool:
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


def _somewhere(area: UUID) -> int:
    """The cell of those who are in the area without a position."""
    return -2 * (area.int % 2**61) - 1


def _placed_in(area: UUID) -> int:
    """The cell of those who are at a known place of the area."""
    return -2 * (area.int % 2**61) - 2
