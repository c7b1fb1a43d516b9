"""Whether a subject may ask this of this record: unknown, forbidden, or nothing to say."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from anshu.compiler.compiled import CompiledType
from anshu.flow.commands import (
    Absorb,
    AddEntry,
    Command,
    Comment,
    Complete,
    Create,
    Fire,
    Reopen,
    Update,
    Warn,
)
from anshu.flow.habit_commands import (
    AddSigner,
    Reassign,
    RevokeCopy,
    SendCopy,
    Urge,
    Withdraw,
)
from anshu.flow.shared_links import RevokeLink, SharedLink, ShareLink
from anshu.flow.state import RecordState
from anshu.flow.task import TaskState
from anshu.kernel.refusal import Fact, Refusal
from anshu.records.subject import Subject

ASSIGN = "person:assignment:manage"


def authorise(
    kind: CompiledType, state: RecordState, command: Command, subject: Subject
) -> Refusal | None:
    """A refusal "unknown" for what the subject may not know, "forbidden" for what it may not do.

    Giving roles, at creation or later, needs its own permission over every unit concerned, and
    changing a field that to read it. Deadlines fire by the clock and repetitions are found by the
    product: no person may ask for either.
    """
    if isinstance(command, Create):
        refusal = _needs(subject, kind.permission("create"))
        return refusal or _may_assign(kind, state, command.data, subject)
    if not can_read(kind, state, subject):
        return Refusal("unknown_record", kind="unknown")
    match command:
        case Complete() | AddEntry():
            action = "task:act" if isinstance(command, Complete) else "entry:add"
            return _needs(subject, f"{kind.key}:{action}")
        case Comment():
            return _needs_row(subject, kind, state, "comment")
        case Update(data=data):
            refusal = _needs_row(subject, kind, state, "update")
            refusal = refusal or _needs_classes(subject, kind, state, data)
            return refusal or _may_assign(kind, state, data, subject)
        case AddSigner() | Reassign():
            return _needs_task(subject, kind, state, command)
        case Urge():
            return _needs_row(subject, kind, state, "task:urge")
        case SendCopy():
            return _needs_row(subject, kind, state, "task:copy")
        case RevokeCopy() | ShareLink() | RevokeLink() | Withdraw():
            return _of_ones_own(subject, kind, state, command)
        case Fire() | Reopen() | Absorb() | Warn():
            return Refusal("not_allowed", kind="forbidden")


def _of_ones_own(
    subject: Subject,
    kind: CompiledType,
    state: RecordState,
    command: RevokeCopy | ShareLink | RevokeLink | Withdraw,
) -> Refusal | None:
    """Showing what one may read and taking back what one did; others' by who manages the tasks."""
    match command:
        case RevokeCopy(person=person):
            return _may_revoke(subject, kind, state, person)
        case RevokeLink():
            return _may_end_link(subject, kind, state, command)
        case ShareLink() | Withdraw():
            # Everybody may show what they read, and take back what they did themselves; what
            # that was, the flow knows. A token that was given for reading only changes nothing.
            return _by_token(subject, f"{kind.key}:task:act", kind.permission("create"))


def misplaced(
    kind: CompiledType, after: RecordState, command: Command, subject: Subject
) -> Refusal | None:
    """The refusal of a record that would come to lie where its permission does not reach."""
    match command:
        case Create():
            return _needs_row(subject, kind, after, "create")
        case Update():
            return _needs_row(subject, kind, after, "update")
        case _:
            return None


def can_read(kind: CompiledType, state: RecordState, subject: Subject) -> bool:
    """Whether the record exists and lies within the subject's reach."""
    reach = subject.allowed.reach(kind.permission("read"))
    return bool(state.version) and reach.has_row(
        org_path=state.org_path, own=subject.is_own(state, owner_of(kind, state))
    )


def owner_of(kind: CompiledType, state: RecordState) -> UUID | None:
    """The responsible person of a record, if its type has one and it is set."""
    value = state.data.get(kind.promoted.get("owner", ""))
    return UUID(str(value)) if value else None


