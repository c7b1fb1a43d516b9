"""What an applicant fills in for each kind of job and who signs it; the permits' tests use it too.

All invented. People are named by their post (see group.PERMIT_POSTS).
"""

from msgspec import Struct

Data = dict[str, object]


class Job(Struct, frozen=True):
    """A kind of job at a level: the kind's own fields, workers with their duty, who signs.

    `unit`: its head signs before the others. `gas`: it needs a gas test.
    """

    kind: str
    level: str
    fields: Data
    workers: tuple[tuple[str, str], ...] = (("fixer", "worker"),)
    approve: tuple[str, ...] = ("unit",)
    cosign: tuple[str, ...] = ()
    unit: bool = False
    gas: bool = False


HOT: Data = {
    "hot_method": ["welding"], "hot_part": "3号反应釜出口法兰", "running_plant": False,
    "tank_dike": False, "pipe_rack": False, "cylinders": True, "cylinder_gap": "6",
    "cylinder_distance": "12", "welder_distance": "8", "video_device": "CAM-07",
    "monitor_no": "GD-031",
}  # fmt: skip
SPACE: Data = {
    "space_name": "3号反应釜", "medium": "甲苯", "oxygen_enriched": False,
    "rescue_gear": "正压呼吸器2套、救生绳2根、三脚架1套",
}  # fmt: skip
PLATE: Data = {
    "plate_actions": ["insert"], "plate_no": "MB-017", "pipe": "P-2103", "pipe_medium": "甲苯",
    "pipe_temperature": "25", "pipe_pressure": "0.05", "plate_material": "20#",
    "plate_spec": "DN100 PN16",
}  # fmt: skip
HEIGHT: Data = {"work_height": "4.5", "objective_dangers": [], "special_situations": []}
LIFT: Data = {
    "lift_object": "换热器管束", "lift_mass": "12.5", "lift_gear": "双肢吊带", "crane_count": "1",
    "crane_share_pct": "62", "special_lift": False, "near_power_line": False,
}  # fmt: skip
POWER: Data = {
    "power_point": "配电箱 AP-12", "power_kw": "15", "voltage": "380",
    "power_equipment": "移动式焊机 15kW",
}  # fmt: skip
DIG: Data = {
    "dig_scope": "管廊南侧基础，长3m宽2m", "dig_depth": "0.9", "dig_area": "6",
    "dig_method": "hand", "danger_lines": False,
}  # fmt: skip
ROAD: Data = {
    "road_reason": "吊装占道", "road_section": "经二路中段", "units_concerned": "一车间、储运部",
    "traffic_plan": "经三路绕行，两端设路栏和专人指挥，消防车可通行",
}  # fmt: skip
WELDER = (("welder", "welder"),)
CLIMBER = (("fixer", "climber"),)
CREW = (("fixer", "crane_operator"), ("foreman", "commander"))
_JOBS = (
    Job(
        "hot_work", "hot_special", HOT | {"running_plant": True}, WELDER, ("incharge",),
        unit=True, gas=True,
    ),
    Job("hot_work", "hot_1", HOT, WELDER, ("ehs", "deputy", "director"), unit=True, gas=True),
    Job("hot_work", "hot_2", HOT, WELDER, gas=True),
    Job("confined_space", "confined", SPACE, gas=True),
    Job("blind_plate", "blind_plate", PLATE),
    Job("height", "height_1", HEIGHT, CLIMBER),
    Job(
        "height", "height_2", HEIGHT | {"work_height": "12"}, CLIMBER, ("professional",),
        unit=True,
    ),
    Job("lifting", "lifting_3", LIFT, CREW, ("professional",), unit=True),
    Job(
        "temporary_power", "power", POWER, (("foreman", "electrician"),), ("power",), ("power",),
        unit=True,
    ),
    Job(
        "excavation", "excavation", DIG, approve=("professional",),
        cosign=("utility", "equipment", "fire", "ehs"), unit=True,
    ),
    Job(
        "road_closing", "road", ROAD, approve=("professional",), cosign=("fire", "ehs"), unit=True
    ),
)  # fmt: skip
JOBS = {job.level: job for job in _JOBS}
# How many measures each kind's permit lists.
MEASURES = {
    "hot_work": 18, "confined_space": 15, "blind_plate": 11, "height": 15, "lifting": 20,
    "temporary_power": 14, "excavation": 11, "road_closing": 4,
}  # fmt: skip
# Which certificate a duty asks for: family, trade.
CERTIFICATE_OF = {
    "welder": ("trade", "welding"), "electrician": ("trade", "electrical"),
    "climber": ("trade", "height_work"), "commander": ("special_equipment", "crane_command"),
    "crane_operator": ("special_equipment", "crane_operation"),
    "guardian": ("guardian", "guardian_training"),
}  # fmt: skip
JHA: tuple[Data, ...] = (
    {"step": "作业准备", "danger": "能量未隔离", "measure": "断开、加锁、挂牌，逐项确认（模拟）"},
    {"step": "作业实施", "danger": "着火、中毒、坠落", "measure": "持续检测，全程监护（模拟）"},
    {"step": "作业收尾", "danger": "遗留物、误送电", "measure": "清点、恢复、验收（模拟）"},
)
