"""Who can act on a task and why: by post, by name, added, passed on, escalated, or standing in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, structs

from anshu.compiler.compiled import CompiledType
from anshu.definitions.words import Text
from anshu.flow.asking import people_in
from anshu.flow.state import RecordState, person_of
from anshu.flow.task import Seat, TaskState, open_seats
from anshu.records.facts import moment_or_unset
from anshu.records.page import Named, SeatShown, SeatStanding, SeenBy, SignatureGiven

BY_POST = Text(zh="按岗位", en="by post")
BY_FIELD = Text(zh="指定的{who}", en="named as {who}")
BY_NAME = Text(zh="指定到人", en="named")
ADDED = Text(zh="{who} 加签：{why}", en="added by {who}: {why}")
PASSED_ON = Text(zh="{who} 转交：{why}", en="passed on by {who}: {why}")
ESCALATED = Text(zh="超时升级，需一并签署", en="escalated: must sign too")


class Holder(Struct, frozen=True):
    """Somebody who holds a role that a task waits for."""

    id: UUID
    name: str


class StandsIn(Struct, frozen=True):
    """A delegation in force: who acts for whom, on which types, until when."""

    name: str
    kinds: tuple[str, ...]
    until: datetime


class Company(Struct, frozen=True):
    """The people around a record's tasks, as one reader may see them.

    `spent`: roles whose holders all have a part in the task already, where one is all they get.
    """

    names: Mapping[UUID, str]
    role_names: Mapping[str, str]
    holders: Mapping[str, list[Holder]]
    stand_ins: Mapping[UUID, list[StandsIn]]
    seen: Mapping[UUID, list[SeenBy]]
    language: str
    spent: frozenset[str] = frozenset()


def seats_shown(
    kind: CompiledType, state: RecordState, task: TaskState, company: Company
) -> tuple[SeatShown, ...]:
    """Every seat of the task in its order of turns."""
    turn = {seat.no for seat in open_seats(task)}
    company = still_free(kind, task, company)
    return tuple(
        _shown(kind, state, task, seat, (company, seat.no in turn)) for seat in _ordered(task)
    )


def signatures_given(
    kind: CompiledType, task: TaskState, company: Company
) -> tuple[SignatureGiven, ...]:
    """Every signature among the task's fields, with who gave it."""
    found = []
    for key in task.data:
        if key not in kind.fields or kind.fields[key].kind != "signature":
            continue
        signer, behalf = task.given_by(key)
        person, at = person_of(signer) if signer else None, task.closed_at
        if key not in task.own_fields:
            at = next((s.signed_at for s in reversed(task.in_time()) if key in s.data), at)
        found.append(
            SignatureGiven(
                field=key, at=moment_or_unset(at), by=_named(person, company),
                on_behalf=_named(behalf, company),
            )
        )  # fmt: skip
    return tuple(found)


def still_free(kind: CompiledType, task: TaskState, company: Company) -> Company:
    """Where every seat is another person's: without the holders who have a part already."""
    if not kind.nodes[task.node].each_by_another:
        return company
    done = task.actors()
    left = {
        role: [each for each in held if f"person:{each.id}" not in done]
        for role, held in company.holders.items()
    }
    spent = frozenset(role for role, held in left.items() if company.holders[role] and not held)
    return structs.replace(company, holders=left, spent=spent)


def seat_labels(task: TaskState, seat: Seat, company: Company) -> tuple[str, ...]:
    """Who the seat is for: people by name; a role, and for one that waits who holds it."""
    people = (company.names.get(person, "") for person in seat.people)
    waits = task.closed_at is None and seat.signed_at is None
    return (*people, *(_role(role, company, waits=waits) for role in seat.roles))


def _shown(
    kind: CompiledType,
    state: RecordState,
    task: TaskState,
    seat: Seat,
    around: tuple[Company, bool],
) -> SeatShown:
    company, is_turn = around
    signer = person_of(seat.signed_by) if seat.signed_by else None
    holders = [each for role in seat.roles for each in company.holders.get(role, [])]
    ids = [*seat.people, *(each.id for each in holders)]
    names = company.names
    objected = task.closed_at is not None and not _agreed(kind, task)
    shown: SeatStanding
    if seat.signed_at is not None:
        shown = "void" if objected and seat.outcome != task.outcome else "signed"
    elif task.closed_at is not None:
        shown = "void"
    else:
        shown = "open" if is_turn else "later"
    waits = shown in ("open", "later")
    return SeatShown(
        no=seat.no,
        label=(", " if company.language.startswith("en") else "、").join(
            seat_labels(task, seat, company)
        ),
        state=shown,
        why=why_of(kind, state, task, seat, company),
        names=tuple(dict.fromkeys(names.get(i, "") for i in seat.people)) if waits else (),
        stand_ins=_stand_ins(kind, ids, company) if waits else (),
        added=seat.via == "added",
        by=Named(signer, names.get(signer, "")) if signer else UNSET,
        on_behalf=Named(seat.signed_for, names.get(seat.signed_for, ""))
        if seat.signed_for
        else UNSET,
        at=moment_or_unset(seat.signed_at),
        opinion=seat.opinion,
        signature=_signature_in(kind, task, seat),
    )


