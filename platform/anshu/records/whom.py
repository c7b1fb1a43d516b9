"""Who is told of an event: whoever has its task, whom it names, and who stands in for them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.state import RecordState, TaskState
from anshu.flow.task import open_seats
from anshu.records import queries
from anshu.records.messages import Step
from anshu.records.permission import owner_of
from anshu.records.telling import NAMED, TAKEN_BACK, told_of_withdrawal, turns_after
from anshu.store.unit_of_work import Transaction

TOLD = {
    "TaskOpened": "opened", "TaskEscalated": "escalated", "TaskReminded": "reminded",
    "TaskUrged": "urged", "TaskSigned": "turn",
}  # fmt: skip
Notice = tuple[UUID, str, str]


class Telling(Struct, frozen=True):
    """A record's state and definition, for telling people about it."""

    kind: CompiledType
    state: RecordState
    record: UUID


class People:
    """Who holds roles and who stands in for whom; alike questions of several records cost one."""

    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._known: dict[tuple[object, ...], frozenset[UUID]] = {}

    async def holding(self, roles: Collection[str], org_path: str) -> frozenset[UUID]:
        """The holders of any of the roles over the unit."""
        names = sorted(set(roles))
        return await self._asked(queries.HOLDERS, names, org_path, self._now)

    async def standing_in(self, people: Collection[UUID], kind: str) -> frozenset[UUID]:
        """Who stands in for any of these people in records of the type."""
        return await self._asked(queries.STAND_INS, sorted(set(people)), self._now, kind)

    async def _asked(
        self, sql: str, some: list[str] | list[UUID], *more: object
    ) -> frozenset[UUID]:
        key = (sql, tuple(some), *more)
        if some and key not in self._known:
            rows = await self._tx.fetch(sql, some, *more)
            self._known[key] = frozenset(row["id"] for row in rows)
        return self._known.get(key, frozenset())


async def notices_of(people: People, telling: Telling, step: Step) -> list[Notice]:
    """Who is told, as what kind of notice, with which words of its own."""
    state = telling.state
    if step.kind == "RecordClosed":
        return _of_closing(state)
    if step.kind in ("EffectivenessReopened", "RepetitionWarned"):
        return await _of_repetition(people, telling, step)
    if step.kind == "RuleRaised":
        told = await _told_by_rule(people, telling, step)
        return _each(told, "rule_raised", {"linked": step.said})
    if step.kind in TAKEN_BACK:
        gone = told_of_withdrawal(state, step)
        lost = [await _concerned(people, telling, task) for task in gone]
        return [notice for each in lost for notice in _each(sorted(each), "withdrawn", {})]
    task = state.task(step.task) if step.task is not None else None
    said = {"node": task.node, "task": str(task.id)} if task is not None else {}
    if step.kind in NAMED:
        return _each(step.people, NAMED[step.kind], said)
    if step.kind not in TOLD or task is None:
        return []
    if step.kind == "TaskSigned":
        task = msgspec.structs.replace(task, seats=turns_after(task))
    concerned = await _concerned(people, telling, task)
    if step.kind == "TaskEscalated" and state.reporter is not None:
        concerned.add(state.reporter)
    return _each(sorted(concerned), TOLD[step.kind], said)


def _of_closing(state: RecordState) -> list[Notice]:
    closing = {person for person in (state.reporter,) if person is not None}
    if state.same_as is None:
        return _each(closing, "closed", {"state": state.state})
    return _each(closing, "merged", {"linked": [state.same_as.number]})


def _each(people: Collection[UUID], kind: str, said: object) -> list[Notice]:
    text = msgspec.json.encode(said).decode()
    return [(person, kind, text) for person in people]


async def _told_by_rule(people: People, telling: Telling, step: Step) -> list[UUID]:
    """The holders of the roles that a row names; by a watch, whom the task waits for by name."""
    told = set(step.people)
    told |= await people.holding(step.roles, telling.state.org_path)
    told |= await people.standing_in(step.people, telling.kind.key)
    return sorted(told)


async def _concerned(people: People, telling: Telling, task: TaskState) -> set[UUID]:
    """Whoever can act in the task's open seats: by name, by role, and who stands in for them."""
    seats = open_seats(task) if task.closed_at is None else task.seats
    concerned = {person for seat in seats for person in seat.people}
    roles = {role for seat in seats for role in seat.roles}
    concerned |= await people.holding(roles, task.org_path)
    return concerned | await people.standing_in(concerned, telling.kind.key)


async def _of_repetition(people: People, telling: Telling, step: Step) -> list[Notice]:
    """Of a recurrence the responsible person and who looks after cures; of a warning its roles."""
    state, rule = telling.state, telling.kind.item.recurrence
    if rule is None:
        return []
    reopened = step.kind == "EffectivenessReopened"
    roles = rule.reopening_tells if reopened else rule.warning_tells
    links = state.recurred if reopened else state.repeated
    told = set(await people.holding(roles, state.org_path))
    owner = owner_of(telling.kind, state)
    if reopened and owner is not None:
        told.add(owner)
    linked = [link.number for link in links if link.number != state.number]
    return _each(sorted(told), "reopened" if reopened else "repeated", {"linked": linked})
