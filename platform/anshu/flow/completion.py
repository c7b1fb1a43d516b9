"""Whether a task may end this way, by this person, now: every reason for a no."""

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.compiler.form import CompiledForm
from anshu.flow.advance import moment_of
from anshu.flow.commands import Actor, Complete, Facts
from anshu.flow.ending import Ending, ending_head, ending_of
from anshu.flow.extending import extension_errors
from anshu.flow.gate import check_evidence
from anshu.flow.judging import Judged, Submission, judge_entering, judge_submission
from anshu.flow.merging import merging_errors
from anshu.flow.online import offline_refusal
from anshu.flow.organisation import moved_to
from anshu.flow.references import reference_errors
from anshu.flow.signatures import signature_refusal
from anshu.flow.standing import barred_by, lacks_right
from anshu.flow.state import Happened, RecordState, evolve
from anshu.flow.surroundings import surrounding_errors
from anshu.flow.way_in import way_in
from anshu.flow.wording import text_error
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.rules.verdict import Verdict, together

LONGEST_OPINION = 500


def admitted(
    kind: CompiledType,
    state: RecordState,
    command: Complete,
    facts: Facts,
    actor: Actor,
) -> Refusal | Judged:
    """The first reason why the command is refused, all field errors together.

    If it may: what judgement says of it, which is asked once, for it is most of the work.
    """
    ending = ending_of(kind, state, command, facts, actor)
    if isinstance(ending, Refusal):
        return ending
    refusal = (
        _same_person(kind, ending, state, actor)
        or _stand_in_refusal(ending, facts, actor)
        or offline_refusal(ending.asked.online, command, facts.now)
        or _opinion_refusal(command)
        or _form_refusal(kind, ending, state, command, facts)
        or _signature_refusal(kind, ending, command, facts, actor)
    )
    if refusal is not None:
        return refusal
    judged = judged_completion(kind, ending, state, command, facts)
    if judged.refusal is not None or not ending.ends:
        return judged.refusal or judged
    after = after_completion(kind, state, command, facts, actor)
    way = way_in(kind, kind.nodes[ending.target], after, facts)
    return _gate_refusal(kind, way.node.key, after, facts) or judged


def after_completion(
    kind: CompiledType, state: RecordState, command: Complete, facts: Facts, actor: Actor
) -> RecordState:
    """The state as it is once the task is done: what the next node and its gate look at.

    The fold itself tells it, over the event that would be kept.
    """
    ending = ending_of(kind, state, command, facts, actor)
    if isinstance(ending, Refusal):
        return state
    unit = moved_to(kind, state, ending.data, facts)
    head = ending_head(ending, command, unit if unit != state.org_path else None)
    payload = {key: value for key, value in head.items() if value is not None}
    event = Happened(
        version=state.version + 1, kind="TaskCompleted", at=facts.now, received_at=facts.now,
        actor=actor.name, payload={**payload, **ending.data},
    )  # fmt: skip
    return evolve(state, event)


def judged_completion(
    kind: CompiledType, ending: Ending, state: RecordState, command: Complete, facts: Facts
) -> Judged:
    """What judgement says of the outcome's form and of entering the next node, as one."""
    judged = Judged(Verdict())
    if ending.form:
        brought = Submission(command.data, known=state.data, insisted=command.insisted)
        judged = judge_submission(kind, kind.form(ending.form), brought, facts)
    if judged.refusal is not None:
        refusal = msgspec.structs.replace(judged.refusal, current_version=state.version)
        return msgspec.structs.replace(judged, refusal=refusal)
    if not ending.ends:
        return judged
    whole = {**state.data, **ending.data, **judged.result}
    there = msgspec.structs.replace(state, data=whole)
    way = way_in(kind, kind.nodes[ending.target], there, facts)
    entering = judge_entering(kind, way.nodes, whole, facts)
    alarms = [*_listed(judged.head), *_listed(entering.head)]
    head = {**judged.head, **entering.head, **({"@alarms": alarms} if alarms else {})}
    verdict = together(judged.verdict, entering.verdict)
    return msgspec.structs.replace(judged, verdict=verdict, refusal=entering.refusal, head=head)


def _listed(head: dict[str, object]) -> list[object]:
    value = head.get("@alarms", [])
    return value if isinstance(value, list) else []


