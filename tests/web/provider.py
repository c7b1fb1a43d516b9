"""A certified OpenID provider in a process of its own, and a browser without a screen."""

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from httpx import AsyncClient, Response
from litestar import Litestar

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tests" / "identity" / "oidc_provider.mjs"
MODULES = ROOT / "admin_console" / "node_modules"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class ProviderProcess:
    """The provider at `issuer`; a restart gives it other keys."""

    port: int
    relying: str
    process: asyncio.subprocess.Process | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        node = shutil.which("node")
        assert node, "the provider of these tests needs Node"
        self.process = await asyncio.create_subprocess_exec(
            node, str(SCRIPT), str(self.port), self.relying, str(MODULES),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert self.process.stdout is not None
        async with asyncio.timeout(20):
            while (line := await self.process.stdout.readline()) != b"ready\n":
                assert line, "the provider ended before it was ready"

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            os.kill(self.process.pid, signal.SIGKILL)
            await self.process.wait()
        self.process = None

    async def control(self, what: str, **query: str) -> str:
        """Tells the provider what to do; `told` answers what it sent last."""
        async with AsyncClient() as client:
            answer = await client.get(f"{self.issuer}/control/{what}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.text


@asynccontextmanager
async def served(app: Litestar, port: int) -> AsyncIterator[None]:
    """The application on a real socket on loopback."""
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(app, lifespan="off", log_level="warning", ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await task
        listening.close()


async def followed(browser: AsyncClient, address: str, *, until: str) -> Response:
    """Follows redirects as a browser does, up to the answer that leads to the path `until`."""
    for _ in range(12):
        answer = await browser.get(address)
        location = answer.headers.get("location", "")
        if not location:
            return answer
        address = str(answer.url.join(location))
        if urlsplit(address).path == until:
            answer.headers["location"] = address
            return answer
    raise AssertionError(f"no end: {address}")
