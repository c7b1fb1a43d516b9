"""The embedded PostgreSQL from an empty folder and from one that has been used."""

import tempfile
import time
from pathlib import Path
from statistics import median

import pytest

from anshu.embedded.server import EmbeddedPostgres
from tests.bench.table import table
from tests.folders import remove

RUNS = 5


@pytest.mark.timeout(300)
def test_embedded_start_cold_and_warm() -> None:
    taken: dict[str, list[float]] = {"cold": [], "warm": [], "stop": []}
    for _ in range(RUNS):
        # pytest's own folder is closed to the OS user that the server runs under.
        folder = Path(tempfile.mkdtemp(prefix="anshu-bench-"))
        folder.chmod(0o711)
        try:
            for name in ("cold", "warm"):
                begun = time.perf_counter()
                server = EmbeddedPostgres.start(folder / "db")
                taken[name].append(time.perf_counter() - begun)
                begun = time.perf_counter()
                server.stop()
                taken["stop"].append(time.perf_counter() - begun)
        finally:
            remove(folder)
    shown = table(f"G14 embedded PostgreSQL, median of {RUNS}", "what", "s")
    for name, runs in taken.items():
        shown.add(name, median(runs))
    assert median(taken["warm"]) < median(taken["cold"])
