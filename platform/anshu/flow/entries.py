"""Records what happens while a task waits: rows of a table, or values, without ending it.

Entries do not ask what version was seen: several people write at once, and nothing of one is
undone by another. A row keeps its number, when it was received and by whom.
"""

from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.compiler.form import CompiledForm
from anshu.definitions.flow_language import LogEntry
from anshu.flow.commands import Actor, AddEntry, Facts
from anshu.flow.entering import Entering, entering
from anshu.flow.entry_judging import judged_rows
from anshu.flow.entry_rows import Written, written_rows
from anshu.flow.events import classed_event
from anshu.flow.following import people_moved
from anshu.flow.judging import raised
from anshu.flow.online import offline_refusal
from anshu.flow.references import reference_errors
from anshu.flow.rows import plain, without_own_keys
from anshu.flow.signatures import row_signature_refusal
from anshu.flow.state import RecordState
from anshu.flow.timeliness import untimely
from anshu.kernel.refusal import FieldError, Refusal
from anshu.ledger.leaf import NewEvent

MOST_ROWS = 200


class Entered(Struct, frozen=True):
    """An entry that may be made here, by this person, with the form of its rows."""

    entry: LogEntry
    place: Entering
    form: CompiledForm


def add_entry(
    kind: CompiledType, state: RecordState, command: AddEntry, facts: Facts, actor: Actor
) -> tuple[NewEvent, ...] | Refusal:
    """The event that keeps the rows, or why they cannot be kept."""
    found = _entered(kind, state, command, facts, actor)
    if isinstance(found, Refusal):
        return found
    rows = tuple(without_own_keys(found.form.fields, plain(row)) for row in command.rows)
    refusal = (
        offline_refusal(found.entry.online, command, facts.now)
        or untimely(command.captured_at, facts.now)
        or _row_errors(state, found, rows, facts)
        or _signature_refusal(found, rows, facts, actor)
    )
    if refusal is not None:
        return refusal
    judged = judged_rows(kind, found.form, rows, command.insisted, state, facts)
    if judged.refusal is not None:
        return judged.refusal
    written = written_rows(kind, state, found.entry, judged.rows, actor.name, facts.now)
    if isinstance(written, Refusal):
        return written
    head = _head(kind, state, found, command, written) | judged.head
    event = classed_event(kind, "EntryAdded", head, written.values, facts, actor)
    return (event, *(e for each in judged.judged for e in raised(kind, each, facts, actor)))


def _entered(
    kind: CompiledType, state: RecordState, command: AddEntry, facts: Facts, actor: Actor
) -> Entered | Refusal:
    if not state.version:
        return Refusal("unknown_record", kind="unknown")
    entry = kind.entries.get(command.entry)
    if entry is None:
        return _wrong("entry", "not_in_list", command.entry, ", ".join(kind.entries))
    place = entering(kind, state, entry, actor, facts.now, task=command.task)
    if isinstance(place, Refusal):
        return place
    if not 1 <= len(command.rows) <= (MOST_ROWS if entry.appends and not entry.ends else 1):
        return _wrong("rows", "too_many" if command.rows else "field_missing", "", str(MOST_ROWS))
    return Entered(entry, place, kind.form(entry.form))


def _row_errors(
    state: RecordState,
    found: Entered,
    rows: tuple[dict[str, object], ...],
    facts: Facts,
) -> Refusal | None:
    several = len(rows) > 1
    errors = tuple(
        msgspec.structs.replace(error, row=no) if several else error
        for no, row in enumerate(rows, start=1)
        for error in (
            *found.form.errors(row, known=state.data),
            *reference_errors(found.form, row, facts),
        )
    )
    if not errors:
        return None
    return Refusal("form_incomplete", kind="malformed", fields=errors)


def _signature_refusal(
    found: Entered, rows: tuple[dict[str, object], ...], facts: Facts, actor: Actor
) -> Refusal | None:
    for no, row in enumerate(rows):
        sheet = facts.sheets[no] if no < len(facts.sheets) else ""
        bound = msgspec.structs.replace(facts, sheet=sheet)
        refusal = row_signature_refusal(found.form, row, found.place.task.id, bound, actor)
        if refusal is not None:
            return refusal
    return None


def _head(
    kind: CompiledType,
    state: RecordState,
    found: Entered,
    command: AddEntry,
    written: Written,
) -> dict[str, object]:
    place = found.place
    moved = people_moved(kind, state, {**state.data, **written.after})
    return {
        "@task": str(place.task.id),
        "@node": place.task.node,
        "@entry": found.entry.key,
        "@table": found.entry.appends or None,
        "@rows": list(written.numbers) or None,
        "@ends": True if found.entry.ends else None,
        "@captured_at": command.captured_at,
        "@waited_offline": command.waited_offline or None,
        "@for": _text(place.on_behalf),
        "@delegation": _text(place.delegation),
        "@moved": moved or None,
    }


def _text(value: UUID | None) -> str | None:
    return str(value) if value is not None else None


def _wrong(field: str, code: str, value: str, limit: str) -> Refusal:
    wrong = FieldError(field, code, value=value[:80], limit=limit)
    return Refusal("form_incomplete", kind="malformed", fields=(wrong,))
