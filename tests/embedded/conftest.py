"""Folders, servers and owner programs for the tests of the embedded database."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anshu.embedded.server import EmbeddedPostgres
from tests.embedded.watched import Owner, postgres_processes, wait_until
from tests.folders import remove


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another OS user can reach: pytest's own is closed to all but us."""
    path = Path(tempfile.mkdtemp(prefix="anshu-test-"))
    path.chmod(0o755)
    yield path / "db"
    left = postgres_processes(path)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    remove(path)
    assert not left, f"processes left behind: {left}"


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A database folder that was created and stopped in order."""
    path = Path(tempfile.mkdtemp(prefix="anshu-template-"))
    EmbeddedPostgres.start(path, options={"fsync": "off"}).stop()
    yield path
    remove(path)


@pytest.fixture
def database(folder: Path, template: Path) -> None:
    """Put a ready database into the folder, which saves its creation."""
    subprocess.run(["cp", "-a", template, folder], check=True)


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., EmbeddedPostgres]]:
    """Start servers that are stopped at the end of the test."""
    running: list[EmbeddedPostgres] = []

    def started(path: Path = folder, **choices: object) -> EmbeddedPostgres:
        running.append(EmbeddedPostgres.start(path, **choices))  # type: ignore[arg-type]
        return running[-1]

    yield started
    for server in running:
        server.stop()


@pytest.fixture
def own(folder: Path) -> Iterator[Callable[..., Owner]]:
    """Run owner programs that are gone at the end of the test."""
    owners: list[Owner] = []

    def started(mode: str = "") -> Owner:
        owners.append(Owner(folder, mode))
        return owners[-1]

    yield started
    for owner in owners:
        if owner.process.poll() is None:
            owner.kill()
            wait_until(lambda: not postgres_processes(folder))
