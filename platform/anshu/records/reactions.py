"""What follows an event: people are told, pictures get their watermark, the ledger its seal."""

from uuid import UUID, uuid5

from anshu.flow.commands import Create
from anshu.outbox.reaction import ReactionContext, reaction
from anshu.outbox.send import mark_handled
from anshu.records.alarms import ALARMS_ACTOR, raise_alarms
from anshu.records.firing import fire_command
from anshu.records.following import follow_up, load_tellings, tell
from anshu.records.messages import (
    FIRE,
    FOLLOW,
    FOLLOW_ALL,
    RAISE,
    FireDeadline,
    Follow,
    FollowAll,
    RaiseAlarms,
)
from anshu.records.run import run_as_system
from anshu.records.services import services_of


@reaction(FOLLOW.actor)
async def follow(context: ReactionContext, payload: Follow) -> None:
    """Tells people, marks pictures, seals; each part may safely run twice."""
    await _follow(context, (payload,), context.message_id)


@reaction(FOLLOW_ALL.actor)
async def follow_all(context: ReactionContext, payload: FollowAll) -> None:
    """The same for several records at once; after a fault one by one, so that it stops no other."""
    if context.attempt == 1:
        await _follow(context, payload.each, context.message_id)
        return
    faults: list[Exception] = []
    for each in payload.each:
        try:
            await _follow(context, (each,), uuid5(context.message_id, str(each.record)))
        except Exception as fault:  # noqa: BLE001 - raised when the others are done
            faults.append(fault)
    if faults:
        raise faults[0]


async def _follow(context: ReactionContext, follows: tuple[Follow, ...], mark: UUID) -> None:
    services, tenant = services_of(context.settings, context.store), context.tenant
    tellings = await load_tellings(services, tenant, follows)
    followed = [(one, each.steps) for one, each in zip(tellings, follows, strict=True)]
    async with context.begin() as tx:
        if await mark_handled(tx, mark, at=context.clock.now()):
            await tell(services, tx, followed)
    await follow_up(services, tenant, followed)


@reaction(FIRE.actor)
async def fire(context: ReactionContext, payload: FireDeadline) -> None:
    """A wake-up: fires the deadline if it has come; the sweeper finds what a lost one missed."""
    services = services_of(context.settings, context.store)
    command = fire_command(
        payload.deadline, record=payload.record, type=payload.type, task=payload.task,
        kind=payload.kind,
    )  # fmt: skip
    await run_as_system(services, context.tenant, command, actor="system:clock")


@reaction(RAISE.actor)
async def raise_found(context: ReactionContext, payload: RaiseAlarms) -> None:
    """Alarms that a command or a watch found; one that is open already is not made again."""
    services = services_of(context.settings, context.store)

    async def carry_out(command: Create) -> object:
        return await run_as_system(services, context.tenant, command, actor=ALARMS_ACTOR)

    await raise_alarms(services, context.tenant, payload, carry_out)


REACTIONS = (follow, follow_all, fire, raise_found)
