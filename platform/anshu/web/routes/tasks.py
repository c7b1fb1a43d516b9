"""Approval habits on tasks: 加签, 转交, 催办, 抄送, 撤回."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from anshu.flow.commands import Complete
from anshu.flow.habit_commands import (
    AddSigner,
    Place,
    Reassign,
    RevokeCopy,
    SendCopy,
    Urge,
    Withdraw,
)
from anshu.records.foreseeing import Foreseen, foreseen_elements
from anshu.records.page import RecordPage
from anshu.records.run import Answer, run
from anshu.records.seeing import see_task
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.carrying_out import carried_out
from anshu.web.contract import says


class Signer(Struct, frozen=True, forbid_unknown_fields=True):
    """Who must sign too, before, after or beside the asker, and why."""

    command_id: UUID
    person: UUID
    place: Place
    reason: str


class PassedOn(Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes the task, and why; `seat` for who manages a task of several signers."""

    command_id: UUID
    person: UUID
    reason: str
    seat: int = 0


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """An action with a reason, where one is asked."""

    command_id: UUID
    reason: str = ""


class CopyTo(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is given the record to read, and why."""

    command_id: UUID
    people: tuple[UUID, ...]
    reason: str = ""


class Seen(Struct, frozen=True):
    """The task counts as seen."""

    task: UUID


class Draft(Struct, frozen=True, forbid_unknown_fields=True):
    """A form that is being filled."""

    outcome: str
    data: dict[str, object] = {}


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/signers",
    opt={"permission": "{kind}:task:add_signer"},
    status_code=200,
    responses=says(RecordPage),
)
async def add_signer(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[Signer],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Lets one more person sign the task (加签)."""
    command = AddSigner(
        id=data.command_id, record=record, type=kind, task=task, person=data.person,
        place=data.place, reason=data.reason,
    )  # fmt: skip
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/assignee",
    opt={"permission": "{kind}:task:reassign"},
    status_code=200,
    responses=says(RecordPage),
)
async def reassign(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[PassedOn],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Passes the task on to somebody entitled (转交)."""
    command = Reassign(
        id=data.command_id, record=record, type=kind, task=task, person=data.person,
        reason=data.reason, seat=data.seat,
    )  # fmt: skip
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/urge",
    opt={"permission": "{kind}:task:urge"},
    status_code=200,
    responses=says(RecordPage),
)
async def urge(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[Told],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Asks those whom the task waits for to act (催办)."""
    command = Urge(id=data.command_id, record=record, type=kind, task=task, reason=data.reason)
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/seen",
    opt={"permission": "{kind}:record:read"},
    status_code=200,
    responses=says(Seen),
)
async def see(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Says that the reader, for whom the task waits, has opened it."""
    refusal = await see_task(services, subject, (kind, record, task))
    return answer(request, refusal or Seen(task))


@post(
    "/records/{kind:str}/{record:uuid}/tasks/{task:uuid}/elements",
    opt={"permission": "{kind}:task:act"},
    status_code=200,
    responses=says(Foreseen),
)
async def foresee(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    task: FromPath[UUID],
    data: JSONBody[Draft],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """What the closing gate would say of each element, were the task ended so."""
    command = Complete(
        id=task, record=record, type=kind, task=task, version=0, outcome=data.outcome,
        data=data.data,
    )  # fmt: skip
    return answer(request, await foreseen_elements(services, subject, command))


@post(
    "/records/{kind:str}/{record:uuid}/copies",
    opt={"permission": "{kind}:task:copy"},
    status_code=200,
    responses=says(RecordPage),
)
async def send_copy(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    data: JSONBody[CopyTo],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Gives the record to others to read (抄送)."""
    command = SendCopy(
        id=data.command_id, record=record, type=kind, people=data.people, reason=data.reason
    )
    return await carried_out(request, command, subject, services)


@post(
    "/records/{kind:str}/{record:uuid}/copies/{person:uuid}/revoke",
    opt={"permission": "{kind}:record:read"},
    status_code=200,
    responses=says(Answer),
)
async def revoke_copy(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    person: FromPath[UUID],
    data: JSONBody[Told],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Takes a copy back; the person reads the record no longer because of it."""
    command = RevokeCopy(id=data.command_id, record=record, type=kind, person=person)
    return answer(request, await run(services, subject, command))


@post(
    "/records/{kind:str}/{record:uuid}/withdrawal",
    opt={"permission": "{kind}:record:read"},
    status_code=200,
    responses=says(RecordPage),
)
async def withdraw(
    request: Asked,
    kind: FromPath[str],
    record: FromPath[UUID],
    data: JSONBody[Told],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """Takes back what the reader did last, while nobody acted on it (撤回)."""
    command = Withdraw(id=data.command_id, record=record, type=kind, reason=data.reason)
    return await carried_out(request, command, subject, services)


ROUTES = [add_signer, reassign, urge, see, foresee, send_copy, revoke_copy, withdraw]
