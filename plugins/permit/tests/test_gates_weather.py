"""Weather on site: whose word counts, and what it forbids."""

from datetime import timedelta

from anshu.sdk.facts import Known, Observation
from plugins.permit.tests.situations import NOW, Said, asked, people, permit

HEIGHT = {"job": "height", "level": "height_1"}


def wind(source: str, value: str, *, minutes: int = 5) -> Observation:
    return Observation(
        quantity="wind_speed", subject=None, source=source, value=value, unit="m/s",
        at=NOW - timedelta(minutes=minutes),
    )  # fmt: skip


def starting(*seen: Observation, **data: object) -> Said:
    known = Known(records=people(), observations=seen)
    return asked("permit_start", permit(outdoor=True, **(HEIGHT | data)), known=known)


def test_an_instrument_counts_before_a_service_and_a_service_before_a_person() -> None:
    roof, met = wind("anemometer:roof", "9"), wind("service:met", "3", minutes=1)
    typed = wind("person:00000000-0000-0000-0000-000000000001", "2", minutes=0)
    assert "wind_height" in starting(typed, met, roof).blocking
    assert "wind_height" not in starting(typed, met).blocking
    assert "wind_height" in starting(typed, wind("service:met", "9")).blocking
    # Silent for half an hour beside the others: it speaks of other weather.
    assert "wind_height" not in starting(typed, wind("anemometer:roof", "9", minutes=40)).blocking
    nameless = wind("roof", "9", minutes=4)
    assert "wind_height" in starting(nameless, wind("person:x", "2", minutes=5)).blocking
