"""The command runner: one command, one tenant, one transaction.

authorise → load the stream → gather facts → decide (pure) → append events, claims, row, tasks,
deadlines and messages in one statement → commit → answer. A clash of versions or a stale cache
runs the command again from the start; what is refused writes nothing.
"""

from functools import partial
from uuid import UUID

import asyncpg
from msgspec import Struct

from anshu.access.loading import Stale
from anshu.flow.commands import Actor, Command, Create, Fire
from anshu.flow.decide import decide
from anshu.flow.state import RecordState
from anshu.kernel.refusal import Refusal
from anshu.records.administrators import last_administrator
from anshu.records.alarms import ALARMS_ACTOR, raise_at_once
from anshu.records.attaching import without_foreign
from anshu.records.books import stream_of
from anshu.records.concluding import Case, asked_by, case_of, completed, concluded, signed
from anshu.records.delegating import delegation_refusal
from anshu.records.loading import Loaded, Versions, gather, load
from anshu.records.messages import RaiseAlarms
from anshu.records.numbering import sequence_of
from anshu.records.permission import authorise, misplaced
from anshu.records.preparing import Prepared
from anshu.records.readings.occasion import Asker
from anshu.records.repeated import claim_key
from anshu.records.services import Services
from anshu.records.subject import Subject, refresh
from anshu.records.writing import write
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

ATTEMPTS = 4


class Answer(Struct, frozen=True):
    """A command that is carried out (or was, by an earlier identical request)."""

    id: UUID
    type: str
    number: str
    version: int
    state: str
    replayed: bool = False
    new_events: int = 0


async def run(services: Services, subject: Subject, command: Command) -> Answer | Refusal:
    """Carries a person's command out, or says why not.

    At most five round trips an attempt on a warmed connection: begin, load, facts, writes,
    commit.
    """
    return await _run(services, subject.principal, subject, command)


async def run_as_system(
    services: Services, principal: Tenant, command: Command, *, actor: str
) -> Answer | Refusal:
    """Carries out what the product itself asks for (`system:clock`, `connector:<id>`).

    There is nobody whose permission to check: never call it with what a request says.
    """
    if actor.startswith("person:"):
        raise ValueError("a person's command goes through run")
    return await _run(services, principal, None, command, name=actor)


async def _run(
    services: Services,
    principal: Tenant,
    subject: Subject | None,
    command: Command,
    *,
    name: str = "",
) -> Answer | Refusal:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            actor = subject.actor() if subject is not None else Actor(name=name)
            answer = await _attempt(services, principal, subject, actor, command)
            break
        except Stale:
            services.books.forget(principal.schema)
            subject = await refresh(services, subject) if subject is not None else None
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name == "record_pkey":
                return Refusal("id_already_used")
        if attempt == ATTEMPTS:
            return Refusal("busy", kind="busy")
    if isinstance(answer, Answer) and (answer.new_events or isinstance(command, Fire)):
        services.doorbell.ring()
    if isinstance(answer, Refusal) and answer.alarms and not isinstance(command, Create):
        # Nothing is written of what is refused, so there is no message that could raise them.
        asked = RaiseAlarms(command.record, command.type, answer.alarms, services.clock.now())
        await raise_at_once(services, principal, asked, partial(_for_alarms, services, principal))
    return answer


async def _for_alarms(services: Services, principal: Tenant, command: Create) -> object:
    return await run_as_system(services, principal, command, actor=ALARMS_ACTOR)


async def _attempt(
    services: Services,
    principal: Tenant,
    subject: Subject | None,
    actor: Actor,
    command: Command,
) -> Answer | Refusal:
    book = await services.books.current(principal)
    if book.kind(command.type) is None:
        return Refusal("unknown_type", kind="unknown")
    policy = subject.access.policy_version if subject is not None else None
    versions = Versions(policy=policy, definition=book.definition_version)
    record = command.id if isinstance(command, Create) else command.record
    key = claim_key(command, secret=services.settings.secret)
    zone = await _zone(services, principal, subject)
    async with services.store.begin(principal, purpose=_purpose(command)) as tx:
        loaded = await load(tx, stream_of(command.type, record), key, versions)
        case = case_of(services, book, loaded, command, by=(actor, zone))
        if case is None:
            return Refusal("unknown_type", kind="unknown")
        if subject is not None:
            refusal = authorise(case.kind, loaded.state, command, subject)
            if refusal is not None:
                return refusal
        if loaded.replayed or (isinstance(command, Create) and loaded.state.version):
            return _replay(loaded, command, record)
        prepared = await _prepared(services, tx, case, subject)
        if isinstance(prepared, Refusal):
            return prepared
        if prepared.events or isinstance(command, Fire):
            await write(services, tx, principal, prepared)
    return _answer(prepared.after, record, new_events=len(prepared.events))


async def _prepared(
    services: Services, tx: Transaction, case: Case, subject: Subject | None
) -> Prepared | Refusal:
    """The command with its facts read and decided upon, ready to be written."""
    kind, state, command = case.kind, case.loaded.state, case.command
    asker = Asker(case.actor, services.clock.now(), case.zone)
    wanted, asking = asked_by(services, case, asker)
    facts = await gather(
        tx,
        wanted,
        now=asker.now,
        sequence=sequence_of(kind) if isinstance(command, Create) else "",
        calendar=None,
        asking=asking,
    )
    facts = completed(case, facts)
    if subject is not None:
        facts = await without_foreign(tx, subject, case.book, state, facts)
    facts = signed(case, facts)
    wrong = delegation_refusal(case.book, state, command, facts, subject)
    wrong = wrong or await last_administrator(services, tx, case.book, state, command)
    decision = wrong or decide(kind, state, command, facts, case.actor)
    if isinstance(decision, Refusal):
        return decision
    prepared = concluded(services, case, decision, facts, wanted.alike)
    if isinstance(prepared, Refusal) or subject is None:
        return prepared
    return misplaced(kind, prepared.after, command, subject) or prepared


async def _zone(services: Services, principal: Tenant, subject: Subject | None) -> str:
    """By which clock people there live: what the product does by itself goes by it too."""
    if subject is not None:
        return subject.timezone
    return await services.registry.timezone_of(principal.role)


def _replay(loaded: Loaded, command: Command, record: UUID) -> Answer | Refusal:
    state = loaded.state
    if isinstance(command, Create) and not loaded.replayed:
        return Refusal("id_already_used", current_version=state.version)
    return _answer(state, record, replayed=True)


def _answer(
    state: RecordState, record: UUID, *, replayed: bool = False, new_events: int = 0
) -> Answer:
    return Answer(
        id=record, type=state.type, number=state.number, version=state.version,
        state=state.state, replayed=replayed, new_events=new_events,
    )  # fmt: skip


def _purpose(command: Command) -> str:
    return f"command.{type(command).__name__}"
