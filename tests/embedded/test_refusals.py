"""What a start refuses, and the account it runs under."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anshu.embedded.errors import EmbeddedError
from anshu.embedded.server import EmbeddedPostgres
from tests.embedded.sql import ask

Start = Callable[..., EmbeddedPostgres]
with_database = pytest.mark.usefixtures("database")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may change users")


def test_foreign_folder_is_refused_and_left_alone(folder: Path, start: Start) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("private")
    before = folder.stat().st_mode
    with pytest.raises(EmbeddedError, match="holds no database of ours"):
        start()
    assert folder.stat().st_mode == before
    assert os.listdir(folder) == ["letter.txt"]


@with_database
def test_data_of_another_version_is_refused(folder: Path, start: Start) -> None:
    (folder / "data" / "PG_VERSION").write_text("13\n")
    with pytest.raises(EmbeddedError, match="written by PostgreSQL 13"):
        start()


@with_database
def test_lost_password_is_refused_with_the_cure(folder: Path, start: Start) -> None:
    (folder / "superuser.password").unlink()
    with pytest.raises(EmbeddedError, match="Restore the file from a backup"):
        start()


@with_database
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"listen_addresses": "*"}, "sets listen_addresses itself"),
        ({"hba_file = 'x' #": "y"}, "not the name of a PostgreSQL setting"),
        ({"work_mem": "1MB\nfsync = off"}, "spans lines"),
        ({"no_such_setting": "1"}, "wrong name"),
        ({"work_mem": "much"}, "wrong value"),
    ],
)
def test_bad_option_is_refused(start: Start, options: dict[str, str], reason: str) -> None:
    with pytest.raises(EmbeddedError, match=reason):
        start(options=options)


def test_missing_programs_are_named(folder: Path, start: Start) -> None:
    with pytest.raises(EmbeddedError, match="No program postgres"):
        start(binaries=folder.parent)


@with_database
def test_failed_start_frees_the_folder(start: Start) -> None:
    with pytest.raises(EmbeddedError):
        start(options={"no_such_setting": "1"})
    assert ask(start().admin_dsn, "select 1") == 1


@as_root
@with_database
def test_root_runs_the_server_as_an_unprivileged_user(start: Start) -> None:
    server = start()
    status = Path(f"/proc/{server.pid}/status").read_text()
    uids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
    assert set(uids).isdisjoint({"0"})
    groups = next(line for line in status.splitlines() if line.startswith("Groups:")).split()[1:]
    assert "0" not in groups


@as_root
def test_closed_parent_is_named_and_not_opened(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    with pytest.raises(EmbeddedError, match=f"cannot enter {closed} .*chmod o\\+x {closed}"):
        EmbeddedPostgres.start(closed / "db")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    shutil.rmtree(closed)


@as_root
@with_database
def test_data_owned_by_root_is_refused(folder: Path, start: Start) -> None:
    os.chown(folder / "data", 0, 0)
    with pytest.raises(EmbeddedError, match=r"belongs to root.*chown -R"):
        start()


CREATING = """
import sys
from anshu.embedded import account
account._OWN_NAME = sys.argv[1]
print(account._created_entry().pw_uid)
"""


@as_root
def test_two_first_starts_at_once_create_one_account() -> None:
    for attempt in range(4):
        name = f"anshu-try-{os.getpid()}-{attempt}"
        try:
            both = [
                subprocess.Popen([sys.executable, "-c", CREATING, name], stdout=subprocess.PIPE)
                for _ in range(3)
            ]
            told = {each.communicate(timeout=60)[0].strip() for each in both}
        finally:
            subprocess.run(["/usr/sbin/userdel", name], check=False, capture_output=True)
        assert len(told) == 1
        assert told != {b""}
