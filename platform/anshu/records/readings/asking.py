"""Asks fact providers what they must see, and gives them what was read.

`asking_of` stands before a command's one statement of facts, `Asking.answered` behind it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Command, Create, Facts, RowFacts
from anshu.flow.state import RecordState
from anshu.records.readings.found import known_of
from anshu.records.readings.occasion import (
    Asker,
    Occasion,
    facts_asked,
    occasion_of,
    situation_of,
)
from anshu.records.readings.vicinity import here_of
from anshu.rules.reading import Item, Reading
from anshu.sdk.facts import Asked, FactProvider, Known, Situation

Types = Mapping[str, CompiledType]
T = TypeVar("T")


class Asking(Struct, frozen=True):
    """What providers must see for one command, and who they are.

    `rows`: of several rows entered at once, the situation of each. `settles`: the command may
    enter a node that settles something about its vicinity. `going_on`: the record takes place now
    or is about to.
    """

    kind: CompiledType
    situation: Situation
    names: frozenset[str]
    providers: tuple[FactProvider, ...]
    asked: Asked
    settles: bool
    types: Types
    rows: tuple[Situation, ...] = ()
    going_on: bool = False

    def parameters(self) -> tuple[object, ...]:
        """The parameters of readings.queries.ASKED, from $16 on."""
        here = here_of(self.kind, self.situation.data)
        near = self.kind.item.vicinity is not None and self.asked.near
        return (
            list(self.asked.records), _json(self._referring()), _json(self._similar()),
            _json(self._observing()), self.situation.record, self.kind.key, near,
            here.looked_in, here.around, here.area, here.equipment, self.situation.now,
            self.settles,
        )  # fmt: skip

    def answered(self, facts: Facts, rows: Sequence[Record]) -> Facts:
        """The facts with what the providers make of the rows; of each only what was asked."""
        moment, data = self.situation.now, self.situation.data
        known = known_of(self.kind, data, rows, now=moment, going_on=self.going_on)
        readings, lists = self._read(self.situation, known)
        of_rows = tuple(RowFacts(*self._read(each, known)) for each in self.rows)
        return msgspec.structs.replace(facts, readings=readings, lists=lists, rows=of_rows)

    def _read(
        self, situation: Situation, known: Known
    ) -> tuple[dict[str, Reading], dict[str, tuple[Item, ...]]]:
        values: dict[str, Reading] = {}
        lists: dict[str, tuple[Item, ...]] = {}
        for provider in self.providers:
            read = provider.read(situation, known)
            asked = self.names.intersection(provider.gives)
            values |= {key: each for key, each in read.values.items() if key in asked}
            lists |= {key: each for key, each in read.lists.items() if key in asked}
        return values, lists

    def _referring(self) -> list[dict[str, object]]:
        return [
            {"type": e.type, "through": self._column(e.type, e.field), "field": e.field,
             "ids": e.ids}
            for e in self.asked.referring
        ]  # fmt: skip

    def _column(self, kind: str, field: str) -> str:
        """The indexed column that the field is promoted to; empty for none."""
        known = self.types.get(kind)
        promoted = known.fields[field].promoted if known and field in known.fields else None
        return promoted if promoted in ("owner", "equipment", "area") else ""

    def _similar(self) -> list[dict[str, object]]:
        return [
            {"type": each.type, "area": each.area, "equal": _contained(each.equal),
             "since": each.since, "states": each.states or None}
            for each in self.asked.similar
        ]  # fmt: skip

    def _observing(self) -> list[dict[str, object]]:
        return [
            {"quantity": each.quantity, "subject": each.subject, "minutes": each.within_minutes,
             "highest": each.highest}
            for each in self.asked.observations
        ]  # fmt: skip


class Sources(Struct, frozen=True):
    """Where facts come from: providers by the names they give, and the types in force."""

    providers: Mapping[str, FactProvider]
    types: Types


def asking_of(
    sources: Sources,
    kind: CompiledType,
    state: RecordState,
    command: Command,
    asker: Asker,
) -> Asking | None:
    """What must be seen for this command; None when no table asks a fact and nothing settles."""
    occasion = occasion_of(kind, state, command)
    if occasion is None:
        return None
    record = command.id if isinstance(command, Create) else command.record
    return asking_at(sources, kind, (record, state), occasion, asker)


def asking_at(
    sources: Sources,
    kind: CompiledType,
    of: tuple[UUID, RecordState],
    occasion: Occasion,
    asker: Asker,
) -> Asking | None:
    """What must be seen on this occasion; None when no table asks a fact and nothing settles."""
    names = facts_asked(kind, occasion)
    settles = kind.item.vicinity is not None and not set(occasion.nodes).isdisjoint(
        kind.item.vicinity.settles
    )
    providers = _needed(sources.providers, names)
    if not providers and not settles:
        return None
    situation = situation_of(kind, *of, occasion, asker)
    rows = tuple(msgspec.structs.replace(situation, change=row) for row in occasion.changes)
    asked = united(each.asks(one) for each in providers for one in (rows or (situation,)))
    return Asking(
        kind, situation, names, providers, asked, settles, sources.types, rows,
        going_on=_going_on(kind, of[1], occasion),
    )  # fmt: skip


def _going_on(kind: CompiledType, state: RecordState, occasion: Occasion) -> bool:
    """Whether the record takes place now, or will once one of the nodes is entered."""
    rule = kind.item.vicinity
    states = {state.state, *(kind.nodes[key].record_state for key in occasion.nodes)}
    return rule is not None and not states.isdisjoint(rule.going_on)


def united(asked: Iterable[Asked]) -> Asked:
    """Everything that any of them asks for, each once, in order."""
    several = tuple(asked)
    return Asked(
        records=_once(several, lambda one: one.records),
        referring=_once(several, lambda one: one.referring),
        similar=_once(several, lambda one: one.similar),
        near=any(one.near for one in several),
        observations=_once(several, lambda one: one.observations),
    )


def _once(several: tuple[Asked, ...], part: Callable[[Asked], tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for one in several for each in part(one)))


def _needed(
    providers: Mapping[str, FactProvider], names: frozenset[str]
) -> tuple[FactProvider, ...]:
    found = {id(providers[name]): providers[name] for name in sorted(names) if name in providers}
    return tuple(found.values())


def _json(rows: list[dict[str, object]]) -> str:
    return msgspec.json.encode(rows).decode()


def _contained(equal: Iterable[tuple[str, str]]) -> dict[str, object]:
    """What the data of a record with these values contains."""
    whole: dict[str, object] = {}
    for key, value in equal:
        field, _, column = key.partition(".")
        whole[field] = [{column: value}] if column else value
    return whole
