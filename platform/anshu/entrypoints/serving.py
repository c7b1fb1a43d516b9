"""Runs the web application: plain HTTP, and HTTPS beside it when a certificate is given."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from litestar import Litestar
from msgspec import Struct

# Longer than browsers keep an idle connection (300 s): a server that closes first is now and
# then just being asked again, and on a bad network the request is lost after two such tries.
KEEP_ALIVE_SECONDS = 310


class Listener(Struct, frozen=True):
    """One address to listen on; a certificate makes it HTTPS."""

    host: str
    port: int
    certificate: str = ""
    key: str = ""


class OneOfSeveral(uvicorn.Server):
    """A server that leaves signals to whoever runs several of them."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield


async def serve(app: Litestar, listeners: Sequence[Listener], stop: asyncio.Event) -> None:
    """Serves on every listener until `stop` is set, then lets requests finish."""
    servers = [OneOfSeveral(_config(app, one, first=not n)) for n, one in enumerate(listeners)]
    tasks = [asyncio.create_task(server.serve()) for server in servers]
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.should_exit = True
    waiting.cancel()
    await asyncio.gather(*tasks)


def _config(app: Litestar, listener: Listener, *, first: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=listener.host,
        port=listener.port,
        ssl_certfile=listener.certificate or None,
        ssl_keyfile=listener.key or None,
        # Both listeners share one application: its life begins and ends once.
        lifespan="on" if first else "off",
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        server_header=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
