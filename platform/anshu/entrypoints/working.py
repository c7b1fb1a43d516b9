"""The worker's parts put together: reactions, sweepers, and where tenants are found."""

from datetime import timedelta
from functools import partial

import structlog

from anshu.boards.counting import count_everywhere
from anshu.identity.door import ControlDoor
from anshu.identity.wiring import identity
from anshu.kernel.clock import Clock
from anshu.ledger.sealer import register_key, seal_dirty
from anshu.ledger.signing import signing_key
from anshu.media.uploads import sweep_stale
from anshu.notify.smtp import mail_server
from anshu.outbox.doorbell import Doorbell
from anshu.outbox.placement import locate_by_name
from anshu.records.arrivals import ARRIVAL_REACTIONS
from anshu.records.connectors.asking import ask_for_due
from anshu.records.connectors.reactions import CONNECTOR_REACTIONS
from anshu.records.imports.reactions import IMPORT_REACTIONS
from anshu.records.notifying.reactions import NOTIFY_REACTIONS
from anshu.records.notifying.sweeper import sweep_digests, sweep_notices
from anshu.records.reactions import REACTIONS
from anshu.records.services import ServicesHolder, services_of
from anshu.records.sweeper import Agenda, sweep_next
from anshu.records.writing import SOON
from anshu.settings import Settings
from anshu.store.principal import Sealer
from anshu.worker.context import WorkerContext
from anshu.worker.periodic import Periodic, PeriodicContext
from anshu_tenants.registry import list_all, principal

SEAL_SECONDS = 30
NOTICES_SECONDS = 20
DIGESTS_SECONDS = 120
BOARDS_SECONDS = 30
CONNECTORS_SECONDS = 60
SESSIONS_SECONDS = 3600
UPLOADS_SECONDS = 3600
KEEP_ENDED_SESSIONS = timedelta(days=30)

log = structlog.get_logger(__name__)


def worker_context(settings: Settings, clock: Clock, doorbell: Doorbell) -> WorkerContext:
    """Everything a worker of this installation does; SettingsError for a mail server misspelt."""
    mail_server(settings.smtp_url, settings.mail_sender)
    return WorkerContext(
        open_store=settings.open_store,
        secret=settings.secret,
        locate=locate_by_name(settings.installation),
        reactions=(
            *REACTIONS,
            *ARRIVAL_REACTIONS,
            *IMPORT_REACTIONS,
            *CONNECTOR_REACTIONS,
            *NOTIFY_REACTIONS,
        ),
        clock=clock,
        doorbell=doorbell,
        settings=ServicesHolder(settings, clock, doorbell),
        periodics=(
            Periodic("deadlines.sweep", SOON.total_seconds(), partial(_sweep, {})),
            Periodic("notices.sweep", NOTICES_SECONDS, _sweep_notices),
            Periodic("digests.send", DIGESTS_SECONDS, _send_digests),
            Periodic("ledger.seal", SEAL_SECONDS, _seal),
            Periodic("connectors.due", CONNECTORS_SECONDS, _connect),
            Periodic("sessions.drop", SESSIONS_SECONDS, _drop_sessions),
            Periodic("boards.count", BOARDS_SECONDS, _count_boards),
            Periodic("uploads.sweep", UPLOADS_SECONDS, _sweep_uploads),
        ),
        broker=settings.broker,
        broker_url=settings.rabbitmq_url or None,
    )


async def _sweep(agenda: Agenda, context: PeriodicContext) -> float:
    """Rests until the next deadline comes, or as long as one may come that was not foreseen."""
    rest = await sweep_next(services_of(context.settings, context.store), agenda)
    return rest.total_seconds()


async def _count_boards(context: PeriodicContext) -> None:
    await count_everywhere(services_of(context.settings, context.store))


async def _sweep_notices(context: PeriodicContext) -> None:
    await sweep_notices(services_of(context.settings, context.store))


async def _send_digests(context: PeriodicContext) -> None:
    await sweep_digests(services_of(context.settings, context.store))


async def _connect(context: PeriodicContext) -> None:
    await ask_for_due(services_of(context.settings, context.store))


async def _drop_sessions(context: PeriodicContext) -> None:
    """Ended sessions are kept for a month, to answer who was logged in."""
    node = services_of(context.settings, context.store).settings.control_node
    room = identity(ControlDoor(context.store, node, context.clock))
    await room.sessions.drop_expired(before=context.clock.now() - KEEP_ENDED_SESSIONS)


async def _sweep_uploads(context: PeriodicContext) -> None:
    """Gives up uploads of a week ago, tenant by tenant."""
    services = services_of(context.settings, context.store)
    for row in await list_all(context.store, services.settings.control_node):
        if row.state != "active":
            continue
        try:
            await sweep_stale(services.media, principal(row))
        except Exception:
            log.exception("uploads_sweep_failed", tenant=str(row.id))


async def _seal(context: PeriodicContext) -> None:
    """Seals what a lost hint left: most tenants have nothing to seal and cost one look."""
    settings = services_of(context.settings, context.store).settings
    rows = await list_all(context.store, settings.control_node)
    tenants = [Sealer(row.schema, row.node) for row in rows if row.state == "active"]
    key = signing_key(settings.secret)
    # Kept in public, so that its seals can still be verified when the secret has changed.
    await register_key(context.store, settings.control_node, key=key, now=context.clock.now())
    done = await seal_dirty(context.store, tenants, key=key, now=context.clock.now())
    for schema, reason in done.failed.items():
        log.error("sealing_failed", tenant=schema, reason=reason)
