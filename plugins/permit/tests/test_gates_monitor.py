"""Continuous monitoring of special hot work: a connected detector, or readings entered by hand."""

from datetime import timedelta
from uuid import UUID

import pytest

from anshu.sdk.facts import Known, Observation
from plugins.permit.tests.situations import (
    AREA,
    NOW,
    PERMIT,
    Said,
    ago,
    asked,
    people,
    permit,
    sampled,
)

SPECIAL = {"level": "hot_special", "video_device": "CAM-1", "monitor_no": "GD-1"}


def detector(value: str, *, minutes: float = 1, at: UUID = AREA) -> Observation:
    return Observation(
        quantity="fixed_detector", subject=at, source="detector:GD-1", value=value, unit="%LEL",
        at=NOW - timedelta(minutes=minutes),
    )  # fmt: skip


def said_at(where: str, *seen: Observation, **data: object) -> Said:
    known = Known(records=people(), observations=seen)
    return asked(where, permit(**(SPECIAL | data)), known=known, state="working")


@pytest.mark.parametrize("form", ["permit_start", "permit_resume"])
@pytest.mark.parametrize("at", [AREA, PERMIT])
def test_a_connected_monitor_keeps_sending_and_stays_low(form: str, at: UUID) -> None:
    assert not said_at(form, detector("9.9", minutes=10, at=at)).blocking
    assert "monitor_silent" in said_at(form, detector("0", minutes=10.1, at=at)).blocking
    assert "monitor_over" in said_at(form, detector("10.1", at=at)).blocking
    assert not said_at(form, detector("50", at=UUID(int=5))).blocking
    level_1 = {"level": "hot_1", "ex_area": True}
    assert not said_at(form, detector("0", minutes=30, at=at), **level_1).blocking
    assert "monitor_over" in said_at(form, detector("10.1", at=at), **level_1).blocking


def test_during_work_silence_and_high_values_are_told() -> None:
    def watched(*seen: Observation, **data: object) -> set[str]:
        said = said_at("watch:conditions", *seen, **data)
        told = {key for key, severity in said.reasons.items() if severity == "escalate"}
        assert said.codes == {"G1" if key == "monitor_over_now" else "G2" for key in told}
        return told

    old = [sampled(**{"@at": ago(minutes=31), "sampled_at": ago(minutes=31)})]
    assert not watched(detector("1"), gas_tests=old)
    assert watched(detector("1", minutes=11)) == {"monitor_silent_now"}
    assert watched(detector("11")) == {"monitor_over_now"}
    assert watched(gas_tests=old) == {"monitor_not_noted_now"}
    assert not watched(gas_tests=[sampled()])
    assert not watched(gas_tests=old, level="hot_1")
