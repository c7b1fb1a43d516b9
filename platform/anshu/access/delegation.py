"""Delegations (委托) to a person: which are in force now, so that the person may act for another.

Only who holds the right stands in: a delegation to somebody whose own roles no longer hold what
the principal may do gives nothing until they do again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.definitions.language import Assignment, Role
from anshu.flow.commands import StandIn
from anshu.flow.entitlement import assignments_of, may_stand_in
from anshu.flow.standing import active


class Delegated(Struct, frozen=True):
    """A delegation that was not ended, with the principal's roles as their record has them."""

    delegation: UUID
    person: UUID
    name: str
    kinds: str
    starts: datetime
    ends: datetime
    assignments: list[object]


def delegated(text: str | None) -> tuple[Delegated, ...]:
    """The delegations of PERSON_ACCESS."""
    return msgspec.json.decode(text, type=tuple[Delegated, ...]) if text else ()


def in_force(
    given: Sequence[Delegated],
    own: Sequence[Assignment],
    roles: Mapping[str, Role],
    *,
    now: datetime,
) -> tuple[StandIn, ...]:
    """Those for whom the holder of the assignments `own` may act at this moment."""
    found = []
    for each in given:
        kinds = tuple(each.kinds.split())
        theirs = assignments_of({"assignments": each.assignments})
        if each.starts <= now < each.ends and may_stand_in(roles, kinds, theirs, own, now=now):
            held = active(theirs, now)
            found.append(StandIn(each.delegation, each.person, held, kinds, each.name))
    return tuple(found)


def next_change(given: Sequence[Delegated], *, after: datetime) -> datetime | None:
    """The first moment after this one at which a delegation begins or ends."""
    moments = (moment for each in given for moment in (each.starts, each.ends))
    return min((moment for moment in moments if moment > after), default=None)
