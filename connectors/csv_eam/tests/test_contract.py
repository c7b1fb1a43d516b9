"""The SDK's contract suite, run on this driver."""

from pathlib import Path

import pytest

from anshu.sdk.testing.driver_contract import ContractCase, DriverContract
from anshu_csv_eam.driver import CsvEamDriver
from connectors.csv_eam.tests import exports


class TestContract(DriverContract):
    """All of it."""

    @pytest.fixture
    def case(self, driver: CsvEamDriver, root: Path) -> ContractCase:
        exports.write(root / "one")
        exports.write(
            root / "two",
            equipment="code,name\nC-7,Compressor\n",
            maintenance="order;equipment;finished at\n9;C-7;2026-11-01T08:00:00Z\n",
        )
        return ContractCase(
            driver=driver,  # type: ignore[arg-type]
            good={"folder": "one"},
            other={"folder": str(root / "two")},
            bad=(
                ({}, "folder"),
                ({"folder": 7}, "folder"),
                ({"folder": "../elsewhere"}, "folder"),
                ({"folder": "/etc"}, "folder"),
                ({"folder": "one\0"}, "folder"),
                ({"folder": "one", "encoding": "latin-1"}, "encoding"),
                ({"folder": "one", "timezone": "Mars/Olympus"}, "timezone"),
                ({"folder": "one", "timezone": "../../etc/passwd"}, "timezone"),
                ({"folder": "one", "colour": "red"}, "colour"),
            ),
            unreachable={"folder": "not-there"},
        )
