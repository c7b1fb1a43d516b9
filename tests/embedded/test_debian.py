"""The oldest supported server, PostgreSQL 15 of Debian, under the same supervisor."""

import pytest

from tests.embedded.debian import debian_postgres
from tests.embedded.sql import ask


@pytest.mark.timeout(300)  # a first run installs the package
def test_debian_postgres_fifteen_runs_under_the_supervisor() -> None:
    with debian_postgres() as server:
        assert str(ask(server.admin_dsn, "show server_version")).startswith("15.")
        assert server.version.startswith("15.")
        assert ask(server.admin_dsn, "select lower('ÄÖ安')") == "äö安"
    assert not server.alive
