"""The weather on site: own anemometer before service before person, the gust before the mean."""

from collections.abc import Iterable
from datetime import timedelta

from anshu.sdk.facts import (
    Asked,
    FactProvider,
    Known,
    Observation,
    Observing,
    Reading,
    Readings,
    Situation,
)
from anshu_permit.readings.said import truth

# How far back observations are read; how old one may be is for the tables to say.
REMEMBERED_MINUTES = 6 * 60
WIND = ("wind_gust", "wind_speed")
OTHER = ("temperature", "visibility")
# A source names its kind first: "anemometer:north gate", "service:…", and "person:…" for what
# somebody typed. The platform vouches for it: nobody can send under another's name.
KINDS = ("person:", "service:", "anemometer:")
# One that has been silent for so long beside a newer source speaks of other weather.
SAME_WEATHER = timedelta(minutes=30)


def asks(_: Situation) -> Asked:
    """Each source's newest value of what the gates know of the weather."""
    wanted = (Observing(each, None, REMEMBERED_MINUTES) for each in (*WIND, *OTHER))
    return Asked(observations=tuple(wanted))


def read(_: Situation, known: Known) -> Readings:
    """Wind is the stronger of gust and mean of the best source; its time is its own."""
    values: dict[str, Reading] = {}
    winds = [each for each in known.observations if each.quantity in WIND]
    best = _best(winds)
    if best is not None:
        source = [
            each
            for each in winds
            if each.source == best.source and best.at - each.at <= SAME_WEATHER
        ]
        strongest = max(source, key=lambda each: float(each.value))
        values["weather.wind"] = Reading(strongest.value, strongest.unit or "m/s", best.at)
    for quantity in OTHER:
        found = _best(each for each in known.observations if each.quantity == quantity)
        if found is not None:
            values[f"weather.{quantity}"] = Reading(found.value, found.unit, found.at)
    values["weather.wind_known"] = truth(best is not None)
    return Readings(values=values)


def _best(found: Iterable[Observation]) -> Observation | None:
    """The best kind of source that has not fallen silent beside the others; of it the newest."""
    seen = tuple(found)
    newest = max((each.at for each in seen), default=None)
    fresh = [each for each in seen if newest is None or newest - each.at <= SAME_WEATHER]
    return max(fresh, key=lambda each: (_rank(each.source), each.at), default=None)


def _rank(source: str) -> int:
    """The plant's own instrument, a service, a person; what names no kind is like a person."""
    return max(no for no, kind in enumerate(("", *KINDS)) if source.startswith(kind)) or 1


WEATHER = FactProvider(
    gives=("weather.wind", "weather.wind_known", *(f"weather.{each}" for each in OTHER)),
    asks=asks,
    read=read,
)
