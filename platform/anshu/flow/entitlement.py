"""Who may be given a task, a signature or a copy: people whose own roles hold the right.

A seat of a role goes to whoever holds that role anywhere (a colleague of the same post) or may act
over the task's unit by a wider scope. A seat of a named person goes to anybody who may act at all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from anshu.compiler.compiled import CompiledType
from anshu.definitions.language import Assignment, Role
from anshu.flow.standing import active

WIDE = ("org", "tenant")


def may_take(
    kind: CompiledType,
    asked: Sequence[str],
    org_path: str,
    assignments: Sequence[Assignment],
    now: datetime,
) -> bool:
    """Whether a seat for the roles `asked` over the unit may be given to who holds these."""
    held = active(assignments, now)
    return any(_can_act(kind.roles, kind.key, post, asked, org_path) for post in held)


def may_join(kind: CompiledType, assignments: Sequence[Assignment], now: datetime) -> bool:
    """Whether who holds these may be added as a signer: somebody who may act at all."""
    return may_take(kind, (), "/", assignments, now)


def may_get_copy(kind: CompiledType, assignments: Sequence[Assignment], now: datetime) -> bool:
    """Whether who holds these may be given a record to read: who reads this type at all."""
    permission = kind.permission("read")
    held = active(assignments, now)
    return any(_scopes(kind.roles.get(each.role), permission) for each in held)


def may_stand_in(
    roles: Mapping[str, Role],
    kinds: Sequence[str],
    principal: Sequence[Assignment],
    delegate: Sequence[Assignment],
    *,
    now: datetime,
) -> bool:
    """Whether the delegate's own roles hold, for each type, what the principal may do there.

    Without `kinds`, for every type on which the principal may act; nothing to hold is no right.
    """
    held, own = active(principal, now), active(delegate, now)
    wanted = [
        (kind, post, any(scope in WIDE for scope in scopes))
        for kind in kinds or sorted(_types_acted_on(roles, held))
        for post in held
        for scopes in (_scopes(roles.get(post.role), f"{kind}:task:act"),)
        if scopes
    ]
    return bool(wanted) and all(
        any(
            _can_act(roles, kind, mine, (post.role,) if wide else (), post.org_path) for mine in own
        )
        for kind, post, wide in wanted
    )


def acting_roles(kind: CompiledType, action: str) -> tuple[str, ...]:
    """The roles that grant an action of the type ("task:act") on any row."""
    permission = f"{kind.key}:{action}"
    return tuple(key for key, role in kind.roles.items() if _scopes(role, permission))


def assignments_of(data: dict[str, object]) -> tuple[Assignment, ...]:
    """The roles in a person's data; what cannot be read gives none."""
    value = data.get("assignments")
    listed = value if isinstance(value, list) else []
    return tuple(
        Assignment(str(a["role"]), str(a["org_path"]), str(a.get("until") or ""))
        for a in listed
        if isinstance(a, dict) and a.get("role") and a.get("org_path")
    )


def _can_act(
    roles: Mapping[str, Role], kind: str, held: Assignment, asked: Sequence[str], org_path: str
) -> bool:
    scopes = _scopes(roles.get(held.role), f"{kind}:task:act")
    if not scopes:
        return False
    if not asked or held.role in asked or "tenant" in scopes:
        return True
    return "org" in scopes and org_path.startswith(held.org_path)


def _types_acted_on(roles: Mapping[str, Role], held: Sequence[Assignment]) -> set[str]:
    grants = (grant for post in held if post.role in roles for grant in roles[post.role].grants)
    ending = ":task:act"
    return {g.permission.removesuffix(ending) for g in grants if g.permission.endswith(ending)}


def _scopes(role: Role | None, permission: str) -> set[str]:
    if role is None:
        return set()
    return {grant.scope for grant in role.grants if grant.permission == permission}
