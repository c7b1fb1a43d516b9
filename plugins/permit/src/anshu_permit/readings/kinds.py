"""What only one kind of job has: plans attached, dangers counted, people and tools still inside."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from anshu.sdk.facts import Asked, FactProvider, Known, Reading, Readings, Situation
from anshu_permit.readings.rows import codes, rows_of
from anshu_permit.readings.said import count, truth

Data = Mapping[str, object]


def asks(_: Situation) -> Asked:
    """Everything stands in the permit itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """Counts and presences that a cell cannot see in the field itself."""
    data = situation.data
    return Readings(
        values={
            "place.fire_danger": truth(data.get("ex_area") is True),
            "place.outdoor": truth(data.get("outdoor") is not False),
            "permit.working": truth(situation.state == "working"),
            "power.special": truth(data.get("special_duration") is True),
            "space.enriched": truth(data.get("oxygen_enriched") is True),
            "lifting.planned": truth(bool(data.get("lift_plan"))),
            **_hot_work(data),
            **_height(data),
            **_inside(data),
        }
    )


def _hot_work(data: Data) -> dict[str, Reading]:
    """Level 1 by nature: on a pipe rack, or in a fire or explosion place that is not cleared."""
    cleared = data.get("plant_cleared") is True
    natural = data.get("pipe_rack") is True or (data.get("ex_area") is True and not cleared)
    return {
        "hot.cleared": truth(cleared),
        "hot.natural_1": truth(natural),
        "hot.planned": truth(bool(data.get("work_plan"))),
        "hot.camera": truth(bool(str(data.get("video_device") or "").strip())),
        "upgrade.explained": truth(bool(str(data.get("upgrade_reason") or "").strip())),
    }


def _height(data: Data) -> dict[str, Reading]:
    dangers = codes(data.get("objective_dangers"))
    return {
        "height.dangers": count(len(dangers)),
        "height.cold": truth("cold" in dangers),
        "height.layers": count(_number(data.get("crossing_layers"))),
    }


def _inside(data: Data) -> dict[str, Reading]:
    """Who has not been counted out, and how many tools fewer came out than went in.

    What one has left inside another may bring out: those who are out are counted together.
    """
    rows = rows_of(data, "passages")
    out = [row for row in rows if row.get("@ended")]
    missing = sum(
        _number(row.get("tool_count")) - _number(row.get("tool_count_out")) for row in out
    )
    return {
        "passages.inside": count(len(rows) - len(out)),
        "passages.tools_missing": count(max(0, missing)),
    }


def _number(value: object) -> int:
    try:
        return int(Decimal(str(value))) if value not in (None, "") else 0
    except InvalidOperation:
        return 0


KINDS = FactProvider(
    gives=(
        "place.fire_danger", "place.outdoor", "permit.working", "power.special", "space.enriched",
        "lifting.planned", "hot.cleared", "hot.natural_1", "hot.planned", "hot.camera",
        "upgrade.explained", "height.dangers", "height.cold", "height.layers", "passages.inside",
        "passages.tools_missing",
    ),
    asks=asks,
    read=read,
)  # fmt: skip
