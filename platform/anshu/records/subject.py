"""Who acts in one tenant: the person, the permissions held now, and how to refresh them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.access.assignment import Post
from anshu.access.compiled import Allowed
from anshu.access.loading import PersonAccess
from anshu.access.scope import Holder, Stood
from anshu.flow.commands import Actor
from anshu.flow.state import RecordState
from anshu.flow.task import TaskState
from anshu.kernel.refusal import Refusal, Refused
from anshu.records.services import Services
from anshu.store.principal import Tenant

ATTEMPTS = 4


class Subject(Struct, frozen=True):
    """A person acting in a tenant; `allowed` is narrowed by an API token's permissions.

    `token_title`: what the token was made for; empty without one.
    """

    principal: Tenant
    tenant: UUID
    timezone: str
    language: str
    access: PersonAccess
    allowed: Allowed
    token_permissions: frozenset[str] | None = None
    token_title: str = ""

    @property
    def person(self) -> UUID:
        return self.access.person

    def actor(self) -> Actor:
        """The subject as flows see it, with those whom a delegation lets act through it."""
        return Actor(
            name=f"person:{self.access.person}",
            person=self.access.person,
            assignments=self.access.assignments,
            stands_for=self.access.stands_for,
        )

    def holder(self) -> Holder:
        """Who "own" means in SQL: the person with the posts held, and those stood in for."""
        stood = tuple(
            Stood(
                each.person, tuple(Post(a.role, a.org_path) for a in each.assignments), each.kinds
            )
            for each in self.access.stands_for
        )
        return Holder(person=self.person, posts=self.allowed.posts, stands_for=stood)

    def is_own(self, state: RecordState, owner: UUID | None) -> bool:
        """Whether a record is the person's own: reported, owned, or with a task of theirs.

        The twin in SQL is `access.scope`; a property test holds them together.
        """
        if self.person in (state.reporter, owner):
            return True
        if any(copy.person == self.person for copy in state.copies):
            return True
        me = f"person:{self.person}"
        return any(
            task.closed_by == me
            or self.person in task.people
            or any(seat.signed_by == me for seat in task.seats)
            or self.waits(state.type, task)
            for task in state.tasks
        )

    def waits(self, kind: str, task: TaskState) -> bool:
        """Whether an open task waits for the person, or for one that the person stands in for."""
        if task.closed_at is not None:
            return False
        return (
            self.person in task.people
            or _holds(self.allowed.posts, task)
            or any(
                (not each.kinds or kind in each.kinds)
                and (each.person in task.people or _holds(each.posts, task))
                for each in self.holder().stands_for
            )
        )


def _holds(posts: Sequence[Post], task: TaskState) -> bool:
    return any(p.role in task.roles and task.org_path.startswith(p.org_path) for p in posts)


class Identity(Struct, frozen=True):
    """What a session says of who is asking, before permissions are known."""

    principal: Tenant
    tenant: UUID
    person: UUID
    timezone: str
    language: str
    token_permissions: frozenset[str] | None = None
    token_title: str = ""


async def resolve(services: Services, identity: Identity) -> Subject:
    """The subject with the permissions of this moment.

    Raises Refused("no_person") when the membership leads to no person of the tenant.
    """
    access = await _access(services, identity.principal, identity.person)
    return Subject(
        principal=identity.principal,
        tenant=identity.tenant,
        timezone=identity.timezone,
        language=identity.language,
        access=access,
        allowed=access.allowed.narrowed(identity.token_permissions),
        token_permissions=identity.token_permissions,
        token_title=identity.token_title,
    )


async def refresh(services: Services, subject: Subject) -> Subject:
    """The same person with permissions read anew."""
    services.access.forget(subject.principal.schema)
    access = await _access(services, subject.principal, subject.person)
    allowed = access.allowed.narrowed(subject.token_permissions)
    return msgspec.structs.replace(subject, access=access, allowed=allowed)


async def _access(services: Services, principal: Tenant, person: UUID) -> PersonAccess:
    """The person's permissions under the definitions that are in force.

    The person's row tells the version of the definitions: roles that are kept in memory may be
    older, and not every request loads something else that would show it.
    """
    for _ in range(ATTEMPTS):
        book = await services.books.current(principal)
        access = await services.access.for_person(
            services.store, principal=principal, person=person, roles=book.compiled.roles
        )
        if access is None:
            raise Refused(Refusal("no_person", kind="forbidden"))
        if access.definition_version == book.definition_version:
            return access
        services.books.forget(principal.schema)
        services.access.forget(principal.schema)
    raise Refused(Refusal("busy", kind="busy"))
