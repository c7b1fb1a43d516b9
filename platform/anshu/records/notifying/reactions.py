"""The worker's part of notifications: a delivery is tried when its message comes."""

from anshu.notify.messages import DELIVER, Deliver
from anshu.outbox.reaction import ReactionContext, reaction
from anshu.records.notifying.delivering import deliver
from anshu.records.services import services_of


@reaction(DELIVER.actor, time_limit_seconds=90)
async def send_delivery(context: ReactionContext, payload: Deliver) -> None:
    """Tries it once; how it went stands in its row, which also says when it is tried again."""
    services = services_of(context.settings, context.store)
    await deliver(services, context.tenant, payload.delivery)


NOTIFY_REACTIONS = (send_delivery,)
