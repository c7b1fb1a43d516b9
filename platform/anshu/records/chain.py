"""The chain that a page shows: steps done, the step that waits, and the way to the end."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from anshu.compiler.compiled import CompiledType
from anshu.definitions.flow_language import Node, Outcome
from anshu.definitions.words import Text
from anshu.flow.standing import Standing, barred_by, lacks_right, standing
from anshu.flow.state import RecordState, TaskState, person_of
from anshu.flow.task import open_seats
from anshu.flow.way_in import is_asked
from anshu.records.facts import moment_or_unset
from anshu.records.page import Action, Assignee, ChainNode, Named, OutcomeChoice, Target
from anshu.records.seats import Company, seat_labels, seats_shown, signatures_given, still_free
from anshu.records.subject import Subject

TAKEN_BACK = Text(zh="已撤回", en="Taken back")


class Words(Struct, frozen=True):
    """What the chain's ids and paths are called, for one reader at one moment."""

    company: Company
    now: datetime

    @property
    def names(self) -> Mapping[UUID, str]:
        return self.company.names

    @property
    def language(self) -> str:
        return self.company.language


def chain_of(kind: CompiledType, state: RecordState, words: Words) -> tuple[ChainNode, ...]:
    """The chain in the order of time, then the expected rest by the primary outcomes."""
    if kind.flow is None:
        return ()
    steps = [_start(kind, state, words)]
    for task in state.tasks:
        steps.append(_step(kind, state, task, words))
    if state.closed_at is not None:
        ends = [n for n in kind.nodes.values() if n.kind == "end" and _ends(n, state)]
        steps += [_end(node, state, words.language) for node in ends[:1]]
    else:
        steps += _rest(kind, state, words.language)
    return tuple(steps)


def actions_of(
    kind: CompiledType, state: RecordState, subject: Subject, now: datetime
) -> tuple[Action, ...]:
    """The open tasks that the reader may end or sign now, with their outcomes."""
    if not subject.allowed.has(f"{kind.key}:task:act"):
        return ()
    actor, language = subject.actor(), subject.language
    actions = []
    for task in state.open_tasks():
        node = kind.nodes[task.node]
        place = standing(kind, task, actor, now)
        people = {actor.name, f"person:{place.on_behalf}" if place else ""}
        if place is None or barred_by(node, state, people):
            continue
        stands_in = place.on_behalf is not None
        if stands_in and lacks_right(node, place.seats, task, actor.assignments, now):
            continue
        title = node.action.said(language) if node.action else node.title.said(language)
        outcomes = (_choice(kind, state, o, place, language) for o in node.outcomes)
        signed = sum(1 for seat in task.seats if seat.signed_at)
        actions.append(
            Action(
                task.id, node.key, title, tuple(outcomes), moment_or_unset(task.due),
                on_behalf=_behalf(place, subject), signs_only=not place.fills_form,
                signed=signed, needed=max(1, len(task.seats)),
                why=place.seats[0].reason,
            )
        )  # fmt: skip
    return tuple(actions)


def _choice(
    kind: CompiledType, state: RecordState, outcome: Outcome, place: Standing, language: str
) -> OutcomeChoice:
    """An outcome as this person may choose it: who was added agrees without filling the form."""
    agrees = outcome.intent == "primary"
    form = outcome.form if place.fills_form or not agrees else ""
    earlier = [key for key in outcome.also_to if state.last_of(key) is not None]
    targets = tuple(
        Target(key, kind.nodes[key].title.said(language)) for key in (outcome.to, *earlier)
    )
    return OutcomeChoice(
        outcome.key, outcome.label.said(language), outcome.intent, form,
        targets if len(targets) > 1 else (), outcome.online,
    )  # fmt: skip


def _behalf(place: Standing, subject: Subject) -> Named | UnsetType:
    if place.on_behalf is None:
        return UNSET
    stood = (each.name for each in subject.access.stands_for if each.person == place.on_behalf)
    return Named(place.on_behalf, next(stood, ""))


def state_label(kind: CompiledType, state: str, language: str) -> str:
    """The state in words."""
    codes = {code.code: code.label.said(language) for code in kind.item.states}
    return codes.get(state, state)


