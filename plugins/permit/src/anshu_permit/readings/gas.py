"""Gas tests of a permit: how old the newest one is, what each point showed last, breaks since.

A sample is as old as the worse of two clocks says: the time that was entered, or the server's
receipt if that was earlier.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from anshu.sdk.facts import Asked, FactProvider, Item, Known, Reading, Readings, Situation
from anshu_permit.readings.rows import Row, codes, moment, recorded, rows_of
from anshu_permit.readings.said import code, count, minutes, truth

TOXIC = ("toxic", "h2s", "co")
VALUES = ("oxygen", "flammable", *TOXIC)
# The results of a row, the worst first.
WORST = ("over_limit", "over_unproven", "near_limit", "within_limit")
# Their names as instruments show them.
SYMBOLS = {"oxygen": "O₂", "flammable": "LEL", "toxic": "TOX", "h2s": "H₂S", "co": "CO"}
# What a job must not begin or go on without having measured.
MEASURED = {"oxygen": ("oxygen",), "flammable": ("flammable",), "toxic": TOXIC}


def asks(_: Situation) -> Asked:
    """Everything stands in the permit itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """Ages of the newest sample with each kind of value, and the newest sample of each point."""
    rows = tuple(row for row in rows_of(situation.data, "gas_tests") if taken(row) is not None)
    values = {**_ages(situation, rows), **_breaks(situation, rows)}
    return Readings(values=values, lists={"gas_points": _points(situation, rows)})


def taken(row: Row) -> datetime | None:
    """When the sample was taken: the earlier of what was entered and the server's receipt."""
    sampled, received = moment(row.get("sampled_at")), recorded(row)
    if sampled is None:
        return None
    return sampled if received is None else min(sampled, received)


def newest(rows: Iterable[Row], columns: tuple[str, ...]) -> datetime | None:
    """When the newest sample with a value in one of the columns was taken."""
    with_value = (row for row in rows if any(row.get(column) for column in columns))
    return max((at for at in map(taken, with_value) if at is not None), default=None)


def _ages(situation: Situation, rows: tuple[Row, ...]) -> dict[str, Reading]:
    """A kind of value that was never measured has no age."""
    found: dict[str, Reading] = {}
    today = _day(situation.now, situation.timezone)
    for name, columns in MEASURED.items():
        at = newest(rows, columns)
        found[f"gas.{name}_measured"] = truth(at is not None)
        if at is not None:
            found[f"gas.{name}_age"] = minutes(situation.now - at, at=at)
            since = (today - _day(at, situation.timezone)).days
            found[f"gas.{name}_days"] = count(since)
    return found | _record_age(situation, rows)


def _record_age(situation: Situation, rows: tuple[Row, ...]) -> dict[str, Reading]:
    """How old the last whole record is."""
    at = whole(rows)
    return {"gas.record_age": minutes(situation.now - at, at=at)} if at is not None else {}


def whole(rows: tuple[Row, ...]) -> datetime | None:
    """Since when everything that is measured here has been measured again; None if nothing is."""
    newest_of = (newest(rows, (column,)) for column in VALUES)
    return min((each for each in newest_of if each is not None), default=None)


def _breaks(situation: Situation, rows: tuple[Row, ...]) -> dict[str, Reading]:
    """How long the work has been interrupted, and whether anything was measured since.

    From when work was left: a cancellation that was refused in between begins no new break.
    """
    began = situation.left.get("working", situation.entered.get("paused"))
    if began is None or situation.node != "paused":
        return {}
    since = {
        f"gas.{name}_since_pause": truth((newest(rows, columns) or began) > began)
        for name, columns in MEASURED.items()
    }
    since["gas.record_since_pause"] = truth((whole(rows) or began) > began)
    return {"pause.minutes": minutes(situation.now - began), **since}


def _points(situation: Situation, rows: tuple[Row, ...]) -> tuple[Item, ...]:
    """The newest sample of every point, named by the point.

    A result is put right by a test of the same gases: the worst stands that the newest samples of
    the point's gases gave. So a bad value stays although something else was measured after it.
    """
    points: dict[str, dict[str, Row]] = {}
    for row in sorted(rows, key=lambda each: taken(each) or situation.now):
        newest_of = points.setdefault(_point(row), {})
        newest_of |= {column: row for column in VALUES if row.get(column)}
        newest_of[""] = row
    return tuple(
        Item(key=point, label=_label(point, newest_of), values=_point_values(situation, newest_of))
        for point, newest_of in sorted(points.items())
    )


def _label(point: str, newest_of: Mapping[str, Row]) -> str:
    """The point; if something is over its limit there, with what has to be measured again."""
    bad = [
        SYMBOLS[column]
        for column in VALUES
        if newest_of.get(column, {}).get("result") in ("over_limit", "over_unproven")
    ]
    return f"{point}（{'、'.join(bad)}）" if bad else point


def _point(row: Row) -> str:
    value = row.get("point")
    return "、".join(codes(value)) if isinstance(value, list) else str(value or row.get("@no", ""))


def _point_values(situation: Situation, newest_of: Mapping[str, Row]) -> dict[str, Reading]:
    row = newest_of[""]
    at = taken(row) or situation.now
    values = {"age": minutes(situation.now - at, at=at)}
    results = {str(each.get("result") or "") for each in newest_of.values()}
    worst = next((result for result in WORST if result in results), "")
    if worst:
        values["result"] = code(worst)
    until = moment(row.get("calibrated_until"))
    if until is not None:
        values["calibrated"] = truth(until >= at)
    return values


def _day(at: datetime, timezone: str) -> datetime:
    local = at.astimezone(ZoneInfo(timezone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)


GAS = FactProvider(
    gives=(
        "pause.minutes", "gas_points", "gas.record_age", "gas.record_since_pause",
        *(f"gas.{name}_{what}" for name in MEASURED
          for what in ("measured", "age", "days", "since_pause")),
    ),
    asks=asks,
    read=read,
)  # fmt: skip


def sample(situation: Situation, _: Known) -> Readings:
    """The sample that is being entered: how far its time lies ahead or back, its instrument."""
    at = moment(situation.change.get("sampled_at"))
    if at is None:
        return Readings()
    values = {
        "sample.values": count(sum(1 for column in VALUES if situation.change.get(column))),
        "sample.ahead": minutes(at - situation.now),
        "sample.behind": minutes(situation.now - at),
    }
    until = moment(situation.change.get("calibrated_until"))
    if until is not None:
        values["sample.calibrated"] = truth(until >= at)
    return Readings(values=values)


SAMPLE = FactProvider(
    gives=("sample.values", "sample.ahead", "sample.behind", "sample.calibrated"),
    asks=asks,
    read=sample,
)
