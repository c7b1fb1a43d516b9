"""A real HTTP server on loopback that keeps what webhooks bring."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Got:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Receiver:
    """What came, and how the next requests are answered: status, extra headers, body."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    answers: list[tuple[int, str, str]] = field(default_factory=list)
    otherwise: tuple[int, str, str] = (204, "", "")
    silent: bool = False

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.host}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            pairs = [line.partition(":") for line in lines]
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.got.append(Got(first.split()[1], headers, body.decode()))
            if self.silent:
                return
            status, extra, text = self.answers.pop(0) if self.answers else self.otherwise
            length = f"content-length: {len(text.encode())}\r\n"
            writer.write(
                f"HTTP/1.1 {status} X\r\n{extra}{length}connection: close\r\n\r\n".encode()
            )
            writer.write(text.encode())
            await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """The server on a free port of this loop."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        await server.wait_closed()
