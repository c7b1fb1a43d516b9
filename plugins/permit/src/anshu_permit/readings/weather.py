"""The weather on site: own anemometer before service before person, the gust before the mean.

Beside what instruments send stands what somebody on site has seen and written into the permit.
"""

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
from anshu_permit.readings.rows import Row, codes, recorded, rows_of
from anshu_permit.readings.said import several, truth

# How far back observations are read; how old one may be is for the tables to say.
REMEMBERED_MINUTES = 6 * 60
WIND = ("wind_gust", "wind_speed")
OTHER = ("temperature", "visibility", "rain", "snow", "thunder")
# Over how many minutes the strongest wind can be asked: calm is what has lasted.
SPANS = (15, 30, 60)
# A source names its kind first: "anemometer:north gate", "service:…", and "person:…" for what
# somebody typed. The platform vouches for it: nobody can send under another's name.
KINDS = ("person:", "service:", "anemometer:")
# One that has been silent for so long beside a newer source speaks of other weather.
SAME_WEATHER = timedelta(minutes=30)


def asks(_: Situation) -> Asked:
    """Each source's newest value of what the gates know of the weather, and the highest winds."""
    newest = (Observing(each, None, REMEMBERED_MINUTES) for each in (*WIND, *OTHER))
    highest = (Observing(each, None, span, highest=True) for each in WIND for span in SPANS)
    return Asked(observations=(*newest, *highest))


def read(situation: Situation, known: Known) -> Readings:
    """Wind is the stronger of gust and mean of the best source; its time is its own."""
    values: dict[str, Reading] = {}
    note = _note(situation)
    winds = [each for each in known.observations if each.quantity in WIND]
    winds += _measured_by_hand(note)
    best = _best(winds)
    if best is not None:
        own = [each for each in winds if each.source == best.source]
        values["weather.wind"] = _strongest(_newest(own, best), best)
        for span in SPANS:
            lately = [e for e in own if situation.now - e.at <= timedelta(minutes=span)]
            values[f"weather.wind_{span}"] = _strongest([*lately, best], best)
    for quantity in OTHER:
        found = _best(each for each in known.observations if each.quantity == quantity)
        if found is not None:
            values[f"weather.{quantity}"] = Reading(found.value, found.unit, found.at)
    if note is not None:
        values["weather.seen"] = several(codes(note.get("weather")), at=recorded(note))
    values["weather.wind_known"] = truth(best is not None or note is not None)
    return Readings(values=values)


def _note(situation: Situation) -> Row | None:
    """The newest row of what was seen on site."""
    rows = [row for row in rows_of(situation.data, "weather_notes") if recorded(row) is not None]
    return max(rows, key=lambda row: recorded(row) or situation.now, default=None)


def _measured_by_hand(note: Row | None) -> list[Observation]:
    at = recorded(note) if note is not None else None
    if note is None or at is None or not note.get("wind"):
        return []
    hand = Observation(
        quantity="wind_speed", subject=None, source=f"person:{note.get('@by', '')}",
        value=str(note["wind"]), unit="m/s", at=at,
    )  # fmt: skip
    return [hand]


def _newest(own: list[Observation], best: Observation) -> list[Observation]:
    """Of each quantity the newest, if it is of the same weather."""
    newest: dict[str, Observation] = {}
    for each in sorted(own, key=lambda one: one.at):
        newest[each.quantity] = each
    return [each for each in newest.values() if best.at - each.at <= SAME_WEATHER]


def _strongest(found: list[Observation], best: Observation) -> Reading:
    strongest = max(found, key=lambda each: float(each.value))
    return Reading(strongest.value, strongest.unit or "m/s", best.at)


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
    gives=(
        "weather.wind", "weather.wind_known", "weather.seen",
        *(f"weather.wind_{span}" for span in SPANS), *(f"weather.{each}" for each in OTHER),
    ),
    asks=asks,
    read=read,
)  # fmt: skip