def _same_person(
    kind: CompiledType, ending: Ending, state: RecordState, actor: Actor
) -> Refusal | None:
    """Separation of duties, for who acts and for whom: neither may have acted in that node."""
    people = {actor.name}
    if ending.standing.on_behalf is not None:
        people.add(f"person:{ending.standing.on_behalf}")
    barred = barred_by(ending.node, state, people)
    if barred:
        return Refusal("same_person", kind="forbidden", facts=(Fact("node", barred),))
    if ending.standing.on_behalf is not None and _signs_as_owner(kind, ending):
        return Refusal("owner_must_act", kind="forbidden")
    return None


def _stand_in_refusal(ending: Ending, facts: Facts, actor: Actor) -> Refusal | None:
    """Who signs for another must hold what the step asks for, where it asks for one's own right."""
    place = ending.standing
    if place.on_behalf is None:
        return None
    lacks = lacks_right(ending.node, place.seats, ending.task, actor.assignments, facts.now)
    return Refusal("stand_in_not_entitled", kind="forbidden") if lacks else None


def _signs_as_owner(kind: CompiledType, ending: Ending) -> bool:
    """Whether the form takes evidence that only the responsible person can give."""
    fields = kind.form(ending.form).fields if ending.form else {}
    needs = [need for node in kind.nodes.values() for need in node.needs]
    return any(n.by_owner and n.node == ending.node.key and n.field in fields for n in needs)


def _opinion_refusal(command: Complete) -> Refusal | None:
    wrong = text_error("opinion", command.opinion, longest=LONGEST_OPINION)
    return Refusal("form_incomplete", kind="malformed", fields=(wrong,)) if wrong else None


def _form_refusal(
    kind: CompiledType,
    ending: Ending,
    state: RecordState,
    command: Complete,
    facts: Facts,
) -> Refusal | None:
    if not ending.form:
        if command.data:
            extra = tuple(FieldError(key, "unknown_field") for key in sorted(command.data))
            return Refusal("form_incomplete", kind="malformed", fields=extra)
        return None
    form = kind.form(ending.form)
    wrong = form.errors(command.data, known=state.data)
    errors = (
        *wrong, *reference_errors(form, command.data, facts),
        *surrounding_errors(kind, command.record, state, command.data, facts),
    )  # fmt: skip
    errors = (
        errors
        or _passed_limit(kind, form, command, facts)
        or extension_errors(kind, ending.asked, state, command.data, facts.now)
        or merging_errors(kind, kind.nodes[ending.target], command, facts)
    )
    if errors:
        return Refusal(
            "form_incomplete",
            kind="malformed",
            fields=errors,
            current_version=state.version,
        )
    return None


def _signature_refusal(
    kind: CompiledType, ending: Ending, command: Complete, facts: Facts, actor: Actor
) -> Refusal | None:
    if not ending.form:
        return None
    return signature_refusal(kind.form(ending.form), command, facts, actor)


def _passed_limit(
    kind: CompiledType, form: CompiledForm, command: Complete, facts: Facts
) -> tuple[FieldError, ...]:
    """A limit that is set must lie ahead: one in the past could only ever be missed."""
    key = kind.promoted.get("due", "")
    limit = moment_of(command.data.get(key)) if key in form.fields else None
    if limit is None or limit > facts.now:
        return ()
    label = form.fields[key].label
    value = str(command.data[key])
    return (FieldError(key, "limit_passed", label=label.zh, label_en=label.en, value=value),)


def _gate_refusal(kind: CompiledType, to: str, after: RecordState, facts: Facts) -> Refusal | None:
    target = kind.nodes[to]
    if not target.needs:
        return None
    gate = check_evidence(after, target.needs, facts, promoted=kind.promoted)
    if gate.passed:
        return None
    labels = {need.key: need for need in target.needs}
    missing = tuple(
        FieldError(
            labels[key].field, f"evidence_{rule}", label=labels[key].label.zh,
            label_en=labels[key].label.en,
            value=child.facts[0].value if child.facts else "",
            limit=child.facts[0].limit if child.facts else "",
        )
        for child in gate.children
        if not child.passed
        for key, _, rule in [child.rule.partition(":")]
    )  # fmt: skip
    found = tuple(fact for child in gate.children if not child.passed for fact in child.facts)
    return Refusal(
        "closure_evidence_missing",
        facts=found,
        fields=missing,
        explanation=gate,
        current_version=after.version - 1,
    )
