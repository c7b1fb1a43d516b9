"""A record begins: its form judged, its unit and number given, its first node entered."""

from anshu.compiler.compiled import CompiledType
from anshu.flow.advance import enter
from anshu.flow.commands import Actor, Create
from anshu.flow.events import classed_event
from anshu.flow.facts import Facts
from anshu.flow.judging import Submission, judge_submission, raised
from anshu.flow.organisation import org_path_of
from anshu.flow.record import RecordState
from anshu.flow.references import reference_errors
from anshu.flow.repetition import recurrence_head
from anshu.flow.rows import numbered
from anshu.flow.signatures import report_signature_refusal
from anshu.flow.surroundings import surrounding_errors
from anshu.flow.timeliness import untimely
from anshu.kernel.refusal import Refusal
from anshu.ledger.leaf import NewEvent


def create(
    kind: CompiledType, state: RecordState, command: Create, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...] | Refusal:
    """The events of a new record and of its first task, or every fault of its form at once."""
    if state.version:
        return Refusal("id_already_used", current_version=state.version)
    form = kind.form(kind.item.start_form)
    errors = (
        *form.errors(command.data), *reference_errors(form, command.data, facts),
        *surrounding_errors(kind, command.id, state, command.data, facts),
    )  # fmt: skip
    if errors:
        return Refusal("form_incomplete", kind="malformed", fields=errors)
    brought = Submission(command.data, insisted=command.insisted)
    judged = judge_submission(kind, form, brought, facts)
    refusal = (
        judged.refusal
        or untimely(command.captured_at, facts.now)
        or report_signature_refusal(form, command, facts, actor)
    )
    if refusal is not None:
        return refusal
    org_path = org_path_of(kind, command.data, facts, actor)
    head = _head(kind, org_path, command, facts, actor)
    seen = command.captured_at or facts.now
    head |= recurrence_head(kind, state, command.data, facts, discovered_at=seen)
    data = numbered(kind.fields, {**command.data, **judged.result}, {})
    created = classed_event(kind, "RecordCreated", head | judged.head, data, facts, actor)
    warned = raised(kind, judged, facts, actor)
    if kind.flow is None:
        return (created, *warned)
    begun = RecordState(version=1, type=kind.key, org_path=org_path, data=data)
    return (
        created,
        *warned,
        *enter(kind, kind.nodes[kind.flow.start], begun, facts, actor, command.id),
    )


def _head(
    kind: CompiledType, org_path: str, command: Create, facts: Facts, actor: Actor
) -> dict[str, object]:
    return {
        "@type": kind.key,
        "@number": f"{kind.item.prefix}-{facts.now:%Y}-{facts.number or 0:06d}",
        "@org_path": org_path,
        "@reporter": str(actor.person) if actor.person else None,
        "@captured_at": command.captured_at,
        "@entry_seconds": command.entry.seconds,
        "@clock_offset_seconds": command.entry.clock_offset_seconds,
        "@waited_offline": command.entry.waited_offline or None,
        "@state": "" if kind.flow else "active",
    }
