"""Where the demonstration's permits of today stand, and what stands beside permits. Invented."""

from msgspec import Struct

from anshu.demonstration.permit_jobs import JHA, JOBS, Data, Job

# How far a scene goes: each step is reached through all those before it.
STEPS = (
    "book", "approve", "prepare", "submit", "sign", "cosign", "issue", "check", "start", "pause",
    "finish", "accept",
)  # fmt: skip


class PermitScene(Struct, frozen=True):
    """A job at a place; `fields` are those of its kind that differ from permit_jobs.JOBS.

    `until`: how far it gets. `ends`: another end than the way to acceptance ("change", "reject").
    `minutes` is the planned duration, `guardian` the post of who guards, `weight` how often it
    comes in simulated days.
    """

    level: str
    content: str
    area: str
    code: str
    fields: Data = {}
    until: str = "accept"
    ends: str = ""
    minutes: int = 360
    colour: str = "yellow"
    guardian: str = "guardian"
    weight: int = 1

    @property
    def job(self) -> Job:
        """What is filled in for this kind and level, with the scene's own fields."""
        job = JOBS[self.level]
        return Job(
            job.kind, job.level, job.fields | self.fields, job.workers, job.approve, job.cosign,
            job.unit, job.gas,
        )  # fmt: skip

    @property
    def cosigners(self) -> tuple[str, ...]:
        """Who signs between the person in charge and the approvers; orange risk adds one."""
        job = JOBS[self.level]
        unit = ("unit",) if job.unit else ()
        return (*unit, *job.cosign, *(("safety",) if self.colour == "orange" else ()))

    @property
    def approvers(self) -> tuple[str, ...]:
        """Who issues the permit; red risk adds one."""
        job = JOBS[self.level]
        red = self.colour == "red" and "ehs" not in job.approve
        return (*job.approve, *(("ehs",) if red else ()))


PLATE: Data = {"plate_no": "MB-101", "pipe": "PL-1012", "pipe_medium": "循环水"}
SPACE: Data = {
    "space_name": "1号反应釜", "medium": "甲苯（已置换）",
    "rescue_gear": "正压呼吸器2套、救生绳2根（模拟）",
}  # fmt: skip
POWER: Data = {
    "power_point": "配电箱 AP-5",
    "power_kw": "7.5",
    "power_equipment": "移动式排污泵 7.5kW（模拟）",
}
HOT: Data = {
    "hot_method": ["grinding"], "hot_part": "1号中间罐液位计根部法兰", "cylinders": False,
    "video_device": "CAM-03（模拟）",
}  # fmt: skip
SCENES = (
    PermitScene(
        "blind_plate", "1号反应釜进料管加盲板（模拟）", "反应釜区", "R-101", PLATE, "finish"
    ),
    PermitScene("height_1", "输送机上方照明灯更换（模拟）", "包装间", "C-401"),
    PermitScene(
        "height_1", "包装间屋架风管检修（模拟）", "包装间", "C-401", until="check", ends="change"
    ),
    PermitScene(
        "confined", "1号反应釜内壁检查（模拟）", "反应釜区", "R-101", SPACE, "start", colour="red"
    ),
    # Less than half an hour is left when the demonstration begins; then it runs over.
    PermitScene(
        "height_1", "包装线上方风管拆除（模拟）", "包装间", "C-401", until="start", minutes=25,
        colour="orange", guardian="guardian2",
    ),
    PermitScene(
        "power", "电缆沟排水临时用电（模拟）", "配电室", "E-501", POWER, "pause",
        guardian="guardian3",
    ),
    PermitScene(
        "height_1", "配电室屋面检查（模拟）", "配电室", "E-501", until="check",
        guardian="guardian3",
    ),
    # Waits for the leader in charge, who has to come to the site.
    PermitScene(
        "hot_special", "1号中间罐液位计法兰打磨（模拟）", "中间罐区", "V-301", HOT, "cosign",
        colour="red", guardian="guardian4",
    ),
    PermitScene(
        "height_1", "反应釜区平台护栏更换（模拟）", "反应釜区", "R-103", until="prepare",
        guardian="guardian4",
    ),
    PermitScene("excavation", "配电室东侧埋地水管检修（模拟）", "配电室", "E-501", until="book"),
    PermitScene("height_1", "重复预约（模拟）", "包装间", "C-401", until="book", ends="reject"),
)  # fmt: skip
# Who holds the certificate of which duty.
CERTIFICATES = (
    ("welder", "welder"), ("foreman", "electrician"), ("foreman", "commander"),
    ("fixer", "climber"), ("fixer", "crane_operator"), ("guardian", "guardian"),
    ("guardian2", "guardian"), ("guardian3", "guardian"), ("guardian4", "guardian"),
)  # fmt: skip
CONTACTS = (
    ("厂应急值班室", "0513-0000119（模拟）", "火灾、爆炸、泄漏", "1"),
    ("厂医务室", "0513-0000120（模拟）", "受伤、中毒", "2"),
    ("一车间调度", "0513-0000121（模拟）", "停车、停电、停气", "3"),
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
