"""A person's delegations: those given and those received, and ending one."""

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from anshu.flow.commands import Create, Update
from anshu.kernel.refusal import Refusal
from anshu.records.choosing import queries
from anshu.records.delegating import DELEGATION
from anshu.records.facts import moment_or_unset
from anshu.records.page import Named
from anshu.records.run import Answer, run
from anshu.records.services import Services
from anshu.records.subject import Subject


class DelegationShown(Struct, frozen=True):
    """One delegation; `state` is coming, in_force, over or ended, `mine` that I gave it."""

    id: UUID
    number: str
    principal: Named
    delegate: Named
    kinds: tuple[str, ...]
    starts: datetime
    ends: datetime
    reason: str
    state: str
    mine: bool
    ended_at: datetime | UnsetType = UNSET
    end_reason: str = ""


class Delegations(Struct, frozen=True):
    """What a person has given and received, those not ended first; `kinds` can be delegated."""

    items: tuple[DelegationShown, ...]
    kinds: tuple[tuple[str, str], ...]


class NewDelegation(Struct, frozen=True, forbid_unknown_fields=True):
    """A delegation as a person gives it; without kinds for everything."""

    id: UUID
    to: UUID
    starts: datetime
    ends: datetime
    reason: str
    kinds: tuple[str, ...] = ()


async def delegations(services: Services, subject: Subject) -> Delegations:
    """The subject's delegations in both directions."""
    book = await services.books.current(subject.principal)
    now, language = services.clock.now(), subject.language
    types = [kind for kind in book.compiled.types.values() if kind.flow is not None]
    titles = {kind.key: kind.item.title.said(language) for kind in types}
    async with services.store.begin(subject.principal, purpose="delegations.list") as tx:
        rows = await tx.fetch(queries.DELEGATIONS, subject.person)
    items = tuple(
        DelegationShown(
            id=row["id"], number=row["number"],
            principal=Named(row["principal"], row["principal_name"]),
            delegate=Named(row["delegate"], row["delegate_name"]),
            kinds=tuple(titles.get(key, key) for key in (row["kinds"] or "").split()),
            starts=row["starts"], ends=row["ends"], reason=row["reason"],
            state=_state(row["starts"], row["ends"], row["ended_at"], now),
            mine=row["principal"] == subject.person,
            ended_at=moment_or_unset(row["ended_at"]), end_reason=row["end_reason"] or "",
        )
        for row in rows
    )  # fmt: skip
    return Delegations(items, tuple(titles.items()))


async def delegate(services: Services, subject: Subject, wanted: NewDelegation) -> Answer | Refusal:
    """Gives what the subject may do to another for a time."""
    data: dict[str, object] = {
        "from": str(subject.person), "to": str(wanted.to), "reason": wanted.reason.strip(),
        "starts": wanted.starts.isoformat(), "ends": wanted.ends.isoformat(),
    }  # fmt: skip
    if wanted.kinds:
        data["kinds"] = " ".join(wanted.kinds)
    return await run(services, subject, Create(id=wanted.id, type=DELEGATION, data=data))


async def end_delegation(
    services: Services, subject: Subject, delegation: UUID, command_id: UUID, reason: str
) -> Answer | Refusal:
    """Ends it now; who gave it, who got it, or who assigns roles may."""
    async with services.store.begin(subject.principal, purpose="delegations.version") as tx:
        rows = await tx.fetch(queries.DELEGATIONS, subject.person)
    version = next((row["version"] for row in rows if row["id"] == delegation), 0)
    if not version:
        return Refusal("unknown_record", kind="unknown")
    data: dict[str, object] = {"ended_at": services.clock.now().isoformat()}
    if reason.strip():
        data["end_reason"] = reason.strip()
    command = Update(id=command_id, record=delegation, type=DELEGATION, version=version, data=data)
    return await run(services, subject, command)


def _state(starts: datetime, ends: datetime, ended_at: datetime | None, now: datetime) -> str:
    if ended_at is not None:
        return "ended"
    if now < starts:
        return "coming"
    return "in_force" if now < ends else "over"
