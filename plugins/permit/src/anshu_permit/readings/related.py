"""Other permits that this one needs: the jobs it involves, and what was linked for them."""

from datetime import UTC, datetime, timedelta

from anshu.sdk.facts import (
    Asked,
    FactProvider,
    Item,
    Known,
    KnownRecord,
    Reading,
    Readings,
    Similar,
    Situation,
)
from anshu_permit.readings.place import area_of
from anshu_permit.readings.rows import codes, identities, job, moment, rows_of
from anshu_permit.readings.said import code, minutes, truth
from anshu_permit.readings.window import window_of

ISSUED = ("issued", "working", "paused", "cancelling", "cancelling_paused", "accepting")
LIVE = ("booked", "preparing", "signing", *ISSUED)
DONE = "accepted"
# Permits are short: one that is live was registered within these days.
RECENT = timedelta(days=62)
NAMES = {
    "hot_work": "动火", "confined_space": "受限空间", "blind_plate": "盲板抽堵",
    "height": "高处", "lifting": "吊装", "temporary_power": "临时用电", "excavation": "动土",
    "road_closing": "断路",
}  # fmt: skip


def asks(situation: Situation) -> Asked:
    """The linked permits, and live ones of the involved kinds in the same area."""
    area = area_of(situation)
    linked = identities(rows_of(situation.data, "related"), "permit")
    since = situation.now.astimezone(UTC) - RECENT
    similar = tuple(
        Similar("permit", area, (("job", each),), since) for each in needed(situation)
    ) if area is not None else ()  # fmt: skip
    return Asked(records=linked, similar=similar)


def needed(situation: Situation) -> tuple[str, ...]:
    """The kinds of job besides its own that the permit says it involves."""
    jobs = codes(situation.data.get("involves"))
    served = str(situation.data.get("for_job") or "")
    wanted = (*jobs, served) if served in NAMES else jobs
    return tuple(dict.fromkeys(each for each in wanted if each != job(situation)))


def read(situation: Situation, known: Known) -> Readings:
    """One item for every involved kind, and how far the served job's time is exceeded."""
    linked = _linked(situation, known)
    items = tuple(_item(situation, known, each, linked) for each in needed(situation))
    confined = any(str(one.data.get("job")) == "confined_space" for one in linked)
    values = {"related.confined_space": truth(confined)}
    return Readings(values={**values, **_beyond(situation, linked)}, lists={"involved_jobs": items})


def _linked(situation: Situation, known: Known) -> tuple[KnownRecord, ...]:
    ids = identities(rows_of(situation.data, "related"), "permit")
    found = (known.records.get(one) for one in ids)
    return tuple(one for one in found if one is not None and one.type == "permit")


def _item(situation: Situation, known: Known, wanted: str, linked: tuple[KnownRecord, ...]) -> Item:
    of_kind = [one for one in linked if str(one.data.get("job")) == wanted]
    present = any(
        one.type == "permit"
        and str(one.data.get("job")) == wanted
        and one.state in LIVE
        and one.id != situation.record
        and _same_area(situation, one)
        for one in known.similar
    )
    values = {
        "linked": truth(bool(of_kind)),
        "kind": code(wanted),
        "issued": truth(any(one.state in ISSUED for one in of_kind)),
        "done": truth(any(one.state == DONE for one in of_kind)),
        "same_area": truth(any(_same_area(situation, one) for one in of_kind)),
        "exists": truth(present),
    }
    return Item(key=wanted, label=NAMES.get(wanted, wanted), values=values)


def _same_area(situation: Situation, one: KnownRecord) -> bool:
    return str(one.data.get("area")) == str(situation.data.get("area"))


def _beyond(situation: Situation, linked: tuple[KnownRecord, ...]) -> dict[str, Reading]:
    """By how much the window of supplied power exceeds that of the job it serves."""
    served = str(situation.data.get("for_job") or "")
    window = window_of(situation)
    times = [_times(one) for one in linked if str(one.data.get("job")) == served]
    known = [span for span in times if span is not None]
    if window is None or not known:
        return {}
    first, last = min(span[0] for span in known), max(span[1] for span in known)
    beyond = max(first - window[0], window[1] - last, timedelta())
    return {"related.beyond": minutes(beyond)}


def _times(permit: KnownRecord) -> tuple[datetime, datetime] | None:
    begins = moment(permit.data.get("planned_start"))
    ends = moment(permit.data.get("planned_end"))
    return (begins, ends) if begins is not None and ends is not None else None


RELATED = FactProvider(
    gives=("involved_jobs", "related.beyond", "related.confined_space"),
    asks=asks,
    read=read,
)
