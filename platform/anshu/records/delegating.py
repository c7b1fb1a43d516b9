"""What a delegation must fulfil: given for oneself, to somebody who holds the right, for a time.

It is a plain record, so that it has its history and its proof like any other; these are the rules
that its form cannot say. Ending it is a change of its last two fields, and nothing else changes.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from anshu.flow.commands import Command, Create, Facts, Update
from anshu.flow.entitlement import assignments_of, may_stand_in
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Fact, FieldError, Refusal
from anshu.records.books import Book
from anshu.records.permission import ASSIGN
from anshu.records.subject import Subject

DELEGATION = "delegation"
ENDING = {"ended_at", "end_reason"}
LONGEST = timedelta(days=366)
CLOCKS_AGREE = timedelta(minutes=5)


def delegation_refusal(
    book: Book, state: RecordState, command: Command, facts: Facts, subject: Subject | None
) -> Refusal | None:
    """Why this delegation may not be made or changed so; None for every other command."""
    if command.type != DELEGATION:
        return None
    if isinstance(command, Create):
        return _made(book, command, facts, subject)
    if isinstance(command, Update):
        return _ended(state, command, facts, subject)
    return None


def _made(book: Book, command: Create, facts: Facts, subject: Subject | None) -> Refusal | None:
    principal = facts.records.get(_person(command.data.get("from")))
    delegate = facts.records.get(_person(command.data.get("to")))
    starts, ends = _moment(command.data.get("starts")), _moment(command.data.get("ends"))
    if principal is None or delegate is None or starts is None or ends is None:
        return None  # the form names what is missing
    if subject is not None and subject.person != principal.id:
        reach = subject.allowed.reach(ASSIGN)
        if not reach.has_row(org_path=principal.org_path, own=False):
            return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", ASSIGN),))
    kinds = str(command.data.get("kinds") or "").split()
    errors = [*_span_errors(starts, ends, facts.now)]
    known = {key for key, kind in book.compiled.types.items() if kind.flow is not None}
    unknown = [key for key in kinds if key not in known]
    if unknown:
        errors.append(FieldError("kinds", "unknown_choice", value=unknown[0]))
    if principal.id == delegate.id:
        errors.append(FieldError("to", "delegate_is_oneself"))
    if errors:
        return Refusal("form_incomplete", kind="malformed", fields=tuple(errors))
    theirs, own = assignments_of(principal.data), assignments_of(delegate.data)
    if not may_stand_in(book.compiled.roles, kinds, theirs, own, now=facts.now):
        return Refusal("receiver_not_entitled", facts=(Fact("person", delegate.title),))
    return None


def _ended(
    state: RecordState, command: Update, facts: Facts, subject: Subject | None
) -> Refusal | None:
    if state.data.get("ended_at"):
        return Refusal("delegation_ended")
    at = _moment(command.data.get("ended_at"))
    if at is None or set(command.data) - ENDING or abs(at - facts.now) > CLOCKS_AGREE:
        return Refusal("delegation_only_ends")
    concerned = {str(state.data.get("from")), str(state.data.get("to"))}
    if subject is None or str(subject.person) in concerned:
        return None
    if subject.allowed.reach(ASSIGN).has_row(org_path=state.org_path, own=False):
        return None
    return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", ASSIGN),))


def _span_errors(starts: datetime, ends: datetime, now: datetime) -> list[FieldError]:
    if ends <= starts:
        shown = starts.isoformat(timespec="minutes")
        value = ends.isoformat(timespec="minutes")
        return [FieldError("ends", "before_beginning", value=value, limit=shown)]
    if ends <= now:
        return [FieldError("ends", "limit_passed")]
    if ends - starts > LONGEST:
        return [FieldError("ends", "too_large", limit=f"{LONGEST.days} d")]
    return []


def _person(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        return UUID(int=0)


def _moment(value: object) -> datetime | None:
    try:
        found = msgspec.convert(value, datetime)
    except msgspec.ValidationError:
        return None
    return found if found.tzinfo is not None else None
