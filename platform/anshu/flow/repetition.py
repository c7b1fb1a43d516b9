"""The same trouble again: which record a new one repeats, and where repetitions become too many.

Both go by the time of discovery, not by the order in which records arrive: a phone without
signal reports late, and a category is given days after the report.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.language import Recurrence
from anshu.flow.commands import Facts, KnownAlike
from anshu.flow.state import RecordState


class Likeness(Struct, frozen=True):
    """What alike records have in common, and how far back they matter (None: all of them)."""

    type: str
    equipment: UUID
    others: dict[str, object]
    voided: tuple[str, ...]
    discovered_at: datetime | None = None
    days: int | None = None

    @property
    def key(self) -> str:
        """The name that a warning's claim goes by."""
        values = "/".join(f"{key}={self.others[key]}" for key in sorted(self.others))
        return f"repetition:{self.type}:{self.equipment}:{values}"


class Crossing(Struct, frozen=True):
    """The record with which alike ones became too many, and those it is counted with."""

    at: KnownAlike
    linked: tuple[KnownAlike, ...]


def likeness_of(
    kind: CompiledType, data: Mapping[str, object], discovered_at: datetime | None
) -> Likeness | None:
    """What a record with this data is alike by; None while one of the values is open."""
    rule = kind.item.recurrence
    if rule is None or not all(data.get(key) for key in rule.same):
        return None
    machine = kind.promoted["equipment"]
    return Likeness(
        type=kind.key,
        equipment=UUID(str(data[machine])),
        others={key: data[key] for key in rule.same if key != machine},
        voided=tuple(
            node.record_state or node.key
            for node in kind.nodes.values()
            if node.kind == "end" and not node.closed
        ),
        discovered_at=discovered_at,
        days=max(rule.within_days, rule.after_closing_days),
    )


def is_settled_by(kind: CompiledType, state: RecordState, data: Mapping[str, object]) -> bool:
    """Whether this data gives or changes a value that alike records have in common."""
    rule = kind.item.recurrence
    same = rule.same if rule is not None else ()
    return any(key in data and data[key] != state.data.get(key) for key in same)


def recurrence_head(
    kind: CompiledType,
    state: RecordState,
    data: Mapping[str, object],
    facts: Facts,
    *,
    discovered_at: datetime,
) -> dict[str, object]:
    """What an event says of recurrence: the record that is repeated, or none after all."""
    rule = kind.item.recurrence
    if rule is None or not is_settled_by(kind, state, data):
        return {}
    earlier = _repeated(rule, facts.alike, discovered_at)
    if earlier is not None:
        return {"@recurs": {"id": str(earlier.id), "number": earlier.number}}
    return {"@recurs": None} if state.recurs is None else {"@recurs": {}}


def crossings(rule: Recurrence, alike: Sequence[KnownAlike]) -> tuple[Crossing, ...]:
    """Where alike records became too many and nobody was warned, by time of discovery.

    The window ends at a record's discovery and is `within_days` times 24 hours long, both ends
    included. It is crossed by the record that makes `times` of them. As long as every further one
    finds `times` before it in its window, the count has not fallen and there is no other crossing.
    """
    ordered = sorted(alike, key=lambda each: (each.discovered_at, each.id))
    found: list[Crossing] = []
    warned: list[bool] = []
    counting = False
    for place, each in enumerate(ordered):
        linked = _window(rule, ordered[: place + 1], each)
        if len(linked) == rule.times:
            found.append(Crossing(each, linked))
            warned.append(each.warned)
            counting = True
        elif len(linked) > rule.times and counting:
            warned[-1] = warned[-1] or each.warned
        else:
            counting = False
    return tuple(crossing for crossing, told in zip(found, warned, strict=True) if not told)


def _window(
    rule: Recurrence, until: Sequence[KnownAlike], last: KnownAlike
) -> tuple[KnownAlike, ...]:
    begin = last.discovered_at - timedelta(days=rule.within_days)
    return tuple(each for each in until if each.discovered_at >= begin)


def _repeated(
    rule: Recurrence, alike: Sequence[KnownAlike], discovered_at: datetime
) -> KnownAlike | None:
    """The one that was closed last before the discovery, if that is not too long ago."""
    longest = timedelta(days=rule.after_closing_days)
    closed = [
        (each.closed_at, each)
        for each in alike
        if each.closed_at is not None
        and each.closed_at <= discovered_at <= each.closed_at + longest
    ]
    return max(closed, key=lambda pair: (pair[0], pair[1].id))[1] if closed else None
