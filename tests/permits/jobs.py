"""What the application of each kind of job says, as a careful applicant would fill it in."""

from datetime import timedelta

from msgspec import Struct

from tests.web.office import Json


class Job(Struct, frozen=True):
    """A kind of job at a level: how long, the kind's own fields, workers and who signs.

    `workers`: person, duty, certificate key. `cosign`, `approve`: people in the roles asked;
    `unit`: whether the unit's head signs before them. `gas`: whether it needs a gas test.
    """

    kind: str
    level: str
    fields: Json
    workers: tuple[tuple[str, str, str], ...] = (("helper", "worker", ""),)
    approve: tuple[str, ...] = ("unit",)
    cosign: tuple[str, ...] = ()
    unit: bool = False
    gas: bool = False
    lasts: timedelta = timedelta(hours=6)


HOT: Json = {
    "hot_method": ["welding"], "hot_part": "3号反应釜出口法兰", "running_plant": False,
    "tank_dike": False, "pipe_rack": False, "cylinders": True, "cylinder_gap": "6",
    "cylinder_distance": "12", "welder_distance": "8", "video_device": "CAM-07",
}  # fmt: skip
SPACE: Json = {
    "space_name": "3号反应釜", "medium": "甲苯", "oxygen_enriched": False,
    "rescue_gear": "正压呼吸器2套、救生绳2根、三脚架1套",
}  # fmt: skip
PLATE: Json = {
    "plate_actions": ["insert"], "plate_no": "MB-017", "pipe": "P-2103", "pipe_medium": "甲苯",
    "pipe_temperature": "25", "pipe_pressure": "0.05", "plate_material": "20#",
    "plate_spec": "DN100 PN16",
}  # fmt: skip
HEIGHT: Json = {"work_height": "4.5", "objective_dangers": [], "special_situations": []}
LIFT: Json = {
    "lift_object": "换热器管束", "lift_mass": "12.5", "lift_gear": "双肢吊带", "crane_count": "1",
    "crane_share_pct": "62", "special_lift": False, "near_power_line": False,
}  # fmt: skip
POWER: Json = {
    "power_point": "配电箱 AP-12", "power_kw": "15", "voltage": "380",
    "power_equipment": "移动式焊机 15kW",
}  # fmt: skip
DIG: Json = {
    "dig_scope": "管廊南侧基础，长3m宽2m", "dig_depth": "0.9", "dig_area": "6",
    "dig_method": "hand",
    "danger_lines": False,
}  # fmt: skip
ROAD: Json = {
    "road_reason": "吊装占道", "road_section": "经二路中段", "units_concerned": "一车间、储运部",
    "traffic_plan": "经三路绕行，两端设路栏和专人指挥，消防车可通行",
}  # fmt: skip
WELDER = (("welder", "welder", "welder_certificate"),)
CREW = (
    ("helper", "crane_operator", "crane_certificate"),
    ("foreman", "commander", "commander_certificate"),
)
JOBS = {
    "hot_special": Job(
        "hot_work", "hot_special", HOT | {"running_plant": True}, WELDER, ("in_charge",),
        unit=True, gas=True,
    ),
    "hot_1": Job(
        "hot_work", "hot_1", HOT, WELDER, ("ehs", "deputy", "director"), unit=True, gas=True
    ),
    "hot_2": Job("hot_work", "hot_2", HOT, WELDER, gas=True),
    "confined": Job("confined_space", "confined", SPACE, gas=True),
    "blind_plate": Job("blind_plate", "blind_plate", PLATE),
    "height_1": Job("height", "height_1", HEIGHT, (("helper", "climber", "climber_certificate"),)),
    "height_2": Job(
        "height", "height_2", HEIGHT | {"work_height": "12"},
        (("helper", "climber", "climber_certificate"),), ("professional",), unit=True,
    ),
    "lifting_3": Job("lifting", "lifting_3", LIFT, CREW, ("professional",), unit=True),
    "power": Job(
        "temporary_power", "power", POWER, (("foreman", "electrician", "foreman_certificate"),),
        ("power",), cosign=("power",), unit=True,
    ),
    "excavation": Job(
        "excavation", "excavation", DIG, approve=("professional",),
        cosign=("utility", "equipment", "fire", "ehs"), unit=True,
    ),
    "road": Job(
        "road_closing", "road", ROAD, approve=("professional",), cosign=("fire", "ehs"), unit=True
    ),
}  # fmt: skip
MEASURES = {
    "hot_work": 16, "confined_space": 15, "blind_plate": 11, "height": 15, "lifting": 20,
    "temporary_power": 14, "excavation": 11, "road_closing": 4,
}  # fmt: skip
