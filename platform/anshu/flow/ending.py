"""What a completion amounts to: in which seats it signs, by which outcome, where it leads."""

from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node, Outcome
from anshu.flow.apart import for_another
from anshu.flow.commands import Actor, Complete, Facts
from anshu.flow.setting import values_set
from anshu.flow.standing import Standing, standing
from anshu.flow.state import RecordState
from anshu.flow.task import TaskState
from anshu.kernel.refusal import FieldError, Refusal


class Ending(Struct, frozen=True):
    """A completion by somebody who may give it.

    `asked`: the outcome that was chosen; `outcome`: the one by which the task ends (the others may
    only agree to it); `form`: what the chosen one asks of this person. `data`: everything that the
    seats have filled in, and what the outcome `sets` itself. Without `ends` others have to sign.
    """

    task: TaskState
    node: Node
    standing: Standing
    asked: Outcome
    outcome: Outcome
    form: str
    target: str
    ends: bool
    data: dict[str, object]
    sets: dict[str, object] = {}


def ending_of(
    kind: CompiledType, state: RecordState, command: Complete, facts: Facts, actor: Actor
) -> Ending | Refusal:
    """What the command amounts to; a refusal when there is no such task, turn, outcome or way."""
    task = state.task(command.task)
    if not state.version or task is None:
        return Refusal("unknown_task", kind="unknown")
    if task.closed_at is not None:
        return Refusal("task_already_done", current_version=state.version)
    place = standing(kind, task, actor, facts.now)
    if place is None:
        said = for_another(kind, task, facts, actor)
        return said or Refusal("task_not_yours", kind="forbidden")
    # Who decided saw the record as it is, but for what was recorded meanwhile; gates look at that.
    if not state.version - state.beside <= command.version <= state.version:
        return Refusal("record_changed", current_version=state.version)
    node = kind.nodes[task.node]
    chosen = next((o for o in node.outcomes if o.key == command.outcome), None)
    if chosen is None:
        known = ", ".join(o.key for o in node.outcomes)
        return _wrong("outcome", command.outcome, known)
    target = command.to or chosen.to
    if target != chosen.to and not _earlier(target, chosen, state):
        return _wrong("to", target, ", ".join((chosen.to, *chosen.also_to)))
    agrees = chosen.intent == "primary"
    waiting = [s for s in task.seats if s.signed_at is None and s.no not in place.numbers]
    form = chosen.form if place.fills_form or not agrees else ""
    outcome = _agreed(task, node, chosen) if agrees and not place.fills_form else chosen
    filled: dict[str, object] = {}
    if agrees:
        for seat in task.in_time():
            filled |= seat.data
    ends = not agrees or not waiting
    sets = values_set(kind, outcome, actor, facts.now) if ends else {}
    return Ending(
        task=task,
        node=node,
        standing=place,
        asked=chosen,
        outcome=outcome,
        form=form,
        target=outcome.to if agrees and not place.fills_form else target,
        ends=ends,
        data={**filled, **command.data, **sets},
        sets=sets,
    )


def ending_head(ending: Ending, command: Complete, moved_to: str | None) -> dict[str, object]:
    """The event's own values; what only a task of several seats has is left out of others."""
    task, place = ending.task, ending.standing
    several = len(task.seats) > 1
    head: dict[str, object] = {
        "@task": str(task.id),
        "@node": task.node,
        "@outcome": ending.outcome.key if ending.ends else ending.asked.key,
        "@captured_at": command.captured_at,
        "@for": str(place.on_behalf) if place.on_behalf else None,
        "@delegation": str(place.delegation) if place.delegation else None,
        "@opinion": command.opinion.strip() or None,
        "@seats": list(place.numbers) if several else None,
    }
    if ending.ends:
        head |= {
            "@to": ending.target,
            "@org_path": moved_to,
            "@own": sorted(command.data) if several else None,
        }
    return head


def _earlier(target: str, chosen: Outcome, state: RecordState) -> bool:
    return target in chosen.also_to and state.last_of(target) is not None


def _agreed(task: TaskState, node: Node, chosen: Outcome) -> Outcome:
    """The outcome that those who fill the form chose; who was added agrees to it."""
    keys = [s.outcome for s in task.seats if s.via != "added" and s.signed_at is not None]
    return next((o for o in node.outcomes if o.key in keys), chosen)


def _wrong(field: str, value: str, known: str) -> Refusal:
    wrong = FieldError(field, "not_in_list", value=value, limit=known)
    return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
