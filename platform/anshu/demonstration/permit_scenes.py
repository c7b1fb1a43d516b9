"""What the demonstration's permits are for: jobs, places, people, how far each gets. Invented."""

from msgspec import Struct

Data = dict[str, object]

# How far a scene goes: each step is reached through all those before it.
STEPS = ("book", "prepare", "submit", "issue", "start", "pause", "finish", "accept")


class PermitScene(Struct, frozen=True):
    """A job and where its permit stands at the end.

    `workers`: post and duty; `signers` come after the person in charge. `ends`: another end than
    the way to acceptance ("change", "reject"). `minutes` is the planned duration.
    """

    job: str
    level: str
    content: str
    area: str
    code: str
    fields: Data
    until: str
    workers: tuple[tuple[str, str], ...] = (("fixer", "worker"),)
    signers: tuple[str, ...] = ("unit",)
    ends: str = ""
    minutes: int = 360
    colour: str = "yellow"


HEIGHT: Data = {"work_height": "3.5", "objective_dangers": [], "special_situations": []}
SPACE: Data = {
    "space_name": "1号反应釜", "medium": "甲苯（已置换）", "oxygen_enriched": False,
    "rescue_gear": "正压呼吸器2套、救生绳2根（模拟）",
}  # fmt: skip
HOT: Data = {
    "hot_method": ["grinding"], "hot_part": "1号中间罐液位计根部法兰", "running_plant": True,
    "tank_dike": False, "pipe_rack": False, "cylinders": False, "video_device": "CAM-03（模拟）",
}  # fmt: skip
PLATE: Data = {
    "plate_actions": ["insert"], "plate_no": "MB-101", "pipe": "PL-1012", "pipe_medium": "循环水",
    "pipe_temperature": "25", "pipe_pressure": "0", "plate_material": "20#",
    "plate_spec": "DN80 PN16",
}  # fmt: skip
POWER: Data = {
    "power_point": "配电箱 AP-5", "power_kw": "7.5", "voltage": "380",
    "power_equipment": "移动式排污泵 7.5kW（模拟）",
}  # fmt: skip
SCENES = (
    PermitScene(
        "blind_plate", "blind_plate", "1号反应釜进料管加盲板（模拟）", "反应釜区", "R-101", PLATE,
        "finish",
    ),
    PermitScene(
        "height", "height_1", "输送机上方照明灯更换（模拟）", "包装间", "C-401", HEIGHT, "accept",
        (("fixer", "climber"),),
    ),
    PermitScene(
        "height", "height_1", "包装间屋架风管检修（模拟）", "包装间", "C-401", HEIGHT, "issue",
        (("fixer", "climber"),), ends="change",
    ),
    PermitScene(
        "confined_space", "confined", "1号反应釜内壁检查（模拟）", "反应釜区", "R-101", SPACE,
        "start", signers=("unit", "ehs"), colour="red",
    ),
    # Less than half an hour is left when the demonstration begins; then it runs over.
    PermitScene(
        "height", "height_1", "包装线上方风管拆除（模拟）", "包装间", "C-401", HEIGHT, "start",
        (("fixer", "climber"),), ("safety", "unit"), minutes=25, colour="orange",
    ),
    PermitScene(
        "temporary_power", "power", "电缆沟排水临时用电（模拟）", "配电室", "E-501", POWER, "pause",
        (("foreman", "electrician"),), ("unit", "power", "power"),
    ),
    PermitScene(
        "height", "height_1", "配电室屋面检查（模拟）", "配电室", "E-501", HEIGHT, "issue",
        (("fixer", "climber"),),
    ),
    # Waits for the leader in charge, who has to come to the site.
    PermitScene(
        "hot_work", "hot_special", "1号中间罐液位计法兰打磨（模拟）", "中间罐区", "V-301", HOT,
        "submit", (("welder", "welder"),), ("unit",), colour="red",
    ),
    PermitScene(
        "height", "height_1", "反应釜区平台护栏更换（模拟）", "反应釜区", "R-103", HEIGHT,
        "prepare", (("fixer", "climber"),),
    ),
    PermitScene(
        "excavation", "excavation", "配电室东侧埋地水管检修（模拟）", "配电室", "E-501", {}, "book",
    ),
    PermitScene(
        "height", "height_1", "重复预约（模拟）", "包装间", "C-401", HEIGHT, "book", ends="reject",
    ),
)  # fmt: skip
# Post, family, trade.
CERTIFICATES = (
    ("welder", "trade", "welding"),
    ("foreman", "trade", "electrical"),
    ("fixer", "trade", "height_work"),
    ("guardian", "guardian", "guardian_training"),
    ("guardian2", "guardian", "guardian_training"),
)
CONTACTS = (
    ("厂应急值班室", "0513-0000119（模拟）", "火灾、爆炸、泄漏", "1"),
    ("厂医务室", "0513-0000120（模拟）", "受伤、中毒", "2"),
    ("一车间调度", "0513-0000121（模拟）", "停车、停电、停气", "3"),
)
MEASURES = {
    "hot_work": 16, "confined_space": 15, "blind_plate": 11, "height": 15, "temporary_power": 14,
}  # fmt: skip
JHA: tuple[Data, ...] = (
    {"step": "作业准备", "danger": "能量未隔离", "measure": "断开、加锁、挂牌，逐项确认（模拟）"},
    {"step": "作业实施", "danger": "着火、中毒、坠落", "measure": "持续检测，全程监护（模拟）"},
    {"step": "作业收尾", "danger": "遗留物、误送电", "measure": "清点、恢复、验收（模拟）"},
)
# What people choose instead of writing: one for each kind of job that is booked most.
TEMPLATES: dict[str, tuple[str, tuple[Data, ...]]] = {
    "height": ("高处作业通用分析（模拟）", JHA),
    "hot_work": ("动火作业通用分析（模拟）", (
        {"step": "动火准备", "danger": "周围可燃物、残留可燃气体",
         "measure": "清除或封盖可燃物，隔离、置换，气体分析合格（模拟）"},
        {"step": "动火实施", "danger": "火花熔渣、触电、烫伤",
         "measure": "设接火盆和防火毯，焊机接地，监护人在岗（模拟）"},
        {"step": "动火收尾", "danger": "残留火种", "measure": "熄灭并检查，确认无残留火种（模拟）"},
    )),
    "confined_space": ("受限空间通用分析（模拟）", (
        {"step": "进入准备", "danger": "物料窜入、缺氧、中毒",
         "measure": "加盲板隔绝，置换通风，三点气体分析合格（模拟）"},
        {"step": "空间内作业", "danger": "缺氧、中毒、触电",
         "measure": "连续检测，安全电压，空间外监护并保持联络（模拟）"},
        {"step": "作业收尾", "danger": "人员、工具遗留", "measure": "清点人员和工具后封闭（模拟）"},
    )),
}  # fmt: skip
