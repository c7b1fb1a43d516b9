"""The embedded PostgreSQL: start it in a folder, connect to it, stop it."""

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from anshu.embedded.account import choose_account, require_reach
from anshu.embedded.binaries import find_binaries
from anshu.embedded.cluster import SUPERUSER, ensure_cluster
from anshu.embedded.configuration import server_arguments, write_configuration
from anshu.embedded.errors import EmbeddedError
from anshu.embedded.lock import LOCK_NAME, folder_lock
from anshu.embedded.postmaster import Postmaster, launch
from anshu.embedded.processes import clear_leftovers
from anshu.embedded.socket_folder import prepare_socket_folder

_USUAL_PORT = 5432


class EmbeddedPostgres:
    """A running server that belongs to this process and ends with it, whatever the end.

    A forked child may use the connection strings; only the process that started the server
    can stop it. Linux only.
    """

    def __init__(
        self, postmaster: Postmaster, *, version: str, socket_folder: Path, port: int, password: str
    ) -> None:
        self._postmaster = postmaster
        self._owner = os.getpid()
        self._port = port
        self.version = version
        self.socket_folder = socket_folder
        self.pid = postmaster.pid
        self.admin_dsn = self.dsn(user=SUPERUSER, password=password, database="postgres")

    @classmethod
    def start(
        cls,
        folder: Path,
        *,
        tcp_port: int | None = None,
        options: Mapping[str, str] = MappingProxyType({}),
        binaries: Path | None = None,
    ) -> "EmbeddedPostgres":
        """Start a server on `folder`, created when new, and return once it takes connections.

        It listens on a unix socket of mode 0700 and, given `tcp_port`, on 127.0.0.1; every
        way in asks for a SCRAM password. `options` are server settings (fsync=off for tests);
        `binaries` names another PostgreSQL's programs (15 or newer). What a crash left running
        in the folder is ended first. As root the server runs as the OS user anshu-pg.

        Refuses with EmbeddedError: folder in use (names the process), foreign content, other
        major version, unreachable for the server's user, taken port, failed start.
        """
        _require_linux_and_port(tcp_port)
        programs = find_binaries(binaries)
        folder = _prepare_folder(folder)
        data, port = folder / "data", tcp_port or _USUAL_PORT
        with folder_lock(folder) as lock:
            account = choose_account(data)
            if account.switch:
                folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o011)
            for needed in (folder, programs.folder):
                require_reach(account, needed)
            clear_leftovers(data)
            sync = options.get("fsync", "on") != "off"
            password = ensure_cluster(folder, programs, account, lock=lock, sync=sync)
            write_configuration(data, options)
            sockets = prepare_socket_folder(folder, account, port=port)
            arguments = server_arguments(
                data, socket_folder=sockets, port=port, tcp=tcp_port is not None
            )
            command = [str(programs.postgres), *arguments]
            postmaster = launch(command, account, folder=folder, sockets=sockets, lock=lock)
        return cls(
            postmaster,
            version=programs.version,
            socket_folder=sockets,
            port=port,
            password=password,
        )

    @property
    def alive(self) -> bool:
        """Whether the server still runs (it may have crashed)."""
        return self._postmaster.alive

    def dsn(self, *, user: str, password: str, database: str) -> str:
        """Return a connection string over the unix socket, for asyncpg and libpq."""
        secret = f"{quote(user, safe='')}:{quote(password, safe='')}"
        host = quote(str(self.socket_folder), safe="/")
        return f"postgresql://{secret}@/{quote(database, safe='')}?host={host}&port={self._port}"

    def stop(self) -> None:
        """Stop the server in order, ending open connections; harmless when it is stopped."""
        if os.getpid() == self._owner:
            self._postmaster.stop()


def _require_linux_and_port(tcp_port: int | None) -> None:
    if not sys.platform.startswith("linux"):
        raise EmbeddedError(
            "The embedded PostgreSQL runs on Linux only. Connect to a PostgreSQL by URL."
        )
    if tcp_port is not None and not 0 < tcp_port < 65536:
        raise EmbeddedError(f"{tcp_port} is not a TCP port. Choose one from 1 to 65535.")


def _prepare_folder(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = os.listdir(folder)
    except OSError as error:
        raise EmbeddedError(f"The folder {folder} cannot be used: {error.strerror}.") from error
    if names and LOCK_NAME not in names:
        raise EmbeddedError(
            f"{folder} is not empty and holds no database of ours. Name a new folder."
        )
    return folder.resolve()
