"""Indicators made ready to count: under an identity that changes with their meaning."""

import hashlib
from functools import lru_cache

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import Compiled, CompiledType
from anshu.definitions.board_language import Indicator, Measure, Ratio, Setting, Span, Value
from anshu.definitions.check_board import PRESENT

# Raised when the meaning of what is stored changes: everything is then counted anew.
COUNTING_VERSION = 1
# A condition: done until the moment in the column that follows.
UNTIL = "until:"


class Plan(Struct, frozen=True):
    """One indicator with its names resolved to columns of `record`.

    `id` is what tallies are kept under: the key and a hash of everything the counting depends on.
    """

    id: str
    key: str
    type: str
    at: str
    measure: Measure
    by: tuple[str, ...]
    where: tuple[Setting, ...]
    when: tuple[str, ...]
    good_where: tuple[Setting, ...]
    good_when: tuple[str, ...]
    voided: frozenset[str]

    @property
    def is_present(self) -> bool:
        """Whether it counts the present state, not days."""
        return self.at == PRESENT


class PlanSet(Struct, frozen=True):
    """All indicators of a tenant's definitions, counted in days of its zone."""

    hash: str
    zone: str
    by_key: dict[str, Plan]
    by_type: dict[str, tuple[Plan, ...]]

    def values_of(self, kind: str) -> tuple[str, ...]:
        """The number fields of a type that are averaged."""
        found = {
            plan.measure.field
            for plan in self.by_type.get(kind, ())
            if isinstance(plan.measure, Value)
        }
        return tuple(sorted(found))


@lru_cache(maxsize=256)
def plans_of(compiled: Compiled, zone: str) -> PlanSet:
    """The plans of these definitions; kept, because a compiled set never changes."""
    plans = [_plan(compiled.types[item.type], item, zone) for item in compiled.indicators.values()]
    by_type: dict[str, list[Plan]] = {}
    for plan in plans:
        by_type.setdefault(plan.type, []).append(plan)
    whole = "\n".join(sorted(plan.id for plan in plans))
    return PlanSet(
        hash=hashlib.sha256(whole.encode()).hexdigest()[:16],
        zone=zone,
        by_key={plan.key: plan for plan in plans},
        by_type={kind: tuple(found) for kind, found in by_type.items()},
    )


def column_of(kind: CompiledType, key: str) -> str:
    """The column of `record` that a checked key is read from."""
    return key if key == "state" else str(kind.fields[key].promoted)


def _plan(kind: CompiledType, item: Indicator, zone: str) -> Plan:
    good = item.measure if isinstance(item.measure, Ratio) else Ratio()
    plan = Plan(
        id="",
        key=item.key,
        type=item.type,
        at=_moment(kind, item.at),
        measure=_measure(kind, item.measure),
        by=tuple(column_of(kind, key) for key in item.by),
        where=_settings(kind, item.where),
        when=_conditions(kind, item.when),
        good_where=_settings(kind, good.where),
        good_when=_conditions(kind, good.when),
        voided=frozenset(voided_states(kind)),
    )
    meaning = msgspec.json.encode((COUNTING_VERSION, zone, plan), order="sorted")
    digest = hashlib.sha256(meaning).hexdigest()[:8]
    return msgspec.structs.replace(plan, id=f"{item.key}.{digest}")


def _measure(kind: CompiledType, measure: Measure) -> Measure:
    if isinstance(measure, Span):
        return Span(start=_moment(kind, measure.start), end=_moment(kind, measure.end))
    return measure


def _moment(kind: CompiledType, name: str) -> str:
    """A datetime field by its column, everything else as it is."""
    field = kind.fields.get(name)
    return str(field.promoted) if field is not None and field.promoted else name


def _conditions(kind: CompiledType, conditions: tuple[str, ...]) -> tuple[str, ...]:
    """The conditions, that of the first limit with the column that keeps it."""
    rule = kind.item.extension
    column = kind.fields[rule.first].promoted if rule is not None else ""
    return tuple(f"{UNTIL}{column}" if each == "in_first_limit" else each for each in conditions)


def _settings(kind: CompiledType, settings: tuple[Setting, ...]) -> tuple[Setting, ...]:
    return tuple((column_of(kind, key), value) for key, value in settings)


def voided_states(kind: CompiledType) -> list[str]:
    """The states of the ends that are no closure."""
    return [
        node.record_state or node.key
        for node in kind.nodes.values()
        if node.kind == "end" and not node.closed
    ]
