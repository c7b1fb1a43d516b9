"""Subjects without a database, for the parts of the room that are pure."""

from uuid import UUID, uuid4

from anshu.access.compiled import compile_allowed
from anshu.access.loading import PersonAccess
from anshu.definitions.language import Assignment, Grant, Role, Scope
from anshu.definitions.words import Text
from anshu.records.subject import Subject
from anshu.store.principal import Tenant
from tests.flow.hazards import COMPILED, NOON, actor, person

TENANT = uuid4()
PRINCIPAL = Tenant(role="t_test", schema="t_test", node="main")


def shipped(name: str) -> Subject:
    """One of the plant's people with the shipped roles."""
    return _subject(person(name), actor(name).assignments, COMPILED.roles)


def granted(name: str, *grants: tuple[str, Scope], org_path: str = "/w1/") -> Subject:
    """One of the plant's people with just these permissions."""
    role = Role("tried", Text("试"), tuple(Grant(key, scope) for key, scope in grants))
    return _subject(person(name), (Assignment("tried", org_path),), {"tried": role})


def _subject(who: UUID, posts: tuple[Assignment, ...], roles: dict[str, Role]) -> Subject:
    allowed = compile_allowed(roles, posts, now=NOON)
    access = PersonAccess(
        person=who, name="", org_path="/", assignments=posts, policy_version=1,
        definition_version=1, allowed=allowed,
    )  # fmt: skip
    return Subject(PRINCIPAL, TENANT, "Asia/Shanghai", "zh-CN", access, allowed)
