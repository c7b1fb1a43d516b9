"""How long what a person declares is to hold: a special period, the approval of a hot-work area."""

from collections.abc import Mapping

from anshu.sdk.facts import Asked, FactProvider, Known, Reading, Readings, Situation
from anshu_permit.readings.rows import moment
from anshu_permit.readings.said import days, hours

Data = Mapping[str, object]


def asks(_: Situation) -> Asked:
    """Everything stands in the record itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """Negative for what ends before it begins."""
    return Readings(values={**_period(situation.data), **_hot_area(situation.data)})


def _period(data: Data) -> dict[str, Reading]:
    first, last = moment(data.get("from")), moment(data.get("to"))
    return {"period.hours": hours(last - first)} if first and last else {}


def _hot_area(data: Data) -> dict[str, Reading]:
    since, until = moment(data.get("reviewed_at")), moment(data.get("valid_until"))
    if since is None or until is None:
        return {}
    return {"hot_area.days": days(until - since)}


TERMS = FactProvider(gives=("period.hours", "hot_area.days"), asks=asks, read=read)
