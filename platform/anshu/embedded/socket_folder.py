"""Choosing and preparing the folder of the server's unix socket."""

import hashlib
import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from anshu.embedded.account import Account
from anshu.embedded.errors import EmbeddedError

# The kernel's limit is 108 bytes with the closing zero byte.
_LONGEST_SOCKET_BYTES = 107
# Commas separate hosts and folders in connection strings and in the server's settings.
_PLAIN_PATH = re.compile(r"[\w/. +@-]+")


def prepare_socket_folder(folder: Path, account: Account, *, port: int) -> Path:
    """Return a folder of mode 0700 that belongs to the account, short enough for a socket.

    It is `folder`/socket, or one under the run-time directory when that path is too long or
    holds characters that connection strings cannot carry. What a dead server left is removed:
    call it when none runs.
    """
    chosen = folder / "socket"
    if not _fits(chosen, port=port):
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        chosen = _runtime_directory() / f"anshu-pg-{name}"
    if not _fits(chosen, port=port):
        raise EmbeddedError(f"The path {chosen} is too long for a socket. Set a shorter TMPDIR.")
    _create_private(chosen, account)
    # A killed server leaves its socket and lock file, and takes a stranger with its old
    # process id for itself. The folder is ours alone and the caller holds the database's lock.
    for stale in chosen.glob(".s.PGSQL.*"):
        stale.unlink()
    return chosen


def _fits(folder: Path, *, port: int) -> bool:
    socket = os.fsencode(folder / f".s.PGSQL.{port}")
    return len(socket) <= _LONGEST_SOCKET_BYTES and bool(_PLAIN_PATH.fullmatch(str(folder)))


def _runtime_directory() -> Path:
    if os.geteuid() == 0 and os.access("/run", os.W_OK):
        return Path("/run")
    private = os.environ.get("XDG_RUNTIME_DIR", "")
    if private.startswith("/") and os.access(private, os.W_OK):
        return Path(private)
    return Path(tempfile.gettempdir())


def _create_private(folder: Path, account: Account) -> None:
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.uid, os.geteuid()):
        # In a shared directory somebody else may have put it there to listen in our place.
        raise EmbeddedError(f"{folder} is not our folder (owner {found.st_uid}). Remove it.")
    if account.switch:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
