"""What can be asked of a task beside ending it: the approval habits of Chinese plants."""

from typing import Literal
from uuid import UUID

from msgspec import Struct

Place = Literal["before", "after", "beside"]


class AddSigner(Struct, frozen=True):
    """加签: one more person must sign, before, after or beside the seat of who asks."""

    id: UUID
    record: UUID
    type: str
    task: UUID
    person: UUID
    place: Place
    reason: str


class Reassign(Struct, frozen=True):
    """转交: a seat of the task is another person's; 0 is the asker's own, else the first open."""

    id: UUID
    record: UUID
    type: str
    task: UUID
    person: UUID
    reason: str
    seat: int = 0


class Urge(Struct, frozen=True):
    """催办: the people whom the task waits for are asked to act."""

    id: UUID
    record: UUID
    type: str
    task: UUID
    reason: str = ""


class SendCopy(Struct, frozen=True):
    """抄送: these people may read the record and are told."""

    id: UUID
    record: UUID
    type: str
    people: tuple[UUID, ...]
    reason: str = ""


class RevokeCopy(Struct, frozen=True):
    """A copy is taken back: the person reads the record no longer because of it."""

    id: UUID
    record: UUID
    type: str
    person: UUID


class Withdraw(Struct, frozen=True):
    """撤回: what the asker did last on the record is taken back, while nobody acted on it."""

    id: UUID
    record: UUID
    type: str
    reason: str


Habit = AddSigner | Reassign | Urge | SendCopy | RevokeCopy | Withdraw
