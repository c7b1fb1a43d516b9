"""Weather on site: whose word counts, and what it forbids."""

from datetime import timedelta

import pytest

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


LIFTING = {"job": "lifting", "level": "lifting_3"}
DIGGING = {"job": "excavation", "level": "excavation"}
ROAD = {"job": "road_closing", "level": "road"}
HOT_1 = {"job": "hot_work", "level": "hot_1", "ex_area": True}
HOT_2 = {"job": "hot_work", "level": "hot_2"}
IV = {"job": "height", "level": "height_4"}


def looked(*weather: str, minutes: int = 5, **more: object) -> dict[str, object]:
    """What the guardian wrote of the weather."""
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    return {"weather_notes": [{"@at": at, "@by": "g", "weather": list(weather), **more}]}


def of_weather(said: Said) -> set[str]:
    """What stops the work because of the weather."""
    return {
        each for each in said.blocking if each.startswith(("seen_", "wind_")) or "_measured" in each
    }


@pytest.mark.parametrize(
    ("job", "weather", "reason"),
    [
        (HEIGHT, "wind_5", "seen_wind_height"), (HEIGHT, "fog", "seen_fog"),
        (HEIGHT, "thunder", "seen_storm_height"), (HEIGHT, "heavy_snow", "seen_storm_height"),
        (HEIGHT, "rain", "seen_wet_height"), (HEIGHT, "snow", "seen_wet_height"),
        (LIFTING, "wind_6", "seen_wind_lifting"), (LIFTING, "fog", "seen_fog"),
        (LIFTING, "heavy_rain", "seen_storm_lifting"), (HOT_1, "wind_5", "seen_wind_hot_1"),
        (HOT_2, "wind_6", "seen_wind_hot_2"),
    ],
)  # fmt: skip
def test_weather_that_people_see_forbids_what_the_norm_forbids_in_the_open(
    job: dict[str, object], weather: str, reason: str
) -> None:
    assert of_weather(starting(**job, **looked("fine", weather))) == {reason}
    assert not of_weather(starting(**job, **looked("fine")))
    assert not of_weather(starting(**job, **looked(weather, minutes=61)))
    inside = permit(**{**job, **looked(weather), "outdoor": False})
    assert reason not in asked("permit_start", inside).reasons
    early = asked("permit_sign", permit(**{**job, **looked(weather), "outdoor": True}))
    assert early.reasons[reason] == "warn"


@pytest.mark.parametrize(
    ("job", "weather", "severity"),
    [(IV, "rain", ""), (LIFTING, "rain", ""), (LIFTING, "wind_5", ""), (LIFTING, "thunder", "warn"),
     (HOT_1 | {"upgrade_reason": "x"}, "wind_5", "warn"), (HOT_2, "thunder", "warn"),
     (DIGGING, "rain", "notice"), (ROAD, "fog", "notice")],
)  # fmt: skip
def test_weather_that_only_asks_for_care_stops_nobody(
    job: dict[str, object], weather: str, severity: str
) -> None:
    reasons = {k: v for k, v in starting(**job, **looked(weather)).reasons.items() if "seen" in k}
    assert set(reasons.values()) == ({severity} if severity else set())


def test_a_hand_held_reading_counts_as_its_readers_word() -> None:
    assert "wind_height" in starting(**looked("fine", wind="8.0")).blocking
    measured = starting(wind("anemometer:roof", "3"), **looked("fine", wind="8.0"))
    assert "wind_height" not in measured.reasons
    assert starting().reasons["wind_unknown"] == "warn"
    assert "wind_unknown" not in starting(**looked("fine")).reasons


def observed(quantity: str, value: str, unit: str = "mm/h") -> Observation:
    return Observation(
        quantity=quantity, subject=None, source="service:met", value=value, unit=unit, at=NOW
    )


@pytest.mark.parametrize(
    ("seen", "reason"),
    [(observed("rain", "16"), "storm_rain"), (observed("thunder", "1", ""), "thunder"),
     (observed("rain", "0.1"), "rain_height"), (observed("snow", "0.1"), "snow_height")],
)  # fmt: skip
def test_rain_and_thunder_that_are_measured_warn_because_the_norm_gives_no_figure(
    seen: Observation, reason: str
) -> None:
    said = starting(seen)
    assert said.reasons[f"{reason}_measured"] == "warn" and not of_weather(said)
    working = asked("watch:conditions", permit(outdoor=True, **HEIGHT),
                    known=Known(records=people(), observations=(seen,)))  # fmt: skip
    assert f"{reason}_come" in working.reasons


def test_weather_that_is_seen_during_work_is_told() -> None:
    for job, weather, reason in (
        (HEIGHT, "rain", "seen_wet_height_come"), (HEIGHT, "fog", "seen_bad_come"),
        (LIFTING, "wind_6", "seen_wind_lifting_come"), (HOT_1, "wind_5", "seen_wind_hot_come"),
        (HEIGHT, "wind_5", "seen_wind_height_come"), (LIFTING, "thunder", "seen_bad_come"),
    ):  # fmt: skip
        said = asked("watch:conditions", permit(**{**job, **looked(weather), "outdoor": True}))
        assert said.reasons[reason] == "escalate", weather


def test_wind_about_the_limit_holds_until_half_an_hour_was_calm() -> None:
    gust, calm = wind("anemometer:roof", "8.2", minutes=29), wind("anemometer:roof", "7", minutes=1)
    working = permit(outdoor=True, **HEIGHT)

    def held(*seen: Observation) -> set[str]:
        known = Known(records=people(), observations=seen)
        return set(asked("watch:conditions", working, known=known).reasons)

    assert held(gust, calm) == {"wind_height_risen"}
    assert not held(wind("anemometer:roof", "8.2", minutes=31), calm)
    assert not held(wind("service:met", "9", minutes=20), calm)
    assert starting(gust, calm).reasons["wind_not_settled"] == "warn"
    assert "wind_not_settled" not in starting(calm).reasons
