"""A program that owns a server: starts it and commits rows until it is killed.

Argument: the folder. Prints `server <pid>`, `guardian <pid>`, then `row <n>` after each commit.
With a second argument "busy" a second connection keeps a backend busy without end.
With "fork" a forked child outlives the program, holding copies of its descriptors.
"""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import asyncpg

from anshu.embedded.server import EmbeddedPostgres


async def work(server: EmbeddedPostgres, mode: str) -> None:
    # As the product does: an interrupt that is raised into a statement may be lost on its way.
    interrupted = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupted.set)
    connection = await asyncpg.connect(server.admin_dsn)
    await connection.execute("create table if not exists kept (n int)")
    if mode == "busy":
        second = await asyncpg.connect(server.admin_dsn)
        busy = asyncio.ensure_future(
            second.fetchval("select count(*) from generate_series(1, 1e12)")
        )
        await asyncio.sleep(0.1)
        assert not busy.done()
    for n in range(1, 1_000_000):
        await connection.execute("insert into kept values ($1)", n)
        print("row", n, flush=True)
        await asyncio.sleep(0.005)
        if interrupted.is_set():
            return


def main(folder: str, mode: str = "") -> None:
    server = EmbeddedPostgres.start(Path(folder))
    if mode == "fork" and os.fork() == 0:
        os.closerange(0, 3)
        time.sleep(60)
        os._exit(0)
    guardian = Path(f"/proc/{server.pid}/stat").read_bytes().rpartition(b")")[2].split()[1]
    print("server", server.pid, flush=True)
    print("guardian", int(guardian), flush=True)
    asyncio.run(work(server, mode))


if __name__ == "__main__":
    main(*sys.argv[1:])
