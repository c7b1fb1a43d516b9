"""Compiled permissions: what a set of assignments may do, computed once through the law.

The enforcer is asked every question of the catalogue for a set of roles; the answers are kept
by (model, role definitions, caps, catalogue, roles held), which people of many tenants share.
Where the person's assignments lie is added afterwards, so it costs microseconds.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args
from uuid import UUID

import msgspec

from anshu.access.assignment import Post, active_posts
from anshu.access.catalogue import SHIPPED, Catalogue
from anshu.access.enforcer import DEFAULT_MODEL, Law, PolicyLine, Question
from anshu.access.reach import NOTHING, Reach, union
from anshu.access.scope import Holder
from anshu.definitions.field_language import FieldClass
from anshu.definitions.language import Assignment, Role, Scope

ANYONE = "*"
SUBJECT = "@person"
SCOPES: tuple[Scope, ...] = get_args(Scope)
CLASS_ACTIONS: tuple[tuple[FieldClass, str], ...] = (
    ("normal", "read"),
    ("restricted", "read_restricted"),
    ("personal", "read_personal"),
)
Granted = Mapping[str, tuple[tuple[str, Scope], ...]]


@dataclass(frozen=True, slots=True)
class Laws:
    """What is law besides the roles: the model, the catalogue, and caps that no role exceeds."""

    model_path: Path = DEFAULT_MODEL
    catalogue: Catalogue = SHIPPED
    caps: frozenset[str] = frozenset()


DEFAULT_LAWS = Laws()


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person may do, and on which rows; immutable."""

    permissions: frozenset[str]
    posts: tuple[Post, ...]
    _reaches: Mapping[str, Reach]

    def has(self, permission: str) -> bool:
        """Whether the permission is held on any row at all."""
        return permission in self.permissions

    def reach(self, permission: str) -> Reach:
        """The rows the permission reaches; nothing when it is not held."""
        return self._reaches.get(permission, NOTHING)

    def classes(self, module_resource: str) -> frozenset[FieldClass]:
        """The field classes readable on EVERY row that `module_resource:read` reaches.

        A class that is readable on some of those rows only is left out; `classes_of_row` tells
        it for one row.
        """
        rows = self.reach(f"{module_resource}:read")
        return frozenset(
            classed
            for classed, action in CLASS_ACTIONS
            if self.has(f"{module_resource}:read")
            and self.has(f"{module_resource}:{action}")
            and self.reach(f"{module_resource}:{action}").contains(rows)
        )

    def classes_of_row(
        self, module_resource: str, *, org_path: str, own: bool
    ) -> frozenset[FieldClass]:
        """The field classes readable on one row; none when the row itself may not be read."""
        readable = frozenset(
            classed
            for classed, action in CLASS_ACTIONS
            if self.reach(f"{module_resource}:{action}").has_row(org_path=org_path, own=own)
        )
        return readable if "normal" in readable else frozenset()

    def narrowed(self, permissions: frozenset[str] | None) -> "Allowed":
        """The same without what is not in `permissions` (an API token's subset; None: all)."""
        if permissions is None:
            return self
        kept = {key: reach for key, reach in self._reaches.items() if key in permissions}
        return Allowed(self.permissions & permissions, self.posts, MappingProxyType(kept))

    def holder(self, person: UUID) -> Holder:
        """The person with the posts held now, as the predicates over rows need them."""
        return Holder(person=person, posts=self.posts)


def compile_allowed(
    roles: Mapping[str, Role],
    assignments: Sequence[Assignment],
    *,
    now: datetime,
    laws: Laws = DEFAULT_LAWS,
) -> Allowed:
    """What these assignments allow at this moment, as the Casbin model answers it.

    Assignments that have ended, or whose role is not defined, give nothing. Raises
    UnknownPermission when a role or a cap names a permission outside the catalogue, ValueError
    for a naive time, an unreadable `until` or a malformed organisation path.
    """
    posts = tuple(post for post in active_posts(assignments, now=now) if post.role in roles)
    granted = _granted(_asked(roles, posts, laws))
    reaches = {
        permission: union(
            _reach(scope, post.org_path)
            for role, scope in pairs
            for post in posts
            if post.role == role
        )
        for permission, pairs in granted.items()
    }
    return Allowed(frozenset(granted), posts, MappingProxyType(reaches))


def policy_lines(roles: Mapping[str, Role], caps: frozenset[str]) -> list[PolicyLine]:
    """The lines of policy that role definitions and caps amount to."""
    lines = []
    for key, role in sorted(roles.items()):
        for grant in role.grants:
            lines.append(PolicyLine(key, *split(grant.permission), grant.scope))
    for permission in sorted(caps):
        lines.append(PolicyLine(ANYONE, *split(permission), ANYONE, "deny"))
    return lines


def split(permission: str) -> tuple[str, str]:
    """The object `module:resource` and the action of a permission."""
    object_, _, action = permission.rpartition(":")
    return object_, action


def ask_all(
    law: Law, candidates: Sequence[str], *, held: Sequence[str]
) -> dict[str, tuple[tuple[str, Scope], ...]]:
    """Every permission the person is allowed, with the (role, scope) pairs it comes from."""
    granted = {}
    for permission in candidates:
        object_, action = split(permission)
        scopes = [s for s in SCOPES if law.allows(Question(SUBJECT, object_, action, s))]
        if scopes:
            granted[permission] = tuple(
                (role, scope)
                for scope in scopes
                for role in held
                if law.allows(Question(role, object_, action, scope))
            )
    return granted


@dataclass(frozen=True)
class _Asked:
    """A question for the cache: equal when `key` is, whatever objects carry the content."""

    key: bytes
    roles: Mapping[str, Role] = field(compare=False)
    held: tuple[str, ...] = field(compare=False)
    laws: Laws = field(compare=False)


def _asked(roles: Mapping[str, Role], posts: Sequence[Post], laws: Laws) -> _Asked:
    held = tuple(sorted({post.role for post in posts}))
    parts = (
        laws.model_path.read_bytes(),
        msgspec.json.encode(sorted(roles.items())),
        msgspec.json.encode((held, sorted(laws.caps))),
        laws.catalogue.digest,
    )
    key = b"".join(hashlib.sha256(part).digest() for part in parts)
    return _Asked(key=key, roles=roles, held=held, laws=laws)


@lru_cache(maxsize=512)
def _granted(asked: _Asked) -> Granted:
    laws = asked.laws
    for key in asked.roles:
        if key in (ANYONE, SUBJECT):
            raise ValueError(f"a role may not be called {key!r}")
    laws.catalogue.check(asked.roles.values())
    for cap in laws.caps:
        laws.catalogue.known(cap)
    law = Law(
        laws.model_path,
        policy_lines(asked.roles, laws.caps),
        held=[(SUBJECT, role) for role in asked.held],
    )
    return MappingProxyType(ask_all(law, tuple(laws.catalogue), held=asked.held))


def _reach(scope: Scope, org_path: str) -> Reach:
    match scope:
        case "tenant":
            return Reach(everything=True)
        case "org":
            return Reach(org_paths=(org_path,))
        case "team":
            return Reach(team_paths=(org_path,))
        case "own":
            return Reach(own=True)
