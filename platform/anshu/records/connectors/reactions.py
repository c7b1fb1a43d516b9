"""The connectors room's work for the worker: running an instance."""

from anshu.outbox.reaction import ReactionContext, reaction
from anshu.records.connectors.messages import RUN, RunConnector
from anshu.records.connectors.room import connectors_of
from anshu.records.connectors.run import LEASE, run
from anshu.records.outbound.resuming import resume
from anshu.records.services import services_of


@reaction(RUN.actor, max_retries=2, time_limit_seconds=LEASE.total_seconds())
async def run_connector(context: ReactionContext, payload: RunConnector) -> None:
    """Reads the source; what goes wrong there is told by the instance, not by a dead letter."""
    services = services_of(context.settings, context.store)
    room = connectors_of(services, instance=payload.connector)
    if await run(room, context.tenant, payload.connector) == "ok":
        await resume(services, context.tenant, payload.connector)


CONNECTOR_REACTIONS = (run_connector,)
