"""Starting, stopping, connecting."""

import asyncio
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from anshu.embedded.errors import EmbeddedError
from anshu.embedded.server import EmbeddedPostgres
from tests.embedded.sql import ask
from tests.embedded.watched import ENVIRONMENT, wait_until

Start = Callable[..., EmbeddedPostgres]
with_database = pytest.mark.usefixtures("database")
WRONG_PASSWORD = asyncpg.InvalidPasswordError


def test_empty_folder_becomes_a_working_server(start: Start) -> None:
    server = start()
    assert ask(server.admin_dsn, "show server_version") == server.version
    assert ask(server.admin_dsn, "show server_encoding") == "UTF8"
    assert ask(server.admin_dsn, "select datlocale from pg_database limit 1") == "C.UTF-8"
    assert ask(server.admin_dsn, "select lower('ÄÖ安')") == "äö安"
    assert server.alive


def test_warm_restart_keeps_the_rows_and_the_password(start: Start, folder: Path) -> None:
    first = start()
    ask(first.admin_dsn, "create table kept as select 7 as n")
    first.stop()
    assert not first.alive
    assert "database system is shut down" in (folder / "server.log").read_text()
    assert "not properly shut down" not in (folder / "server.log").read_text()
    second = start()
    assert second.admin_dsn == first.admin_dsn
    assert ask(second.admin_dsn, "select n from kept") == 7


@with_database
def test_stop_ends_open_connections_and_may_be_repeated(start: Start) -> None:
    server = start()

    async def stopped_under_a_connection() -> bool:
        link = await asyncpg.connect(server.admin_dsn)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(0.05)
        return bool(link.is_closed())

    assert asyncio.run(stopped_under_a_connection())
    server.stop()


@with_database
def test_options_beat_the_defaults(start: Start) -> None:
    server = start(options={"fsync": "off", "work_mem": "9MB", "application_name": "it's"})
    assert ask(server.admin_dsn, "show fsync") == "off"
    assert ask(server.admin_dsn, "show work_mem") == "9MB"


@with_database
def test_connection_string_carries_awkward_names(start: Start) -> None:
    server = start()
    ask(server.admin_dsn, """create role "a b@c" login password 'p@:/?#%&= 密'""")
    ask(server.admin_dsn, 'create database "库/1?"')
    dsn = server.dsn(user="a b@c", password="p@:/?#%&= 密", database="库/1?")
    assert ask(dsn, "select current_user || ' ' || current_database()") == "a b@c 库/1?"


@with_database
def test_every_way_in_asks_for_a_scram_password(start: Start) -> None:
    port = free_port()
    server = start(tcp_port=port)
    query = "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"
    assert ask(server.admin_dsn, query) == "scram-sha-256"
    query = "select left(rolpassword, 13) from pg_authid where rolname = 'anshu_admin'"
    assert ask(server.admin_dsn, query) == "SCRAM-SHA-256"
    wrong = server.dsn(user="anshu_admin", password="wrong", database="postgres")
    over_tcp = f"postgresql://anshu_admin:wrong@127.0.0.1:{port}/postgres"
    without = server.dsn(user="anshu_admin", password="", database="postgres")
    for dsn in (wrong, over_tcp, without):
        with pytest.raises(WRONG_PASSWORD):
            ask(dsn, "select 1")


@with_database
def test_edited_access_rules_do_not_survive_a_start(start: Start, folder: Path) -> None:
    server = start()
    ask(server.admin_dsn, "alter system set listen_addresses = '*'")
    server.stop()
    (folder / "data" / "pg_hba.conf").write_text("local all all trust\n")
    server = start()
    assert ask(server.admin_dsn, "show listen_addresses") == ""
    with pytest.raises(WRONG_PASSWORD):
        ask(server.dsn(user="anshu_admin", password="wrong", database="postgres"), "select 1")


@with_database
def test_tcp_is_closed_unless_a_port_is_given(start: Start) -> None:
    server = start()
    assert ask(server.admin_dsn, "show listen_addresses") == ""
    server.stop()
    port = free_port()
    server = start(tcp_port=port)
    password = server.admin_dsn.split(":")[2].split("@")[0]
    dsn = f"postgresql://anshu_admin:{password}@127.0.0.1:{port}/postgres"
    assert ask(dsn, "show listen_addresses") == "127.0.0.1"
    assert ask(server.admin_dsn, "select 1") == 1


@with_database
def test_taken_port_is_named_as_the_cause(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(EmbeddedError, match="port is taken"):
            start(tcp_port=taken.getsockname()[1])


def test_secrets_and_socket_are_closed_to_others(start: Start, folder: Path) -> None:
    server = start()
    assert mode(server.socket_folder) == 0o700
    assert mode(folder / "superuser.password") == 0o600
    assert mode(folder / "data") == 0o700
    assert mode(folder / "server.log") == 0o600


@pytest.mark.parametrize("name", ["x" * 120, "安" * 40, "a,b 'c' %25"])
def test_awkward_paths_work(start: Start, folder: Path, name: str) -> None:
    server = start(folder / name)
    assert ask(server.admin_dsn, "select 1") == 1
    assert mode(server.socket_folder) == 0o700
    server.stop()
    assert not server.socket_folder.exists()


def test_creation_interrupted_by_a_kill_is_begun_again(folder: Path, start: Start) -> None:
    program = (
        "import pathlib, anshu.embedded.server as s;"
        f"s.EmbeddedPostgres.start(pathlib.Path({str(folder)!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], env=ENVIRONMENT)
    wait_until((folder / "data.unfinished" / "base").exists)
    process.kill()
    process.wait()
    assert not (folder / "data").exists()
    assert ask(start().admin_dsn, "select 1") == 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
