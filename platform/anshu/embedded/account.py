"""Choosing the OS account that the server runs under, and what that account can reach."""

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from anshu.embedded.errors import EmbeddedError

_OWN_NAME = "anshu-pg"
_FALLBACK_NAME = "nobody"
# Root's own folder: nobody else can put a link in the lock's place.
_LOCK = Path("/run/anshu-pg.creating")


class Account(msgspec.Struct, frozen=True):
    """An OS account; `switch` says that a child must change to it (we are root)."""

    name: str
    uid: int
    gid: int
    switch: bool

    @property
    def child_user(self) -> int | None:
        return self.uid if self.switch else None

    @property
    def child_group(self) -> int | None:
        return self.gid if self.switch else None

    @property
    def child_groups(self) -> list[int] | None:
        return [] if self.switch else None


def choose_account(data: Path) -> Account:
    """Return the account for the server: ours, or for root an unprivileged one.

    Root takes the owner of existing data; else `anshu-pg`, created when it can be; else
    `nobody`. Refuses data that belongs to somebody else, or to root.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise EmbeddedError(
                f"{data} belongs to {_name_of(owner)}, we run as {_name_of(os.geteuid())}. "
                f"Start as that user, or chown the folder."
            )
        return Account(_name_of(os.geteuid()), os.geteuid(), os.getegid(), switch=False)
    if owner == 0:
        raise EmbeddedError(
            f"{data} belongs to root, under which PostgreSQL refuses to run. "
            f"Cure: chown -R {_own_entry().pw_name} {data}"
        )
    entry = _own_entry() if owner is None else _entry_of(owner, data)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)


def require_reach(account: Account, folder: Path) -> None:
    """Refuse when the account cannot enter `folder`, naming the folder that bars the way."""
    if not account.switch or _can_enter(account, folder):
        return
    barrier = next(
        (part for part in [*reversed(folder.parents), folder] if not _can_enter(account, part)),
        folder,
    )
    mode = stat.S_IMODE(barrier.stat().st_mode)
    raise EmbeddedError(
        f"Started by root, PostgreSQL runs as {account.name}, and that user cannot enter "
        f"{barrier} (mode {mode:04o}) on the way to {folder}. Use a folder outside it, or "
        f"chmod o+x {barrier}, or start as an ordinary user."
    )


def _can_enter(account: Account, folder: Path) -> bool:
    # Really trying also respects access lists, which mode bits do not show.
    done = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", folder],
        user=account.child_user, group=account.child_group, extra_groups=account.child_groups,
        cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return done.returncode == 0


def _own_entry() -> pwd.struct_passwd:
    entry = _lookup(_OWN_NAME) or _created_entry() or _lookup(_FALLBACK_NAME)
    if entry is None:
        raise EmbeddedError(
            f"There is no unprivileged OS user for PostgreSQL. Create {_OWN_NAME}, "
            f"or start as an ordinary user."
        )
    return entry


def _created_entry() -> pwd.struct_passwd | None:
    """The new account; of two that create it at the same time the later one finds the first's.

    Two `useradd` at once can both succeed, the second writing over what the first was told.
    """
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    with _one_at_a_time():
        return _lookup(_OWN_NAME) or _add(useradd)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    try:
        lock = os.open(_LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:  # no such folder, or one that cannot be written: then without
        yield
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _add(useradd: str) -> pwd.struct_passwd | None:
    command = [
        useradd,
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
    ]
    for _ in range(20):
        subprocess.run(
            [*command, "--shell", "/bin/false", _OWN_NAME], capture_output=True, check=False
        )
        if entry := _lookup(_OWN_NAME):
            return entry
        time.sleep(0.05)  # another useradd may hold the lock of the password file
    return None


def _lookup(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _entry_of(uid: int, data: Path) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedError(
            f"{data} belongs to the uid {uid}, which has no OS user here. "
            f"Cure: chown -R {_own_entry().pw_name} {data}"
        ) from None


def _name_of(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid if uid is not None else -1).pw_name
    except (KeyError, OverflowError):
        return f"uid {uid}"
