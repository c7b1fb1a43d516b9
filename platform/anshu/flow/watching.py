"""Watches: when a record is looked at while a task waits, and what its tables then say."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Watch
from anshu.flow.commands import Facts, Fire
from anshu.flow.judging import given_of
from anshu.flow.refusing import alarms_raised
from anshu.flow.rows import rows_of
from anshu.flow.state import RecordState
from anshu.flow.task import TaskState
from anshu.kernel.refusal import Raised
from anshu.rules.judge import judge


class Armed(Struct, frozen=True):
    """A watch of a task that begins to count, or counts from another moment; None: not any more."""

    task: TaskState
    watch: Watch
    due: datetime | None


def newly_armed(kind: CompiledType, before: RecordState, after: RecordState) -> Iterator[Armed]:
    """The watches of open tasks whose moment is another one than before."""
    known = {task.id: before.data for task in before.open_tasks()}
    for task in after.open_tasks():
        for watch in kind.nodes[task.node].watches:
            moment = moment_of(watch, task, after.data)
            was = moment_of(watch, task, known[task.id]) if task.id in known else None
            if moment != was:
                due = moment + timedelta(minutes=watch.minutes) if moment is not None else None
                yield Armed(task, watch, due)


def moment_of(watch: Watch, task: TaskState, data: Mapping[str, object]) -> datetime | None:
    """The moment that the watch counts from; None while its field is empty.

    Of a column the latest value; as long as there is no row, the opening of the task.
    """
    if not watch.since:
        return task.opened_at
    field, _, column = watch.since.partition(".")
    if not column:
        return _moment(data.get(field))
    moments = [_moment(row.get(column)) for row in rows_of(data, field)]
    return max((each for each in moments if each is not None), default=task.opened_at)


def watch_of(kind: CompiledType, state: RecordState, command: Fire) -> Watch | None:
    """The watch that fires; None if its task has ended or the flow has no such watch any more."""
    task = state.task(command.task)
    if command.kind != "watch" or task is None or task.closed_at is not None:
        return None
    watches = kind.nodes[task.node].watches
    return next((watch for watch in watches if watch.key == command.name), None)


def next_look(watch: Watch, now: datetime) -> datetime | None:
    """When the watch looks again although nothing changed; None if it does not."""
    return now + timedelta(minutes=watch.every) if watch.every else None


def watched(
    kind: CompiledType, state: RecordState, command: Fire, facts: Facts
) -> tuple[Raised, ...]:
    """The alarms of the rows that hold now."""
    if watch_of(kind, state, command) is None:
        return ()
    tables = kind.judgement.at_watch(command.name)
    return alarms_raised(kind, judge(tables, given_of(kind, state.data, facts)))


def _moment(value: object) -> datetime | None:
    try:
        return msgspec.convert(value, datetime) if value else None
    except msgspec.ValidationError:
        return None
