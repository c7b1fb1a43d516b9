"""PostgreSQL's own dump and restore programs, run as the administrator."""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from anshu.embedded.binaries import find_binaries

_LIMIT_S = 3600
_CHUNK = 1 << 16
# Programs of 17 and newer set it in every script; older servers do not know it.
_UNKNOWN_TO_OLD_SERVERS = b"SET transaction_timeout"
_PREAMBLE = (b"--", b"SET ", b"SELECT pg_catalog.set_config", b"\\restrict")


class DumpFailed(RuntimeError):
    """pg_dump, pg_restore or psql failed; the message is what it said."""


async def dump_schema(dsn: str, schema: str, file: Path, *, programs: Path | None = None) -> None:
    """Dumps one schema without owners and grants.

    `programs` names the folder of a pg_dump as new as the server; None takes the wheel's,
    which speaks no TLS.
    """
    target, environment = _way_in(dsn)
    dump = await asyncio.create_subprocess_exec(
        _program("pg_dump", programs),
        *["--format=custom", f"--schema={schema}", "--no-owner", "--no-privileges"],
        *[f"--file={file}", f"--dbname={target}"],
        env=environment,
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
    )
    await _all_end({"pg_dump": dump})


async def restore_schema(
    dsn: str, schema: str, file: Path, *, owner: str, programs: Path | None = None
) -> None:
    """Restores the objects of an existing, empty schema as its owner, all or nothing.

    `programs` must be as new as those that wrote the file; the server may be older.
    """
    target, environment = _way_in(dsn)
    script = await asyncio.create_subprocess_exec(
        _program("pg_restore", programs),
        *[f"--schema={schema}", "--no-owner", "--no-privileges", "--exit-on-error"],
        *["--file=-", str(file)],
        env=environment,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    run = await asyncio.create_subprocess_exec(
        _program("psql", programs),
        *["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"],
        *[f"--command=set role {owner}", "--file=-", f"--dbname={target}"],
        env=environment,
        stdin=PIPE,
        stdout=DEVNULL,
        stderr=PIPE,
    )
    pump = asyncio.create_task(_pump(script, run))
    try:
        await _all_end({"psql": run, "pg_restore": script})
    finally:
        pump.cancel()


async def _pump(source: Process, target: Process) -> None:
    assert source.stdout is not None
    assert target.stdin is not None
    try:
        while line := await source.stdout.readline():
            if not line.startswith(_UNKNOWN_TO_OLD_SERVERS):
                target.stdin.write(line)
            if line.strip() and not line.startswith(_PREAMBLE):
                break
        while chunk := await source.stdout.read(_CHUNK):
            target.stdin.write(chunk)
            await target.stdin.drain()
        # A script that was cut short must not look like a whole one.
        if await source.wait() != 0:
            target.stdin.write(b"\nthe script was cut short;\n")
        target.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        source.terminate()


async def _all_end(processes: Mapping[str, Process]) -> None:
    try:
        async with asyncio.timeout(_LIMIT_S):
            said = await asyncio.gather(*map(_end, processes.values()))
    finally:
        for process in processes.values():
            if process.returncode is None:
                process.kill()
                await process.wait()
    for (name, process), words in zip(processes.items(), said, strict=True):
        if process.returncode != 0:
            raise DumpFailed(f"{name}: {words[-2000:]}")


async def _end(process: Process) -> str:
    assert process.stderr is not None
    words = await process.stderr.read()
    await process.wait()
    return words.decode(errors="replace").strip()


def _program(name: str, programs: Path | None) -> str:
    return str((find_binaries(None).folder if programs is None else programs) / name)


def _way_in(dsn: str) -> tuple[str, dict[str, str]]:
    # The password goes by the environment: command lines are public on the machine.
    parts = urlsplit(dsn)
    user, _, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    target = urlunsplit(parts._replace(netloc=f"{name}@{host}"))
    return target, {"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": unquote(password)}
