"""An installation as an operator runs it: two PostgreSQL nodes, web and worker by environment."""

import asyncio
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import json

from anshu.demonstration.group import PLANTS, Extent
from anshu.embedded.server import EmbeddedPostgres
from anshu.entrypoints.demo import prepare
from anshu.kernel.clock import SystemClock
from anshu.records.services import build_services
from anshu.settings import Settings, from_environment
from tests.conftest import FAST
from tests.folders import remove
from tests.journeys.live import (
    ANSHU,
    LOOPBACK,
    START_SECONDS,
    environment,
    free_ports,
    ready,
)

PASSWORD = "anlan-000000"
STOP_SECONDS = 30


class Production:
    """Servers and processes; the databases run on when a process is killed."""

    def __init__(self, folder: Path, dsns: dict[str, str]) -> None:
        self.dsns = dsns
        (self.port,) = free_ports(1)
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._folder = folder
        self._environment = {
            "ANSHU_INSTALLATION": "chaos",
            "ANSHU_SECRET": secrets.token_hex(32),
            "ANSHU_NODES": json.encode(dsns).decode(),
            "ANSHU_CONTROL_NODE": "one",
            "ANSHU_MEDIA": str(folder / "media"),
            "ANSHU_CONNECTOR_ROOT": str(folder / "connectors"),
        }

    @property
    def settings(self) -> Settings:
        """The settings that every process reads."""
        return from_environment(self._environment)

    def web(self) -> "subprocess.Popen[bytes]":
        """A web process that is ready."""
        process = self._run("serve", "--port", str(self.port))
        deadline = time.monotonic() + START_SECONDS
        while not ready(self.url):
            assert process.poll() is None, (self._folder / "serve").read_text()[-2000:]
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return process

    def worker(self) -> "subprocess.Popen[bytes]":
        """A worker process; it may still be starting."""
        return self._run("worker", "--threads", "2")

    def _run(self, *command: str) -> "subprocess.Popen[bytes]":
        with (self._folder / command[0]).open("ab") as output:
            return subprocess.Popen(
                [ANSHU, *command],
                env=environment() | self._environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip


@contextmanager
def production_over_two_nodes() -> Iterator[Production]:
    """Two plants, one on each node; no process runs yet."""
    folder = Path(tempfile.mkdtemp(prefix="anshu-chaos-"))
    folder.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(remove, folder)
        dsns = {}
        for name in ("one", "two"):
            server = EmbeddedPostgres.start(folder / name, options=FAST)
            stack.callback(server.stop)
            dsns[name] = server.admin_dsn
        made = Production(folder, dsns)
        asyncio.run(_build(made.settings))
        yield made


def end(process: "subprocess.Popen[bytes]", *, by: signal.Signals = signal.SIGTERM) -> int:
    """Ends a process and returns its exit code."""
    if process.poll() is None:
        os.kill(process.pid, by)
    return process.wait(STOP_SECONDS)


async def _build(settings: Settings) -> None:
    services = build_services(settings, SystemClock())
    try:
        await prepare(settings, services, PASSWORD, Extent(PLANTS[:2], carriers=0, hazards=False))
    finally:
        await services.store.close()
