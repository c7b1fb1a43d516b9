"""The least that answers the same requests: ASGI, asyncpg, and the statements the product sends.

`python -m tests.bench.bare_app GROUND PORT`. No framework, no permissions beyond a dict, no
decision: recorded arguments with fresh ids. It stands on the same server and connections.
"""

import asyncio
import sys
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from anshu.entrypoints.serving import Listener, serve
from anshu.store.node import Node
from anshu.store.principal import begin_statement
from tests.bench import ground
from tests.bench.recording import Script


class Bare:
    """The application: POST creates, GET lists; `prefer: return=minimal` skips the page."""

    def __init__(self, told: ground.Ground) -> None:
        self._told = told
        self._people = {f"Bearer {told.token}".encode(): told.tenant}
        self._begin = begin_statement(told.tenant)
        self._free: asyncio.LifoQueue[asyncpg.Connection] = asyncio.LifoQueue()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        headers = dict(scope["headers"])
        if headers.get(b"authorization") not in self._people:
            await _answer(send, b"{}", status=401)
        elif scope["method"] == "GET":
            ((rows,),) = await self._run(self._told.listed, {})
            await _answer(send, msgspec.json.encode([dict(row) for row in rows]))
        else:
            await self._create(headers, receive, send)

    async def _create(self, headers: dict[bytes, bytes], receive: Any, send: Any) -> None:
        body = msgspec.json.decode(await _body(receive), type=dict[str, Any])
        script = self._told.create
        swaps = {old: str(uuid4()) for old in script.new_ids}
        swaps[_record_of(script)] = body["id"]
        ((*_, facts, _),) = await self._run(script, swaps)
        if headers.get(b"prefer") == b"return=minimal":
            answer = msgspec.json.encode({"id": body["id"], "facts": len(facts), "version": 2})
        else:
            ((stream, around),) = await self._run(self._told.page, swaps)
            answer = msgspec.json.encode([[dict(row) for row in rows] for rows in (stream, around)])
        await _answer(send, answer, status=201)

    async def _run(self, script: Script, swaps: dict[str, str]) -> list[list[list[Any]]]:
        connection = await self._free.get()
        found = []
        try:
            for statements in script.transactions:
                await connection.execute(self._begin)
                rows: list[list[Any]] = []
                for sql, args in statements:
                    rows.append(await connection.fetch(sql, *(fresh(arg, swaps) for arg in args)))
                    _draw(script, rows[-1], swaps)
                await connection.execute("COMMIT")
                found.append(rows)
        finally:
            self._free.put_nowait(connection)
        return found

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        node = Node(self._told.settings.nodes[0])
        for _ in range(self._told.connections):
            # The same log-in, statement cache and types as the product's own connections.
            self._free.put_nowait(await node._open("app"))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})


def fresh(value: Any, swaps: dict[str, str]) -> Any:
    """The recorded argument with this request's own ids and number."""
    if not swaps:
        return value
    if isinstance(value, str):
        for old, new in swaps.items():
            if old in value:
                value = value.replace(old, new)
        return value
    if isinstance(value, UUID):
        new = swaps.get(str(value))
        return UUID(new) if new else value
    if isinstance(value, list):
        return [fresh(item, swaps) for item in value]
    return value


def _record_of(script: Script) -> str:
    """The recorded record's id: the load names its stream first."""
    stream = script.transactions[0][0][1][0]
    return str(stream[-36:])


def _draw(script: Script, rows: list[Any], swaps: dict[str, str]) -> None:
    """The number that the facts drew goes into the writes."""
    if script.number and script.number not in swaps:
        for row in rows:
            if row.get("what") == "number":
                swaps[script.number] = f"{script.number[:-6]}{int(row['key']):06d}"


async def _body(receive: Any) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _answer(send: Any, body: bytes, *, status: int = 200) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def main(path: str, port: int) -> None:
    """Serves until the process is ended."""
    app: Any = Bare(ground.read(path))
    await serve(app, [Listener("127.0.0.1", port)], asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
