"""Asking a server one question over a fresh connection."""

import asyncio

import asyncpg


def ask(dsn: str, query: str, **connection: object) -> object:
    """Return the first value that the query answers."""

    async def answer() -> object:
        link = await asyncpg.connect(dsn, timeout=10, **connection)
        try:
            return await link.fetchval(query)
        finally:
            await link.close()

    return asyncio.run(answer())
