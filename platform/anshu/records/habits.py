"""What a reader may do with a record beside its outcomes, and who was given a copy of it."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import UNSET

from anshu.compiler.compiled import CompiledType
from anshu.flow.habits import shared_on_site
from anshu.flow.state import RecordState, person_of
from anshu.flow.task import TaskState
from anshu.flow.withdrawal import withdrawable
from anshu.kernel.refusal import Refusal
from anshu.records.page import CopyShown, Habit, HabitKey, Named
from anshu.records.permission import owner_of
from anshu.records.seats import Company
from anshu.records.subject import Subject

HELD: tuple[HabitKey, ...] = ("reassign", "add_signer")


def habits_of(
    kind: CompiledType, state: RecordState, subject: Subject, company: Company, now: datetime
) -> tuple[Habit, ...]:
    """The approval habits that are open to the reader now."""
    if kind.flow is None:
        return ()
    found = [*_on_tasks(kind, state, subject, now)]
    if _reaches(kind, state, subject, "copy"):
        found.append(Habit("copy"))
    seen = frozenset(company.seen)
    taken = withdrawable(kind, state, subject.actor(), seen)
    if not isinstance(taken, Refusal):
        found.append(Habit("withdraw", UNSET, taken[0]))
    return tuple(found)


def copies_of(
    kind: CompiledType, state: RecordState, subject: Subject, company: Company
) -> tuple[CopyShown, ...]:
    """Who was given the record to read, and whether the reader may take it back."""
    manages = _reaches(kind, state, subject, "reassign", own=False)
    me = f"person:{subject.person}"
    return tuple(
        CopyShown(
            person=Named(copy.person, company.names.get(copy.person, "")),
            by=_named(copy.by, company),
            at=copy.at,
            reason=copy.reason,
            revocable=manages or copy.by == me or copy.person == subject.person,
        )
        for copy in state.copies
    )


def _on_tasks(
    kind: CompiledType, state: RecordState, subject: Subject, now: datetime
) -> Iterator[Habit]:
    for task in state.open_tasks():
        own = subject.waits(kind.key, task)
        for key in () if shared_on_site(kind.nodes[task.node]) else HELD:
            reach = subject.allowed.reach(f"{kind.key}:task:{key}")
            if reach.has_row(org_path=task.org_path, own=own):
                yield Habit(key, task.id)
        if not own and _reaches(kind, state, subject, "urge") and _may_urge(kind, task, now):
            yield Habit("urge", task.id)


def _may_urge(kind: CompiledType, task: TaskState, now: datetime) -> bool:
    every = kind.flow.urge_every if kind.flow is not None else 0
    return task.urged_at is None or (now - task.urged_at).total_seconds() >= every * 60


def _reaches(
    kind: CompiledType, state: RecordState, subject: Subject, action: str, *, own: bool = True
) -> bool:
    mine = own and subject.is_own(state, owner_of(kind, state))
    reach = subject.allowed.reach(f"{kind.key}:task:{action}")
    return reach.has_row(org_path=state.org_path, own=mine)


def _named(actor: str, company: Company) -> Named:
    person = person_of(actor)
    assert person is not None  # copies are sent by people
    return Named(person, company.names.get(person, ""))
