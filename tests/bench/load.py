"""A bounded HTTP load: so many requests over a few kept-open connections, then it is over."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Target:
    """Where the requests go, and what each one is; `bodies` has one entry per request."""

    port: int
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    bodies: tuple[bytes, ...]


@dataclass(frozen=True)
class Driven:
    """How a run went: wall time and each request's latency, in seconds."""

    seconds: float
    latencies: tuple[float, ...]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p50_ms(self) -> float:
        return median(self.latencies) * 1000

    @property
    def p99_ms(self) -> float:
        return sorted(self.latencies)[int(len(self.latencies) * 0.99)] * 1000


async def drive(target: Target, *, connections: int = 8) -> Driven:
    """Sends every body once, each connection one request at a time; any answer but 2xx raises."""
    waiting = iter(target.bodies)
    latencies: list[float] = []
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_send(target, waiting, latencies))
    return Driven(time.perf_counter() - started, tuple(latencies))


async def _send(target: Target, waiting: Iterator[bytes], latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    lines = [f"{target.method} {target.path} HTTP/1.1", "host: bench"]
    lines += [f"{name}: {value}" for name, value in target.headers]
    head = "\r\n".join(lines).encode()
    try:
        for body in waiting:
            begun = time.perf_counter()
            writer.write(b"%b\r\ncontent-length: %d\r\n\r\n%b" % (head, len(body), body))
            answer = await reader.readuntil(b"\r\n\r\n")
            content = await reader.readexactly(_length(answer))
            if not answer.startswith(b"HTTP/1.1 2"):
                raise AssertionError(f"{answer[:60]!r} {content[:400]!r}")
            latencies.append(time.perf_counter() - begun)
    finally:
        writer.close()
        await writer.wait_closed()


def _length(answer: bytes) -> int:
    for line in answer.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise AssertionError("an answer without its length")
