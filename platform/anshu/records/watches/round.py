"""A round of watches that have come: looked at in one transaction, which makes their alarms.

An alarm is late by its round trips. A look that finds nothing new costs a share of a few
statements; one that writes an event, or whose alarm cannot be made here, runs by itself later.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from uuid import UUID

import structlog
from asyncpg import Record
from msgspec import Struct

from anshu.access.loading import Stale
from anshu.flow.commands import Actor, Facts, Fire
from anshu.flow.decide import decide
from anshu.records.concluding import Case, asked_by, case_of, completed, concluded, signed
from anshu.records.firing import fire_command
from anshu.records.loading import Versions, loaded_of
from anshu.records.preparing import Prepared
from anshu.records.services import Services
from anshu.records.watches import queries
from anshu.records.watches.making import alarms_of
from anshu.records.watches.moment import Moment
from anshu.records.watches.together import gather_together
from anshu.records.watches.writing import write_looks
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Transaction

CLOCK = Actor(name="system:clock")
# So many at once: what locks their rows, a reading that puts one off waits for.
ROUND = 20
ATTEMPTS = 4

log = structlog.get_logger(__name__)


class Looked(Struct, frozen=True):
    """How many of a round are done, and the ids and commands of those that run by themselves."""

    done: int = 0
    alone: tuple[Fire, ...] = ()


async def look(services: Services, tenant: Tenant, passed: Collection[UUID]) -> Looked:
    """Looks at the next watches but those `passed` over; done and alone are none if none has come.

    Workers share them out among each other. If the round fails, all of it runs by itself, so that
    one fault stops no other watch.
    """
    due: list[Fire] = []
    for _ in range(ATTEMPTS):
        book = await services.books.current(tenant)
        zone = await services.registry.timezone_of(tenant.role)
        moment = Moment(services, tenant, book, zone, services.clock.now())
        try:
            async with services.store.begin(tenant, purpose="watches.look") as tx:
                rows = await tx.fetch(queries.DUE, moment.now, ROUND, list(passed))
                due = list(_commands(rows))
                looked = await _look_at(tx, moment, rows) if due else Looked()
        except Stale:
            services.books.forget(tenant.schema)
        except Exception:
            if not due:
                raise
            log.exception("watches_looked_at_singly", tenant=tenant.schema)
            break
        else:
            if looked.done:
                services.doorbell.ring()
            return looked
    return Looked(alone=tuple(due))


async def _look_at(tx: Transaction, moment: Moment, rows: Sequence[Record]) -> Looked:
    """Each as run.py would: facts, decision, what follows; written for all at once."""
    services = moment.services
    cases = tuple(_cases(moment, rows))
    asker = moment.asker(CLOCK)
    needs = [asked_by(services, case, asker) for case in cases]
    quiet: list[Prepared] = []
    for case, facts in zip(cases, await gather_together(tx, needs, now=moment.now), strict=True):
        prepared = _looked(services, case, facts)
        if prepared is not None:
            quiet.append(prepared)
    made = await alarms_of(tx, moment, quiet)
    fired = [each for each in quiet if each.command.id not in made.failed]
    if fired:
        await write_looks(tx, moment, fired, made.alarms)
    done = {each.command.id for each in fired}
    return Looked(len(done), tuple(each for each in _commands(rows) if each.id not in done))


def _looked(services: Services, case: Case, facts: Facts) -> Prepared | None:
    """A look that writes no event into its record's stream; None for another."""
    facts = signed(case, completed(case, facts))
    decision = decide(case.kind, case.loaded.state, case.command, facts, case.actor)
    if decision != ():
        return None
    prepared = concluded(services, case, (), facts)
    return prepared if isinstance(prepared, Prepared) else None


def _cases(moment: Moment, rows: Sequence[Record]) -> Iterator[Case]:
    """The watches with their records; Stale when definitions have moved."""
    versions = Versions(policy=None, definition=moment.book.definition_version)
    for deadline, of_one in groupby(rows, key=itemgetter("deadline")):
        stream = list(of_one)
        loaded = loaded_of(stream, versions)
        command = _command(deadline, stream[0])
        by = (CLOCK, moment.zone)
        case = case_of(moment.services, moment.book, loaded, command, by=by)
        if case is not None:
            yield case


def _commands(rows: Sequence[Record]) -> Iterator[Fire]:
    for deadline, of_one in groupby(rows, key=itemgetter("deadline")):
        yield _command(deadline, next(of_one))


def _command(deadline: UUID, row: Record) -> Fire:
    return fire_command(
        deadline, record=row["record"], type=row["type"], task=row["task"], kind=row["watch"]
    )