def _start(kind: CompiledType, state: RecordState, words: Words) -> ChainNode:
    language = words.language
    form = kind.form(kind.item.start_form)
    data = {key: state.data[key] for key in form.fields if key in state.data}
    reporter = (
        Named(state.reporter, words.names.get(state.reporter, "")) if state.reporter else UNSET
    )
    return ChainNode(
        node="start", title=form.form.title.said(language), state="done",
        done_at=moment_or_unset(state.created_at), captured_at=moment_or_unset(state.captured_at),
        by=reporter, data=data, labels=_labels(kind, data, language),
    )  # fmt: skip


def _step(kind: CompiledType, state: RecordState, task: TaskState, words: Words) -> ChainNode:
    language, names, now = words.language, words.names, words.now
    node = kind.nodes[task.node]
    ended = task.closed_at or now
    outcome = next((o for o in node.outcomes if o.key == task.outcome), None)
    person = person_of(task.closed_by) if task.closed_by else None
    taken_back = TAKEN_BACK.said(language) if task.cancelled else UNSET
    return ChainNode(
        node=task.node,
        title=node.title.said(language),
        state="skipped" if task.cancelled else "done" if task.closed_at else "now",
        activation=task.activation,
        task=task.id,
        assignees=_assignees(kind, task, words),
        opened_at=task.opened_at,
        due=moment_or_unset(task.due),
        overdue=bool(task.due and ended > task.due),
        escalated_at=moment_or_unset(task.escalated_at),
        elapsed_minutes=int((ended - task.opened_at).total_seconds() // 60),
        done_at=moment_or_unset(task.closed_at),
        captured_at=moment_or_unset(task.captured_at),
        by=Named(person, names.get(person, "")) if person else UNSET,
        outcome=outcome.key if outcome else UNSET,
        outcome_label=outcome.label.said(language) if outcome else taken_back,
        intent=outcome.intent if outcome else UNSET,
        data=task.data,
        labels=_labels(kind, task.data, language),
        signatures=signatures_given(kind, task, words.company),
        seats=seats_shown(kind, state, task, words.company),
        signed=sum(1 for seat in task.seats if seat.signed_at),
        needed=max(1, len(task.seats)),
        mode=node.mode,
        on_behalf=Named(task.closed_for, names.get(task.closed_for, ""))
        if task.closed_for
        else UNSET,
        opinion=task.opinion,
        withdrawn_at=moment_or_unset(task.withdrawn_at),
        urged_at=moment_or_unset(task.urged_at),
        seen=tuple(words.company.seen.get(task.id, [])),
    )


def _assignees(kind: CompiledType, task: TaskState, words: Words) -> tuple[Assignee, ...]:
    """Those whose turn it is; of an ended task all whom it waited for."""
    turn = open_seats(task) or task.seats
    company = still_free(kind, task, words.company)
    return tuple(Assignee(label) for seat in turn for label in seat_labels(task, seat, company))


def _end(node: Node, state: RecordState, language: str) -> ChainNode:
    return ChainNode(
        node=node.key, title=node.title.said(language), state="done",
        done_at=moment_or_unset(state.closed_at),
    )  # fmt: skip


def _ends(node: Node, state: RecordState) -> bool:
    return state.state == (node.record_state or node.key)


def _rest(kind: CompiledType, state: RecordState, language: str) -> list[ChainNode]:
    """From the step that waits, along each node's primary outcome."""
    waiting = state.open_tasks()
    rest: list[ChainNode] = []
    seen: set[str] = set()
    key = waiting[-1].node if waiting else ""
    while key:
        node = kind.nodes[key]
        primary = next((o for o in node.outcomes if o.intent == "primary"), None)
        key = primary.to if primary is not None else ""
        if not key or key in seen:
            break
        seen.add(key)
        following = kind.nodes[key]
        # An optional node without anybody to ask will be passed; what rules ask nobody knows yet.
        asked = is_asked(following, state) or kind.judgement.at_node(_flow(kind), key)
        if asked or not following.optional:
            rest.append(ChainNode(node=key, title=following.title.said(language), state="next"))
    return rest


def _flow(kind: CompiledType) -> str:
    return kind.flow.key if kind.flow is not None else ""


def _labels(kind: CompiledType, data: Mapping[str, object], language: str) -> dict[str, str]:
    return {key: kind.fields[key].label.said(language) for key in data if key in kind.fields}
