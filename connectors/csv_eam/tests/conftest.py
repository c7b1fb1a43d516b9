"""The driver on a clock that stands still, below one allowed folder."""

from pathlib import Path

import pytest

from anshu.sdk.driver import Environment
from anshu.sdk.testing.frozen_clock import FrozenClock
from anshu_csv_eam.driver import CsvEamDriver


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "allowed"
    folder.mkdir()
    return folder


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def driver(root: Path, clock: FrozenClock) -> CsvEamDriver:
    return CsvEamDriver(Environment(clock, (root,)))
