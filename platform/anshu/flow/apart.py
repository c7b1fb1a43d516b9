"""A person fills one seat at most, where the node says so: what is told to who tries another."""

from collections.abc import Iterable

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, Facts
from anshu.flow.entitlement import assignments_of
from anshu.flow.standing import holds_role, is_of
from anshu.flow.task import Seat, TaskState, open_seats
from anshu.kernel.refusal import Fact, Refusal


def seats_of_others(kind: CompiledType, task: TaskState | None, actor: Actor) -> tuple[Seat, ...]:
    """The open seats of a task that the actor has signed, when none of them is the actor's."""
    if task is None or not kind.nodes[task.node].each_by_another:
        return ()
    return open_seats(task) if actor.name in task.actors() else ()


def for_another(kind: CompiledType, task: TaskState, facts: Facts, actor: Actor) -> Refusal | None:
    """The refusal that names who else may sign; None for who has not signed there."""
    seats = seats_of_others(kind, task, actor)
    if not seats:
        return None
    seats = tuple(seat for seat in seats if is_of(seat, task, actor, facts.now)) or seats
    names = tuple(dict.fromkeys(_others(seats, task, facts)))
    titles = [kind.roles[role].title for seat in seats for role in seat.asked if role in kind.roles]
    fact = Fact(
        "may_sign", "、".join(names), label="、".join(title.zh for title in titles),
        label_en=", ".join(title.said("en") for title in titles),
    )  # fmt: skip
    return Refusal("seat_for_another" if names else "nobody_else", kind="forbidden", facts=(fact,))


def _others(seats: Iterable[Seat], task: TaskState, facts: Facts) -> Iterable[str]:
    """Everybody who may sign in these seats and has no part in the task yet, by name."""
    done = task.actors()
    for seat in seats:
        named = [facts.records[person] for person in seat.people if person in facts.records]
        for each in (*named, *facts.holders):
            held = holds_role(assignments_of(each.data), seat.roles, task.org_path, facts.now)
            if f"person:{each.id}" not in done and (held or each.id in seat.people):
                yield each.title
