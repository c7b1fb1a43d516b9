"""What a command asks before it is decided, and what its decision comes to before it is written.

The same for a command that runs alone (run.py) and for those of a round of watches (looking.py).
"""

from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import Actor, Command, Create, Facts
from anshu.flow.exclusive import taken_refusal
from anshu.flow.organisation import unit_after
from anshu.flow.references import References
from anshu.flow.repetition import Likeness
from anshu.kernel.refusal import Refusal
from anshu.ledger.leaf import NewEvent
from anshu.records.books import Book
from anshu.records.loading import Loaded
from anshu.records.places.calendars import working_time
from anshu.records.preparing import Prepared, alarms_after, prepare
from anshu.records.readings.asking import Asking, Sources, asking_of
from anshu.records.readings.occasion import Asker
from anshu.records.readings.vicinity import near_claims
from anshu.records.repeated import claims_of
from anshu.records.services import Services
from anshu.records.sheet import with_sheets
from anshu.records.surroundings import exclusive_claims, unique_claims, with_surroundings
from anshu.records.wanted import wanted_facts


class Case(Struct, frozen=True):
    """A command with the record as it was loaded, under the definitions that hold for it."""

    book: Book
    kind: CompiledType
    loaded: Loaded
    command: Command
    actor: Actor
    zone: str

    @property
    def record(self) -> UUID:
        """The record that the command is about."""
        command = self.command
        return command.id if isinstance(command, Create) else command.record


def case_of(
    services: Services, book: Book, loaded: Loaded, command: Command, *, by: tuple[Actor, str]
) -> Case | None:
    """The case under the set that the record is pinned to; None for a type that there is not.

    `by`: who asks, and by which zone people there live.
    """
    kind = book.kind(command.type)
    if kind is None:
        return None
    if loaded.definition is not None and loaded.definition != book.compiled.hash:
        pinned = services.books.pinned(book, loaded.definition, kind.key)
        kind = pinned.judged_by(kind.judgement)
    return Case(book, kind, loaded, command, *by)


def asked_by(services: Services, case: Case, asker: Asker) -> tuple[References, Asking | None]:
    """What is to be read for the decision."""
    kind, state = case.kind, case.loaded.state
    wanted = wanted_facts(kind, state, case.command, case.actor)
    wanted = with_surroundings(wanted, kind, state, case.command, case.actor)
    sources = Sources(services.providers, case.book.compiled.types)
    return wanted, asking_of(sources, kind, state, case.command, asker)


def completed(case: Case, facts: Facts) -> Facts:
    """The facts with the working time of the unit whose record it will be."""
    unit = unit_after(case.kind, case.loaded.state, case.command, facts, case.actor)
    return msgspec.structs.replace(facts, calendar=working_time(case.book, unit, case.zone))


def signed(case: Case, facts: Facts) -> Facts:
    """The facts with the sheets that signatures must name."""
    return with_sheets(case.kind, case.loaded.state, case.command, facts, case.actor)


def concluded(
    services: Services,
    case: Case,
    decision: tuple[NewEvent, ...],
    facts: Facts,
    alike: Likeness | None = None,
) -> Prepared | Refusal:
    """Everything that follows from the decision; a refusal where another record has a value."""
    kind, before, command = case.kind, case.loaded.state, case.command
    prepared = prepare(kind, command, case.record, before, decision, _definition(case))
    taken = taken_refusal(kind, case.record, before, prepared.after, facts)
    if taken is not None:
        return taken
    after, record = prepared.after, case.record
    claims = claims_of(command, alike, facts.warnings, secret=services.settings.secret)
    claims += unique_claims(kind, record, before, after, facts)
    claims += exclusive_claims(kind, record, before, after, facts)
    claims += near_claims(kind, before, after, facts)
    alarms = alarms_after(prepared, facts)
    return msgspec.structs.replace(prepared, claims=claims, alarms=alarms)


def _definition(case: Case) -> bytes:
    """The set that the event is made under: the record's own, or today's where it has grown."""
    pinned, now = case.loaded.definition, case.book.kind(case.kind.key)
    if pinned is None or (now is not None and case.kind.fields is now.fields):
        return case.book.compiled.hash
    return pinned
