"""What a watch tells people: a row that obliges to it when it begins to hold, and not again.

The event keeps what holds since, so the next look of the same task knows what was told.
"""

from collections.abc import Iterator

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.rule_language import Severity
from anshu.definitions.words import Text
from anshu.flow.commands import Actor, Facts, Fire
from anshu.flow.events import said_event
from anshu.flow.judging import given_of
from anshu.flow.state import RecordState
from anshu.flow.task import TaskState
from anshu.flow.watching import watch_of
from anshu.ledger.leaf import NewEvent
from anshu.rules.explain import message_of
from anshu.rules.judge import judge
from anshu.rules.verdict import Verdict, highest


class Holding(Struct, frozen=True):
    """A row that holds and obliges to tell: its key with the item's, whom, how severe, what."""

    key: str
    roles: tuple[str, ...]
    severity: Severity
    said: Text


def looked(
    kind: CompiledType, state: RecordState, command: Fire, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...]:
    """The event of a look that finds another state of things than the last one; else none."""
    watch, task = watch_of(kind, state, command), state.task(command.task)
    if watch is None or task is None:
        return ()
    tables = kind.judgement.at_watch(watch.key)
    found = tuple(_holding(kind, judge(tables, given_of(kind, state.data, facts))))
    before, now = task.held.get(watch.key, ()), tuple(sorted({each.key for each in found}))
    if now == before:
        return ()
    head: dict[str, object] = {"@task": str(task.id), "@watch": watch.key, "@held": list(now)}
    new = tuple(each for each in found if each.key not in before)
    if new:
        return (said_event("RuleRaised", head | _telling(task, new), facts, actor),)
    gone = _titles(kind, (key for key in before if key not in now))
    return (said_event("RuleCleared", head | _sentences(gone), facts, actor),)


def _holding(kind: CompiledType, verdict: Verdict) -> Iterator[Holding]:
    for said in verdict.tables:
        table = kind.judgement.tables[said.table]
        for found in (each for each in said.found if each.row >= 0):
            duties = table.item.rows[found.row].obligations
            roles = tuple(duty.role for duty in duties if duty.kind == "notify")
            if roles:
                key = "/".join((said.table, found.reason, said.item))
                yield Holding(key, roles, found.severity, message_of(table, said, found))


def _telling(task: TaskState, new: tuple[Holding, ...]) -> dict[str, object]:
    """Whom and what: the roles of the rows, and the people whom the task waits for by name."""
    told: dict[str, object] = {
        "@roles": sorted({role for each in new for role in each.roles}),
        "@people": [str(person) for person in task.people],
        "@severity": highest(each.severity for each in new),
    }
    return told | _sentences(each.said for each in new)


def _sentences(texts: Iterator[Text]) -> dict[str, object]:
    said = tuple(dict.fromkeys((text.zh, text.said("en")) for text in texts))
    return {"@said": [zh for zh, _ in said], "@said_en": [en for _, en in said]}


def _titles(kind: CompiledType, keys: Iterator[str]) -> Iterator[Text]:
    """The titles of the tables whose rows do not hold any more; one may be gone itself."""
    for key in keys:
        table = kind.judgement.tables.get(key.partition("/")[0])
        if table is not None:
            yield table.item.title
