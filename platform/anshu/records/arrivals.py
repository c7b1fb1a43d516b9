"""What follows when an original has arrived after the record that names it: its watermark."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from msgspec import Struct

from anshu.flow.state import RecordState
from anshu.kernel.ids import new_id
from anshu.outbox.message import Address, Message, Signer
from anshu.outbox.reaction import ReactionContext, reaction
from anshu.records import queries
from anshu.records.following import load_tellings
from anshu.records.messages import Follow
from anshu.records.search import media_lexeme
from anshu.records.services import Services, services_of
from anshu.records.watermarking import every_step, mark_pictures
from anshu.store.principal import Tenant

ARRIVED = Address(actor="records.media.arrived")


class Arrived(Struct, frozen=True):
    """A file is whole."""

    digest: str


def arrival_message(services: Services, tenant: Tenant, digest: str) -> Message:
    """The message that a file has arrived."""
    signer = Signer(services.settings.secret, tenant.role)
    now = services.clock.now()
    return signer.message(Arrived(digest), to=ARRIVED, id=new_id(), not_before=now)


@reaction(ARRIVED.actor)
async def arrived(context: ReactionContext, payload: Arrived) -> None:
    """Marks the picture for every record that shows it; the same lines give the same copy."""
    services = services_of(context.settings, context.store)
    lexeme = f"'{media_lexeme(payload.digest)}'"
    async with context.begin() as tx:
        rows = await tx.fetch(queries.SHOWING, lexeme)
    for row in rows:
        await _mark(services, context.tenant, (row["type"], row["id"]), payload.digest)


ARRIVAL_REACTIONS = (arrived,)


async def _mark(services: Services, tenant: Tenant, record: tuple[str, UUID], digest: str) -> None:
    follow = Follow(record=record[1], type=record[0], steps=())
    (telling,) = await load_tellings(services, tenant, (follow,))
    steps = every_step(telling.kind, telling.state)
    await mark_pictures(services, tenant, telling.kind, _only(telling.state, digest), steps)


def _only(state: RecordState, digest: str) -> RecordState:
    """The state with no other pictures: theirs have been marked."""
    tasks = tuple(
        msgspec.structs.replace(task, data=_trimmed(task.data, digest)) for task in state.tasks
    )
    return msgspec.structs.replace(state, data=_trimmed(state.data, digest), tasks=tasks)


def _trimmed(data: Mapping[str, object], digest: str) -> dict[str, object]:
    """The data with the one picture in its lists; rows stay, trimmed alike."""
    return {
        key: [
            _trimmed(item, digest) if isinstance(item, dict) else item
            for item in value
            if isinstance(item, dict) or item == digest
        ]
        if isinstance(value, list)
        else value
        for key, value in data.items()
    }
