"""Sudden deaths: nothing orphaned, nothing committed lost, the next start clean."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from anshu.embedded.errors import EmbeddedError
from anshu.embedded.processes import is_alive
from anshu.embedded.server import EmbeddedPostgres
from tests.embedded.sql import ask
from tests.embedded.watched import Owner, postgres_processes, wait_until

Start = Callable[..., EmbeddedPostgres]
Own = Callable[..., Owner]
pytestmark = pytest.mark.usefixtures("database")
ROWS = "select count(*) from kept"


def test_server_ends_when_its_owner_is_killed(own: Own, start: Start, folder: Path) -> None:
    owner = own()
    rows = owner.wait_for_rows(20)
    owner.kill()
    wait_until(lambda: not postgres_processes(folder) and not is_alive(owner.guardian))
    assert int(str(ask(start().admin_dsn, ROWS))) >= rows


def test_start_right_after_a_killed_owner_waits_for_the_old_server(own: Own, start: Start) -> None:
    owner = own()
    rows = owner.wait_for_rows(5)
    owner.kill()
    assert int(str(ask(start().admin_dsn, ROWS))) >= rows
    assert not is_alive(owner.server)


def test_server_ends_when_owner_and_guardian_are_killed(
    own: Own, start: Start, folder: Path
) -> None:
    owner = own()
    rows = owner.wait_for_rows(5)
    owner.kill(owner.guardian)
    wait_until(lambda: not postgres_processes(folder))
    assert int(str(ask(start().admin_dsn, ROWS))) >= rows


def test_forked_child_of_a_killed_owner_does_not_keep_the_server(own: Own, folder: Path) -> None:
    owner = own("fork")
    child = int(
        Path(f"/proc/{owner.process.pid}/task/{owner.process.pid}/children").read_text().split()[-1]
    )
    owner.wait_for_rows(1)
    try:
        os.kill(owner.process.pid, signal.SIGKILL)
        wait_until(lambda: not postgres_processes(folder))
        assert is_alive(child)
    finally:
        os.kill(child, signal.SIGKILL)
        owner.close()


def test_killed_server_leaves_no_backend_and_starts_again(
    own: Own, start: Start, folder: Path
) -> None:
    owner = own("busy")
    rows = owner.wait_for_rows(5)
    os.kill(owner.server, signal.SIGKILL)
    wait_until(lambda: not postgres_processes(folder) and not is_alive(owner.guardian))
    owner.close()
    assert int(str(ask(start().admin_dsn, ROWS))) >= rows


def test_everything_killed_at_once_leaves_nothing_in_the_way(
    own: Own, start: Start, folder: Path
) -> None:
    owner = own("busy")
    rows = owner.wait_for_rows(5)
    owner.kill(owner.guardian, owner.server)
    orphans = postgres_processes(folder)
    assert orphans, "the busy backend should have outlived its server"
    server = start()
    assert not [pid for pid in orphans if is_alive(pid)]
    assert int(str(ask(server.admin_dsn, ROWS))) >= rows


def test_crash_of_the_server_shows(start: Start) -> None:
    server = start()
    os.kill(server.pid, signal.SIGKILL)
    wait_until(lambda: not server.alive)
    server.stop()
    assert start().alive  # and it clears what the crash left in shared memory


def test_interrupt_at_the_terminal_stops_in_order(own: Own, folder: Path) -> None:
    before = len((folder / "server.log").read_text())  # the ready database brings a log
    owner = own()
    owner.wait_for_rows(1)
    os.killpg(owner.process.pid, signal.SIGINT)
    owner.close()
    wait_until(lambda: not postgres_processes(folder) and not is_alive(owner.guardian))
    assert "database system is shut down" in (folder / "server.log").read_text()[before:]


def test_kill_of_the_whole_process_group_still_stops_in_order(own: Own, folder: Path) -> None:
    before = len((folder / "server.log").read_text())  # the ready database brings a log
    owner = own()
    owner.wait_for_rows(1)
    os.killpg(owner.process.pid, signal.SIGKILL)
    owner.close()
    wait_until(lambda: not postgres_processes(folder) and not is_alive(owner.guardian))
    assert "database system is shut down" in (folder / "server.log").read_text()[before:]


def test_second_start_is_refused_and_names_the_process(own: Own, folder: Path) -> None:
    owner = own()
    with pytest.raises(EmbeddedError, match=f"in use by process {owner.process.pid}"):
        EmbeddedPostgres.start(folder)
    assert is_alive(owner.server)


def test_second_start_in_the_same_process_is_refused(start: Start) -> None:
    start()
    with pytest.raises(EmbeddedError, match=f"in use by process {os.getpid()}"):
        start()


def test_process_id_reused_by_a_stranger_does_not_block_the_start(
    start: Start, folder: Path
) -> None:
    uid = (folder / "data").stat().st_uid
    stranger = subprocess.Popen(["sleep", "60"], user=uid if os.geteuid() == 0 else None, cwd="/")
    try:
        data = folder / "data"
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n1\n5432\n\n\n\nready\n")
        (folder / "socket").mkdir(mode=0o700)
        (folder / "socket" / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n{data}\n")
        assert ask(start().admin_dsn, "select 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
