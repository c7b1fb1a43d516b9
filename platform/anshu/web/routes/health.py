"""Health for operators and load balancers: live, ready, started; metrics in Prometheus' form."""

from litestar import Response, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from anshu.records.services import Services
from anshu.store.principal import Control
from anshu.web.answers import answer
from anshu.web.asked import Asked


@get("/health/live", opt={"open": "probes carry no log-in"})
async def live(request: Asked) -> Response[bytes]:
    """The process answers."""
    return answer(request, {"status": "live"})


@get(["/health/ready", "/health/started"], opt={"open": "probes carry no log-in"})
async def ready(request: Asked, services: NamedDependency[Services]) -> Response[bytes]:
    """The control database answers; 503 when it does not."""
    async with services.store.begin(
        Control(services.settings.control_node), purpose="health"
    ) as tx:
        await tx.fetchrow("select 1")
    return answer(request, {"status": "ready"})


@get("/metrics", opt={"open": "numbers only; keep it inside by the proxy (docs/guides)"})
async def metrics() -> Response[bytes]:
    """Prometheus metrics of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


ROUTES = [live, ready, metrics]
