"""What only one kind of job has: dangers counted, plans attached, cranes sharing a load."""

from anshu.sdk.facts import Asked, FactProvider, Known, Readings, Situation
from anshu_permit.readings.rows import codes, rows_of
from anshu_permit.readings.said import count, truth


def asks(_: Situation) -> Asked:
    """Everything stands in the permit itself."""
    return Asked()


def read(situation: Situation, _: Known) -> Readings:
    """Counts and presences that a cell cannot see in the field itself."""
    data = situation.data
    inside = [row for row in rows_of(data, "passages") if not row.get("@ended")]
    return Readings(
        values={
            "height.dangers": count(len(codes(data.get("objective_dangers")))),
            "lifting.planned": truth(bool(data.get("lift_plan"))),
            "upgrade.explained": truth(bool(str(data.get("upgrade_reason") or "").strip())),
            "place.fire_danger": truth(data.get("ex_area") is True),
            "place.outdoor": truth(data.get("outdoor") is not False),
            "passages.inside": count(len(inside)),
        }
    )


KINDS = FactProvider(
    gives=(
        "height.dangers", "lifting.planned", "upgrade.explained", "place.fire_danger",
        "place.outdoor", "passages.inside",
    ),
    asks=asks,
    read=read,
)  # fmt: skip
