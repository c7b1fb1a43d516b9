"""Loads what a person may do from the person's record, and keeps it for at most two seconds.

An entry is trusted until it is two seconds old, an assignment ends, or the runner's own load
shows another policy version (`check`). So a right that was taken away is gone in this process at
the next command, and in every other process within two seconds.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct

from anshu.access.assignment import active_posts, next_end
from anshu.access.compiled import DEFAULT_LAWS, Allowed, Laws, compile_allowed
from anshu.access.delegation import delegated, in_force, next_change
from anshu.access.queries import PERSON_ACCESS
from anshu.definitions.language import Assignment, Role
from anshu.flow.commands import StandIn
from anshu.kernel.clock import Clock
from anshu.store.principal import Tenant
from anshu.store.unit_of_work import Store

TRUSTED_FOR = timedelta(seconds=2)

log = structlog.get_logger(__name__)


class Stale(RuntimeError):
    """The permissions used were of an older policy; they are forgotten, run the command again."""


class PersonAccess(Struct, frozen=True):
    """A person of a tenant, the assignments, and what they allow under which versions."""

    person: UUID
    name: str
    org_path: str
    assignments: tuple[Assignment, ...]
    policy_version: int
    definition_version: int
    allowed: Allowed
    org_name: str = ""
    stands_for: tuple[StandIn, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    access: PersonAccess
    roles: Mapping[str, Role]
    loaded_at: datetime
    ends_at: datetime | None


class AccessLoader:
    """Permissions by (schema, person), least recently used dropped first; one per process."""

    def __init__(self, clock: Clock, *, laws: Laws = DEFAULT_LAWS, capacity: int = 10_000) -> None:
        self._clock = clock
        self._laws = laws
        self._capacity = capacity
        self._entries: OrderedDict[tuple[str, UUID], _Entry] = OrderedDict()

    async def for_person(
        self, store: Store, *, principal: Tenant, person: UUID, roles: Mapping[str, Role]
    ) -> PersonAccess | None:
        """What the person may do under these role definitions; None without a person record.

        Asks the database once (its own transaction) unless a trusted entry is at hand. Raises
        UnknownPermission when a role grants what the catalogue does not have.
        """
        entry = self._trusted(principal.schema, person)
        if entry is not None and entry.roles is roles:
            return entry.access
        asked_at = self._clock.now()
        async with store.begin(principal, purpose="access.load") as transaction:
            row = await transaction.fetchrow(PERSON_ACCESS, person)
        if row is None or row["title"] is None:
            return None
        assignments = readable(row["assignments"], person=person)
        given = delegated(row["delegations"])
        access = PersonAccess(
            person=person,
            name=row["title"],
            org_path=row["org_path"],
            assignments=assignments,
            policy_version=row["policy_version"],
            definition_version=row["definition_version"],
            org_name=row["org_name"] or "",
            allowed=compile_allowed(roles, assignments, now=asked_at, laws=self._laws),
            stands_for=in_force(given, assignments, roles, now=asked_at),
        )
        until = next_change(given, after=asked_at)
        self.put(principal.schema, access, roles=roles, loaded_at=asked_at, until=until)
        return access

    def get(self, schema: str, person: UUID) -> PersonAccess | None:
        """The trusted entry, if there is one."""
        entry = self._trusted(schema, person)
        return None if entry is None else entry.access

    def put(
        self,
        schema: str,
        access: PersonAccess,
        *,
        roles: Mapping[str, Role],
        loaded_at: datetime,
        until: datetime | None = None,
    ) -> None:
        """Keeps an entry, at most `until`; `loaded_at` is when its reading began."""
        ends = [next_end(access.assignments, after=loaded_at), until]
        ends_at = min((end for end in ends if end is not None), default=None)
        key = (schema, access.person)
        self._entries[key] = _Entry(access, roles, loaded_at, ends_at)
        self._entries.move_to_end(key)
        while len(self._entries) > self._capacity:
            self._entries.popitem(last=False)

    def forget(self, schema: str) -> None:
        """Drops every entry of a tenant."""
        for key in [key for key in self._entries if key[0] == schema]:
            del self._entries[key]

    def check(self, schema: str, access: PersonAccess, *, policy_version: int) -> None:
        """Raises Stale, and forgets the tenant, when a later load shows another version."""
        if access.policy_version != policy_version:
            self.forget(schema)
            raise Stale(f"policy {access.policy_version} is now {policy_version}")

    def _trusted(self, schema: str, person: UUID) -> _Entry | None:
        key = (schema, person)
        entry = self._entries.get(key)
        if entry is None:
            return None
        now = self._clock.now()
        # A clock that was set back makes the age negative: that entry is not trusted either.
        fresh = timedelta(0) <= now - entry.loaded_at < TRUSTED_FOR
        if not fresh or (entry.ends_at is not None and now >= entry.ends_at):
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return entry


def readable(text: str | None, *, person: UUID) -> tuple[Assignment, ...]:
    """The assignments in this JSON list; one that cannot be read gives no right and is logged."""
    assignments = []
    try:
        entries = msgspec.json.decode(text or "null", type=list[msgspec.Raw] | None) or []
    except msgspec.MsgspecError:
        entries = [msgspec.Raw(b"not a list")]
    for entry in entries:
        try:
            assignment = msgspec.json.decode(entry, type=Assignment)
            active_posts([assignment], now=datetime.max.replace(tzinfo=UTC))
        except (msgspec.MsgspecError, ValueError) as error:
            log.warning("assignment_unreadable", person=str(person), reason=str(error))
            continue
        assignments.append(assignment)
    return tuple(assignments)