def _signature_in(kind: CompiledType, task: TaskState, seat: Seat) -> dict[str, object] | UnsetType:
    """What was signed in this seat: the last to sign filled the task's own form."""
    if seat.signed_at is None:
        return UNSET
    last = seat.signed_by == task.closed_by and seat.signed_at == task.closed_at
    given = {key: task.data.get(key) for key in task.own_fields} if last else seat.data
    values = (
        v for k, v in given.items() if k in kind.fields and kind.fields[k].kind == "signature"
    )
    return next((value for value in values if isinstance(value, dict)), UNSET)


def why_of(
    kind: CompiledType, state: RecordState, task: TaskState, seat: Seat, company: Company
) -> str:
    """Where the right to sign in this seat comes from."""
    language = company.language

    def said_by(text: Text, actor: str) -> str:
        person = person_of(actor)
        who = company.names.get(person, "") if person else ""
        return text.filled(who=who, why=seat.reason).said(language)

    if seat.passed_on_by:
        return said_by(PASSED_ON, seat.passed_on_by)
    if seat.via == "added":
        return said_by(ADDED, seat.added_by)
    if seat.via == "escalated":
        return ESCALATED.said(language)
    if not seat.people:
        return BY_POST.said(language)
    sources = [a.field for a in kind.nodes[task.node].assignees if a.field]
    naming = [each for each in sources if set(people_in(each, state.data)) & set(seat.people)]
    keys = [key for key in (each.partition(".")[0] for each in naming) if key in kind.fields]
    labels = [kind.fields[key].label.said(language) for key in keys]
    if labels:
        return Text(BY_FIELD.zh, BY_FIELD.en).filled(who="、".join(labels)).said(language)
    return BY_NAME.said(language)


def _ordered(task: TaskState) -> tuple[Seat, ...]:
    """Seats with those before them first, else as they were added."""
    placed: list[Seat] = []
    waiting = list(task.seats)
    while waiting:
        known = {seat.no for seat in placed}
        ready = next((s for s in waiting if known.issuperset(s.after)), waiting[0])
        placed.append(ready)
        waiting.remove(ready)
    return tuple(placed)


def _agreed(kind: CompiledType, task: TaskState) -> bool:
    outcomes = {o.key: o for o in kind.nodes[task.node].outcomes}
    return task.outcome in outcomes and outcomes[task.outcome].intent == "primary"


def _stand_ins(kind: CompiledType, people: list[UUID], company: Company) -> tuple[str, ...]:
    found = [
        f"{each.name}（代 {company.names.get(person) or _holder_name(person, company)}）"
        if not company.language.startswith("en")
        else f"{each.name} (for {company.names.get(person) or _holder_name(person, company)})"
        for person in people
        for each in company.stand_ins.get(person, [])
        if not each.kinds or kind.key in each.kinds
    ]
    return tuple(dict.fromkeys(found))


def _named(person: UUID | None, company: Company) -> Named | UnsetType:
    return Named(person, company.names.get(person, "")) if person else UNSET


def _holder_name(person: UUID, company: Company) -> str:
    listed = (each for held in company.holders.values() for each in held)
    return next((each.name for each in listed if each.id == person), "")


def _role(role: str, company: Company, *, waits: bool) -> str:
    """The role, and for a seat that waits who holds it: nobody is a fault worth seeing."""
    title = company.role_names.get(role, role)
    if not waits:
        return title
    names = [each.name for each in company.holders.get(role, [])]
    english = company.language.startswith("en")
    if not names and role in company.spent:
        return f"{title} (nobody else)" if english else f"{title}（没有其他人担任）"
    if not names:
        return f"{title} (nobody)" if english else f"{title}（暂无人员）"
    shown = (", " if english else "、").join(names[:3])
    rest = len(names) - 3
    more = "" if rest <= 0 else f" +{rest}" if english else f"等 {len(names)} 人"
    return f"{title}: {shown}{more}" if english else f"{title}：{shown}{more}"
