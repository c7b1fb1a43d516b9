"""Creating the data folder, once, and the superuser's password."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from anshu.embedded.account import Account
from anshu.embedded.binaries import Binaries
from anshu.embedded.errors import EmbeddedError

SUPERUSER = "anshu_admin"
_CREDENTIAL_FILE = "superuser.password"
_INITDB_LIMIT_S = 300
_FIRST_MAJOR_WITH_BUILTIN_LOCALE = 17


def ensure_cluster(
    folder: Path, binaries: Binaries, account: Account, *, lock: int, sync: bool
) -> str:
    """Make sure `folder`/data is a database cluster of this version; return the password.

    A creation that was interrupted leaves no half-made data: it happens aside and is renamed.
    `lock` is inherited by initdb, so that an orphaned initdb keeps the folder locked.
    Refuses data of another major version, foreign content, and a lost password file.
    """
    data, password_file = folder / "data", folder / _CREDENTIAL_FILE
    if data.exists():
        _require_version(data, binaries)
        return _read_password(password_file, data)
    password = _new_password(password_file, account)
    unfinished = folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if account.switch:
        os.chown(unfinished, account.uid, account.gid)
    _run_initdb(
        [
            *[str(binaries.initdb), "-D", str(unfinished), "-U", SUPERUSER, "-A", "scram-sha-256"],
            *["-E", "UTF8", "--no-instructions", f"--pwfile={password_file}"],
            *_locale_arguments(binaries),
            *([] if sync else ["--no-sync"]),
        ],
        account,
        lock=lock,
    )
    unfinished.rename(data)
    _flush(folder)
    return password


def clean_environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs: no PG… variable of the caller gets in."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _locale_arguments(binaries: Binaries) -> list[str]:
    # The built-in locale sorts and folds case alike on every machine. Before it existed, the
    # machine's C.UTF-8 comes closest.
    if binaries.major >= _FIRST_MAJOR_WITH_BUILTIN_LOCALE:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8", "--lc-messages=C"]


def _run_initdb(command: list[str], account: Account, *, lock: int) -> None:
    try:
        done = subprocess.run(
            command, user=account.child_user, group=account.child_group,
            extra_groups=account.child_groups, cwd="/", env=clean_environment(),
            pass_fds=[lock], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=_INITDB_LIMIT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise EmbeddedError(
            f"initdb did not end in {_INITDB_LIMIT_S} s. Is the disk alive?"
        ) from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise EmbeddedError(f"The database could not be created; initdb said:\n{said}")


def _new_password(file: Path, account: Account) -> str:
    password = secrets.token_urlsafe(32)
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, f"{password}\n".encode())
        # initdb reads it as the server's account, which owns all the data anyway.
        os.fchown(descriptor, account.uid, account.gid)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return password


def _read_password(file: Path, data: Path) -> str:
    try:
        password = file.read_text().strip()
    except OSError as error:
        raise EmbeddedError(
            f"The superuser's password cannot be read from {file}: {error.strerror}. "
            f"Restore the file from a backup; it belongs to the data in {data}."
        ) from error
    if not password:
        raise EmbeddedError(f"{file} is empty. Restore it from a backup; it belongs to {data}.")
    return password


def _require_version(data: Path, binaries: Binaries) -> None:
    try:
        found = (data / "PG_VERSION").read_text().strip()
    except OSError as error:
        raise EmbeddedError(
            f"{data} is no PostgreSQL data ({error.strerror}: PG_VERSION). Use another folder."
        ) from error
    if found != str(binaries.major):
        raise EmbeddedError(
            f"{data} was written by PostgreSQL {found}, the programs in {binaries.folder} are "
            f"{binaries.version}. Upgrade the data with pg_upgrade, or use programs of {found}."
        )


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
