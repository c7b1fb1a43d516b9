"""Deadlines by the name of their row: `remind`, `escalate`, or `watch:<key>` of a watch."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Fire
from anshu.flow.state import RecordState
from anshu.flow.watching import newly_armed, next_look, watch_of
from anshu.records.projection import DeadlineRow

WATCH = "watch:"


def fire_command(id: UUID, *, record: UUID, type: str, task: UUID, kind: str) -> Fire:
    """The command of a deadline's row."""
    if kind.startswith(WATCH):
        name = kind.removeprefix(WATCH)
        return Fire(id=id, record=record, type=type, task=task, kind="watch", name=name)
    known: Literal["remind", "escalate"] = "remind" if kind == "remind" else "escalate"
    return Fire(id=id, record=record, type=type, task=task, kind=known)


def watch_rows(
    kind: CompiledType, before: RecordState, after: RecordState, record: UUID
) -> Iterator[DeadlineRow]:
    """A row for every watch that counts from a new moment; one in the past comes at once."""
    for armed in newly_armed(kind, before, after):
        if armed.due is not None:
            # The version tells apart a moment that comes back.
            name = f"{WATCH}{armed.watch.key}"
            identity = uuid5(armed.task.id, f"{name}/{armed.due.isoformat()}/{after.version}")
            yield DeadlineRow(identity, record, armed.task.id, name, armed.due)


def superseded(kind: CompiledType, before: RecordState, after: RecordState) -> tuple[str, ...]:
    """Task and name, as one text, of the watches whose waiting rows no longer count."""
    return tuple(
        f"{armed.task.id}{WATCH}{armed.watch.key}" for armed in newly_armed(kind, before, after)
    )


def looks_again(
    kind: CompiledType, state: RecordState, command: Fire, now: datetime
) -> Iterator[DeadlineRow]:
    """The next row of a watch that has just fired, if it looks again."""
    watch = watch_of(kind, state, command)
    at = next_look(watch, now) if watch is not None else None
    if at is not None:
        identity = uuid5(command.id, "again")
        yield DeadlineRow(identity, command.record, command.task, f"{WATCH}{command.name}", at)