def _may_assign(
    kind: CompiledType, state: RecordState, data: Mapping[str, object], subject: Subject
) -> Refusal | None:
    """A role over a unit is given and taken by who may do so over that unit, not by others."""
    reach = subject.allowed.reach(ASSIGN)
    for key, field in kind.fields.items():
        if field.kind != "assignments" or key not in data:
            continue
        before, after = _listed(state.data.get(key)), _listed(data[key])
        if before == after:
            continue
        changed = [a for a in before if a not in after] + [a for a in after if a not in before]
        paths = [str(a.get("org_path", "")) for a in changed if isinstance(a, dict)]
        if not all(reach.has_row(org_path=path, own=False) for path in paths):
            return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", ASSIGN),))
        refusal = _needs(subject, ASSIGN)
        if refusal is not None:
            return refusal
    return None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _needs_classes(
    subject: Subject, kind: CompiledType, state: RecordState, data: Mapping[str, object]
) -> Refusal | None:
    """Who may not read a field may not change it: "nothing changed" would tell its value."""
    own = subject.is_own(state, owner_of(kind, state))
    readable = subject.allowed.classes_of_row(
        f"{kind.key}:record", org_path=state.org_path, own=own
    )
    for key in data:
        field = kind.fields.get(key)
        if field is not None and field.classed not in readable:
            permission = kind.permission(f"read_{field.classed}")
            return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", permission),))
    return None


def _needs(subject: Subject, permission: str) -> Refusal | None:
    if subject.allowed.has(permission):
        return None
    return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", permission),))


def _needs_task(
    subject: Subject, kind: CompiledType, state: RecordState, command: AddSigner | Reassign
) -> Refusal | None:
    """One's own seat of a task, or any within the reach of the permission."""
    action = "reassign" if isinstance(command, Reassign) else "add_signer"
    permission = f"{kind.key}:task:{action}"
    task = state.task(command.task)
    if task is None or task.closed_at is not None:
        return _needs(subject, permission)
    own = subject.waits(kind.key, _asked(task, command))
    if subject.allowed.reach(permission).has_row(org_path=task.org_path, own=own):
        return None
    refusal = _needs(subject, permission)
    return refusal or Refusal("task_not_yours", kind="forbidden")


def _asked(task: TaskState, command: AddSigner | Reassign) -> TaskState:
    """The task as its named seat alone has it: a colleague's seat is not one's own."""
    seat = task.seat(command.seat) if isinstance(command, Reassign) else None
    if seat is None:
        return task
    return msgspec.structs.replace(task, roles=seat.roles, people=seat.people)


def _may_revoke(
    subject: Subject, kind: CompiledType, state: RecordState, person: UUID
) -> Refusal | None:
    """A copy is taken back by who sent it, by who got it, or by who manages the tasks there."""
    concerned = {copy.by for copy in state.copies if copy.person == person}
    permission = f"{kind.key}:task:reassign"
    refusal = _by_token(subject, f"{kind.key}:task:copy", permission)
    if refusal is not None:
        return refusal
    if not concerned or subject.person == person or f"person:{subject.person}" in concerned:
        return None
    if subject.allowed.reach(permission).has_row(org_path=state.org_path, own=False):
        return None
    return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", permission),))


def _may_end_link(
    subject: Subject, kind: CompiledType, state: RecordState, command: RevokeLink
) -> Refusal | None:
    """A link is revoked by who may revoke it; unknown ones are left to the decision."""
    refusal = _by_token(subject, f"{kind.key}:task:act", kind.permission("create"))
    found = [link for link in state.shared_links if link.id == command.link]
    if refusal is not None or all(may_revoke_link(kind, state, link, subject) for link in found):
        return refusal
    permission = f"{kind.key}:task:reassign"
    return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", permission),))


def may_revoke_link(
    kind: CompiledType, state: RecordState, link: SharedLink, subject: Subject
) -> bool:
    """Whoever made the link, the record's own people, and who manages the tasks there."""
    own = subject.is_own(state, owner_of(kind, state))
    reach = subject.allowed.reach(f"{kind.key}:task:reassign")
    made = link.by == f"person:{subject.person}"
    return made or reach.has_row(org_path=state.org_path, own=own)


def _by_token(subject: Subject, *permissions: str) -> Refusal | None:
    """Nothing for people; a token needs one of the permissions."""
    if subject.token_permissions is None or any(subject.allowed.has(p) for p in permissions):
        return None
    return _needs(subject, permissions[0])


def _needs_row(
    subject: Subject, kind: CompiledType, state: RecordState, action: str
) -> Refusal | None:
    permission = f"{kind.key}:{action}" if ":" in action else kind.permission(action)
    own = subject.is_own(state, owner_of(kind, state))
    if subject.allowed.reach(permission).has_row(org_path=state.org_path, own=own):
        return None
    return Refusal("not_allowed", kind="forbidden", facts=(Fact("permission", permission),))
