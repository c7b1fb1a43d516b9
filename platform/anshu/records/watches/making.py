"""The alarms that a round of watches found, prepared to be written with it.

Under the rules of records/alarms.py: one open alarm for each record, code and subject.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.flow.commands import Actor, Create
from anshu.flow.decide import decide
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Raised, Refusal
from anshu.records.alarms import (
    ALARMS_ACTOR,
    ROUND,
    Making,
    Standing,
    alarm_id,
    data_of,
    making_of,
)
from anshu.records.concluding import Case, asked_by, completed, concluded
from anshu.records.loading import Loaded
from anshu.records.messages import RaiseAlarms
from anshu.records.numbering import sequence_of
from anshu.records.preparing import Prepared
from anshu.records.watches import queries
from anshu.records.watches.moment import Moment
from anshu.records.watches.together import gather_together
from anshu.records.writing import POLICY_TYPES
from anshu.store.unit_of_work import Transaction

ACTOR = Actor(name=ALARMS_ACTOR)


class Found(Struct, frozen=True):
    """An alarm that a look found, with the ids that it may have."""

    look: Prepared
    making: Making
    alarm: Raised
    ids: tuple[UUID, ...]


class Made(Struct, frozen=True):
    """New alarms, and the looks (ids of their commands) whose alarms cannot be made here."""

    alarms: tuple[Prepared, ...] = ()
    failed: frozenset[UUID] = frozenset()


async def alarms_of(tx: Transaction, moment: Moment, looks: Sequence[Prepared]) -> Made:
    """The alarms of these looks that are not open already; nothing is read if none was found."""
    found = tuple(_found(moment, looks))
    if not found:
        return Made()
    ids = [id for each in found for id in each.ids]
    known = {row["id"]: row["open"] for row in await tx.fetch(queries.KNOWN, ids)}
    failed: set[UUID] = set()
    cases: dict[UUID, tuple[Found, Case]] = {}
    for each in found:
        if any(known.get(id) for id in each.ids):
            continue
        id = next((id for id in each.ids if id not in known), None)
        if id is None or each.making.made.key in POLICY_TYPES:
            failed.add(each.look.command.id)
        elif id not in cases:
            cases[id] = (each, _case(moment, each, id))
    alarms = []
    for look, prepared in await _prepared(tx, moment, tuple(cases.values())):
        if isinstance(prepared, Refusal):
            failed.add(look)
        else:
            alarms.append((look, prepared))
    kept = tuple(prepared for look, prepared in alarms if look not in failed)
    return Made(kept, frozenset(failed))


def _found(moment: Moment, looks: Sequence[Prepared]) -> Iterator[Found]:
    for look in looks:
        making = making_of(moment.book, look.kind.key)
        if making is None:
            continue
        for alarm in look.alarms:
            ids = tuple(alarm_id(look.record, alarm, ordinal) for ordinal in range(ROUND))
            yield Found(look, making, alarm, ids)


def _case(moment: Moment, found: Found, id: UUID) -> Case:
    look, made = found.look, found.making.made
    fields = look.kind.fields
    # What not everybody may see stays in the record itself.
    data = {
        k: v for k, v in look.after.data.items() if k in fields and fields[k].classed == "normal"
    }
    standing = Standing(look.after.org_path, data, {})
    asked = RaiseAlarms(look.record, look.kind.key, (found.alarm,), moment.now)
    command = Create(id=id, type=made.key, data=data_of(found.making, asked, found.alarm, standing))
    nothing = Loaded(RecordState(), (), None, 0, moment.book.definition_version, replayed=False)
    return Case(moment.book, made, nothing, command, ACTOR, moment.zone)


async def _prepared(
    tx: Transaction, moment: Moment, cases: Sequence[tuple[Found, Case]]
) -> list[tuple[UUID, Prepared | Refusal]]:
    """The new alarms, by the look that found them."""
    asker = moment.asker(ACTOR)
    needs = [asked_by(moment.services, case, asker) for _, case in cases]
    facts = await gather_together(tx, needs, now=moment.now)
    numbers = await _numbers(tx, [case for _, case in cases])
    done: list[tuple[UUID, Prepared | Refusal]] = []
    for (found, case), read, (wanted, _) in zip(cases, facts, needs, strict=True):
        number = next(numbers[sequence_of(case.kind)])
        given = completed(case, msgspec.structs.replace(read, number=number))
        decision = decide(case.kind, case.loaded.state, case.command, given, ACTOR)
        if not isinstance(decision, Refusal):
            prepared = concluded(moment.services, case, decision, given, wanted.alike)
            done.append((found.look.command.id, prepared))
        else:
            done.append((found.look.command.id, decision))
    return done


async def _numbers(tx: Transaction, cases: Sequence[Case]) -> Mapping[str, Iterator[int]]:
    """A number for each, drawn at once from every sequence that is needed."""
    names = [sequence_of(case.kind) for case in cases]
    drawn = {}
    for name in sorted(set(names)):
        rows = await tx.fetch(queries.NUMBERS, name, names.count(name))
        drawn[name] = iter([row["number"] for row in rows])
    return drawn
