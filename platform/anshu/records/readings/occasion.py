"""What a command asks rule tables of: its form, the nodes that it may enter, or a watch."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.rule_language import RuleInput
from anshu.flow.commands import Actor, AddEntry, Command, Complete, Create, Fire, Update
from anshu.flow.rows import plain
from anshu.flow.state import RecordState
from anshu.flow.way_in import possible_ways
from anshu.rules.reading import OF_ITEM
from anshu.sdk.facts import Situation


class Occasion(Struct, frozen=True):
    """Where tables are asked: at this form, before these nodes, by this watch.

    `data` is what the record would hold, `change` what is new, both without what is malformed;
    `node` is where it waits. `changes`: of several rows entered at once, what each of them is.
    """

    form: str = ""
    nodes: tuple[str, ...] = ()
    watch: str = ""
    node: str = ""
    data: Mapping[str, object] = {}
    change: Mapping[str, object] = {}
    changes: tuple[Mapping[str, object], ...] = ()


class Asker(Struct, frozen=True):
    """Who asks, when, and by which clock people there live."""

    actor: Actor
    now: datetime
    timezone: str


def occasion_of(kind: CompiledType, state: RecordState, command: Command) -> Occasion | None:
    """Where this command asks tables; None if it asks none."""
    match command:
        case Create(data=data):
            start = kind.flow.start if kind.flow is not None else ""
            data = sound(kind, kind.item.start_form, data, {})
            return Occasion(kind.item.start_form, _ways(kind, start), data=data, change=data)
        case Update(data=data):
            data = sound(kind, kind.item.start_form, data, state.data)
            whole = {**state.data, **data}
            return Occasion(kind.item.start_form, data=whole, change=data)
        case Complete():
            return _of_completion(kind, state, command)
        case AddEntry():
            return _of_entry(kind, state, command)
        case Fire(kind="watch", name=name, task=task):
            waiting = state.task(task)
            node = waiting.node if waiting is not None else ""
            return Occasion(watch=name, node=node, data=state.data)
        case _:
            return None


def at_form(kind: CompiledType, form: str, state: RecordState, data: dict[str, object]) -> Occasion:
    """A form that is being filled; it waits where one of its outcomes asks it."""
    data = sound(kind, form, data, state.data)
    waiting = [task.node for task in state.open_tasks()]
    asking = [key for key in waiting if form in {o.form for o in kind.nodes[key].outcomes}]
    node = next(iter([*asking, *waiting]), "")
    return Occasion(form, node=node, data={**state.data, **data}, change=data)


def sound(
    kind: CompiledType, form: str, data: dict[str, object], known: Mapping[str, object]
) -> dict[str, object]:
    """The fields of the form that are right so far: nothing else is read before it is refused."""
    if not form or form not in kind.form_keys():
        return {}
    return kind.form(form).sound(data, known=known)


def facts_asked(kind: CompiledType, occasion: Occasion) -> frozenset[str]:
    """The names of the facts and lists that the tables asked there read."""
    judgement, flow = kind.judgement, kind.flow.key if kind.flow is not None else ""
    tables = [
        *(judgement.at_form(occasion.form) if occasion.form else ()),
        *(each for node in occasion.nodes for each in judgement.at_node(flow, node)),
        *(judgement.at_watch(occasion.watch) if occasion.watch else ()),
    ]
    lists = {table.item.each for table, _ in tables if table.item.each}
    values = {each.fact for table, _ in tables for each in table.item.inputs if _is_own(each)}
    return frozenset(lists | values)


def situation_of(
    kind: CompiledType, record: UUID, state: RecordState, occasion: Occasion, asker: Asker
) -> Situation:
    """The occasion as fact providers see it."""
    return Situation(
        now=asker.now, timezone=asker.timezone, record_type=kind.key, record=record,
        number=state.number, state=state.state, node=occasion.node, form=occasion.form,
        watch=occasion.watch, data=_held(kind, state, occasion), change=occasion.change,
        actor=asker.actor.person, actor_roles=_roles(asker, state.org_path),
        entered={task.node: task.opened_at for task in state.tasks if not task.cancelled},
        left=_left(state),
    )  # fmt: skip


def _held(kind: CompiledType, state: RecordState, occasion: Occasion) -> Mapping[str, object]:
    """What the record would hold: a row's columns are no fields of it, even of the same name."""
    known = occasion.form in kind.form_keys()
    is_row = known and bool(kind.form(occasion.form).form.of_table)
    return state.data if is_row else occasion.data


def _of_completion(kind: CompiledType, state: RecordState, command: Complete) -> Occasion | None:
    task = state.task(command.task)
    outcomes = kind.nodes[task.node].outcomes if task and task.node in kind.nodes else ()
    outcome = next((each for each in outcomes if each.key == command.outcome), None)
    if task is None or outcome is None:
        return None
    target = command.to if command.to in kind.nodes else outcome.to
    given: dict[str, object] = {}
    for seat in task.seats:
        given |= seat.data
    known = {**state.data, **given}
    data = sound(kind, outcome.form, command.data, known)
    return Occasion(
        form=outcome.form, nodes=_ways(kind, target), node=task.node,
        data={**known, **data}, change=data,
    )  # fmt: skip


def _of_entry(kind: CompiledType, state: RecordState, command: AddEntry) -> Occasion | None:
    """The form of a row, and every row for itself."""
    entry = kind.entries.get(command.entry)
    if entry is None or not command.rows:
        return None
    node = next((task.node for task in state.open_tasks() if task.node in entry.at), "")
    rows = tuple(sound(kind, entry.form, plain(row), state.data) for row in command.rows)
    first = rows[0]
    return Occasion(entry.form, node=node, data={**state.data, **first}, change=first, changes=rows)


def _ways(kind: CompiledType, node: str) -> tuple[str, ...]:
    if node not in kind.nodes:
        return ()
    return tuple(each.key for each in possible_ways(kind, kind.nodes[node]))


def _is_own(each: RuleInput) -> bool:
    return bool(each.fact) and not each.fact.startswith(OF_ITEM)


def _left(state: RecordState) -> dict[str, datetime]:
    left: dict[str, datetime] = {}
    for task in state.tasks:
        if task.closed_at is not None and not task.cancelled:
            left[task.node] = max(task.closed_at, left.get(task.node, task.closed_at))
    return left


def _roles(asker: Asker, org_path: str) -> tuple[str, ...]:
    """The roles that the actor holds over the record's unit at this moment."""
    held = (
        each.role
        for each in asker.actor.assignments
        if org_path.startswith(each.org_path)
        and (not each.until or datetime.fromisoformat(each.until) > asker.now)
    )
    return tuple(sorted(set(held)))
