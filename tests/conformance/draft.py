"""A clean permit of every kind: values with which nothing in the norms is broken."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.conformance.permit import Permit
from tests.conformance.site import Site

Json = dict[str, Any]

KINDS: dict[str, Json] = {
    "hot_work": {
        "hot_method": ["welding"], "hot_part": "法兰", "running_plant": False, "tank_dike": False,
        "pipe_rack": False, "oxygen_equipment": False, "cylinders": False, "welder_distance": "5",
        "duty": "welder", "trade": "welding",
    },
    "confined_space": {
        "space_name": "R-201", "medium": "氮气", "oxygen_enriched": False, "lamp_voltage": "12",
        "wet_or_narrow": False, "high_risk_space": False, "rescue_gear": "三脚架、呼吸器",
        "duty": "worker",
    },
    "blind_plate": {
        "plate_actions": ["insert"], "plate_no": "MB", "pipe": "P", "pipe_medium": "蒸汽",
        "pipe_temperature": "25", "pipe_pressure": "0", "plate_material": "20#",
        "plate_spec": "DN100 PN16", "duty": "worker",
    },
    "height": {"work_height": "4", "duty": "climber", "trade": "height_work"},
    "lifting": {
        "lift_object": "换热器", "lift_gear": "钢丝绳", "lift_mass": "12", "crane_count": "1",
        "crane_share_pct": "60", "special_lift": False, "near_power_line": False,
        "duty": "crane_operator", "trade": "crane_operation", "family": "special_equipment",
    },
    "temporary_power": {
        "power_point": "MCC-1", "power_kw": "15", "voltage": "380", "power_equipment": "电焊机15kW",
        "duty": "electrician", "trade": "electrical",
    },
    "excavation": {
        "dig_scope": "管沟", "dig_depth": "0.8", "dig_area": "6", "dig_method": "hand",
        "danger_lines": False, "duty": "worker",
    },
    "road_closing": {
        "road_reason": "管沟施工", "road_section": "二号路东段", "units_concerned": "物流部",
        "traffic_plan": "绕行三号路，消防车可通过", "duty": "worker",
    },
}  # fmt: skip
LEVEL_VALUES: dict[str, Json] = {
    "hot_special": {"ex_area": True, "running_plant": True, "video_device": "DV-1",
                    "monitor_no": "GD-1"},
    "hot_1": {"ex_area": True},
    "height_2": {"work_height": "10"}, "height_3": {"work_height": "20"},
    "height_4": {"work_height": "35"},
    "lifting_1": {"lift_mass": "120"}, "lifting_2": {"lift_mass": "60"},
}  # fmt: skip
WITH_GAS = {"hot_work", "confined_space"}


async def clean(
    site: Site, job: str, level: str, day: datetime, changes: Mapping[str, object]
) -> Permit:
    """A permit for this day at a place of its own; `changes` go over its values."""
    more = dict(changes)
    area, middle = await site.place()
    start = day + timedelta(hours=1)
    hours = float(str(more.pop("hours", 7)))
    kind = dict(KINDS[job])
    duty, trade = kind.pop("duty"), kind.pop("trade", "")
    family = kind.pop("family", "trade")
    for key in ("plate_no", "pipe"):
        if key in kind:
            kind[key] = f"{kind[key]}-{uuid4().hex[:6]}"
    certificate = await site.held("welder", family, trade) if trade else None
    values: Json = {
        "job": job, "level": level, "content": "按方案检修", "area": area, "place": "泵房东侧",
        "position": middle, "applicant_unit": "/w1/t1/", "work_unit": "检修一队",
        "contractor": False, "responsible": site.id("responsible"), "mobile": "13800001111",
        "planned_start": start.isoformat(),
        "planned_end": (start + timedelta(hours=hours)).isoformat(),
        "urgent": False, "ex_area": False, "outdoor": False, "risk_colour": "yellow",
        "involves": [],
        "jha": [{"step": "拆法兰", "danger": "残液喷出", "measure": "先泄压排净，侧身作业"}],
        "jha_template": await site.template(job), "similar_seen": True,
        "workers": [_worker(site, "welder", duty, certificate)],
        "guardians": [
            {"person": site.id("guardian"),
             "certificate": await site.held("guardian", "guardian", "guardian_training")}
        ],
        "sign_position": middle, "finish_position": middle, "opinion": "同意",
        "people_out": True, "no_fire": True, "restored": True, "pause_reason": "午休",
        "acceptance_checked": [], "return_reason": "补办", "cancel_reason": "计划取消",
        "void_reason": "不再需要", "change_reason": "内容变更",
    }  # fmt: skip
    if job == "lifting":
        values |= {"commander": site.id("mate"), "rigger": site.id("mate")}
    values |= kind | LEVEL_VALUES.get(level, {}) | more
    return Permit(site, job, values, needs_gas=job in WITH_GAS or _power_in_ex_area(values))


def _worker(site: Site, person: str, duty: str, certificate: str | None) -> Json:
    row: Json = {"person": site.id(person), "duty": duty}
    return row | ({"certificate": certificate} if certificate else {})


def _power_in_ex_area(values: Json) -> bool:
    return values["job"] == "temporary_power" and bool(values["ex_area"])
