"""Debian's PostgreSQL 15 for tests that must also hold on the oldest supported server."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anshu.embedded.server import EmbeddedPostgres
from tests.folders import remove

BINARIES = Path("/usr/lib/postgresql/15/bin")
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def debian_postgres() -> Iterator[EmbeddedPostgres]:
    """Run PostgreSQL 15 in a temporary folder on a unix socket, as an unprivileged user.

    Installs it with apt-get when it is missing and we are root; fails, never skips, otherwise.
    """
    if not (BINARIES / "postgres").exists():
        _install()
    folder = Path(tempfile.mkdtemp(prefix="anshu-debian-"))
    try:
        server = EmbeddedPostgres.start(folder, binaries=BINARIES, options=FAST)
        try:
            yield server
        finally:
            server.stop()
    finally:
        remove(folder)


def _install() -> None:
    if os.geteuid() != 0:
        raise RuntimeError(f"No PostgreSQL 15 in {BINARIES}: apt-get install postgresql-15 as root")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Without this the package would also create and start a cluster of its own.
    settings = Path("/etc/postgresql-common/createcluster.d/no-main-cluster.conf")
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("create_main_cluster = false\n")
    for command in (["update", "-q"], ["install", "-q", "-y", "postgresql-15"]):
        subprocess.run(["apt-get", *command], env=environment, check=True, capture_output=True)
