"""The SDK's contract suite for drivers that write, run on this driver."""

import pytest

from anshu.sdk.driver import WriteAction
from anshu.sdk.testing.scripted_post import ScriptedPost
from anshu.sdk.testing.writer_contract import WriterCase, WriterContract
from anshu_park.driver import ParkDriver
from anshu_park.ticket import ticket
from connectors.park.tests.conftest import TAKEN
from connectors.park.tests.permits import CONFIG, RAW, TOKEN, WORKING


class TestContract(WriterContract):
    """All of it."""

    @pytest.fixture
    def case(self, driver: ParkDriver, door: ScriptedPost) -> WriterCase:
        missing = {key: value for key, value in RAW.items() if key != "company_code"}
        return WriterCase(
            driver=driver,  # type: ignore[arg-type]
            door=door,
            good=RAW,
            bad=(
                (missing, "company_code"),
                ({**RAW, "tickets_url": 7}, "tickets_url"),
                ({**RAW, "timezone": "Mars/Olympus"}, "timezone"),
                ({**RAW, "unknown_times": "guess"}, "unknown_times"),
                ({**RAW, "longitude": "east"}, "longitude"),
                ({**RAW, "header": "X: y\r\n"}, "header"),
                ({**RAW, "colour": "red"}, "colour"),
            ),
            action=WriteAction("k", "ticket", ticket(WORKING, CONFIG)),
            taken=TAKEN,
            secrets=(TOKEN,),
        )
