"""Who is in the demonstration group: invented tenants, units, people, areas and equipment."""

from msgspec import Struct


class Plant(Struct, frozen=True):
    """A demonstration subsidiary; `key` begins its log-ins."""

    key: str
    name: str
    region: str
    lat: str
    lon: str


class Post(Struct, frozen=True):
    """A person's place in a plant: log-in suffix, role, unit, post, further roles there."""

    key: str
    role: str
    org_path: str
    post: str
    also: tuple[str, ...] = ()


class Extent(Struct, frozen=True):
    """How much of the group is built; hazards are simulated in every plant or in none.

    `days` of history are simulated before them.
    """

    plants: tuple[Plant, ...]
    carriers: int
    hazards: bool = True
    days: int = 0

    @property
    def tenants(self) -> int:
        """How many tenants that makes, with headquarters and the regions."""
        return 1 + len(REGIONS) + len(self.plants) + self.carriers


GROUP = "安澜化工集团（演示）"
REGIONS = {"east": "华东区域中心（演示）", "north": "华北区域中心（演示）"}
PLANTS = (
    Plant("nantong", "安澜南通精细化工（演示）", "east", "32.010500", "120.861200"),
    Plant("yancheng", "安澜盐城新材料（演示）", "east", "33.347800", "120.163500"),
    Plant("zibo", "安澜淄博助剂（演示）", "north", "36.813200", "118.054900"),
    Plant("cangzhou", "安澜沧州农化（演示）", "north", "38.304500", "116.838800"),
)
CARRIER_NAMES = (
    "顺达", "通海", "恒运", "安捷", "众驰", "金桥", "远帆", "德信", "华瑞", "永泰", "长风", "启程",
    "瑞丰", "宏远", "联运", "速达", "鼎盛", "正大", "兴隆", "广源", "百川", "新程", "平安",
)  # fmt: skip
WHOLE = Extent(PLANTS, len(CARRIER_NAMES), days=90)
UNITS = (
    ("/", "总厂", "company"),
    ("/ehs/", "安环部", "department"),
    ("/eq/", "设备部", "department"),
    ("/w1/", "一车间", "workshop"),
    ("/w1/t1/", "一车间甲班", "team"),
    ("/w1/t2/", "一车间乙班", "team"),
    ("/w2/", "二车间", "workshop"),
    ("/w2/t1/", "二车间甲班", "team"),
)
POSTS = (
    Post("worker", "worker", "/w1/t1/", "操作工"),
    Post("inspector", "inspector", "/w1/", "巡检员"),
    Post("leader", "team_leader", "/w1/t1/", "甲班班长"),
    Post("safety", "workshop_safety", "/w1/", "一车间安全员"),
    Post("ehs", "ehs_manager", "/", "安环部经理"),
    Post("boss", "plant_manager", "/", "厂长"),
    Post("fixer", "worker", "/w1/t1/", "维修工"),
    Post("equipment", "equipment_manager", "/", "设备经理"),
    Post("admin", "tenant_admin", "/", "系统管理员"),
    Post("auditor", "auditor", "/", "监管检查员"),
    Post("leader2", "team_leader", "/w2/t1/", "二车间班长"),
    Post("safety2", "workshop_safety", "/w2/", "二车间安全员"),
)
# Who works with permits: all of them in the first plant only, the others are smaller.
PERMIT_POSTS = (
    Post("foreman", "worker", "/w1/t1/", "检修负责人"),
    Post("welder", "worker", "/w1/t1/", "焊工"),
    Post("guardian", "worker", "/w1/t1/", "监护人", ("guardian",)),
    Post("guardian2", "worker", "/w1/t1/", "监护人", ("guardian",)),
    Post("gas", "worker", "/", "气体分析员", ("gas_tester",)),
    Post("shift", "team_leader", "/w1/", "当班班长", ("shift_leader",)),
    Post("unit", "unit_head", "/w1/", "一车间主任"),
    Post("professional", "professional_dept", "/", "设备部工程师"),
    Post("power", "power_supplier", "/", "供电主管"),
    Post("fire", "fire_dept", "/", "消防队长"),
    Post("utility", "utility_dept", "/", "公用工程主管"),
    Post("incharge", "leader_in_charge", "/", "主管领导"),
    Post("chief", "chief_engineer", "/", "总工程师"),
    Post("deputy", "deputy_gm", "/", "生产副总"),
    Post("director", "ehs_director", "/", "安环总监"),
    Post("gm", "general_manager", "/", "总经理"),
    Post("guardian3", "worker", "/w1/t1/", "监护人", ("guardian",)),
    Post("guardian4", "worker", "/w1/t1/", "监护人", ("guardian",)),
)
IN_EVERY_PLANT = ("foreman", "welder", "guardian", "gas", "shift", "unit")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "建国",
    "志强",
    "海燕",
    "秀英",
    "晓东",
    "丽华",
    "文博",
    "金凤",
    "永强",
    "春梅",
    "立新",
    "思远",
)
AREAS = (
    ("反应釜区", "/w1/t1/", "red", "0.000300", "0.000200"),
    ("中间罐区", "/w1/", "orange", "-0.000400", "0.000500"),
    ("包装间", "/w2/t1/", "yellow", "0.000600", "-0.000300"),
    ("配电室", "/w2/", "orange", "-0.000200", "-0.000600"),
)
EQUIPMENT = (
    ("R-101", "1号反应釜", "反应釜区"), ("R-102", "2号反应釜", "反应釜区"),
    ("R-103", "3号反应釜", "反应釜区"), ("P-201", "1号循环泵", "中间罐区"),
    ("P-202", "2号循环泵", "中间罐区"), ("V-301", "1号中间罐", "中间罐区"),
    ("C-401", "包装线输送机", "包装间"), ("E-501", "1号配电柜", "配电室"),
)  # fmt: skip
HAZARDS = (
    ("反应釜区", "R-103", "3号反应釜搅拌轴密封处有轻微渗漏，地面有油迹"),
    ("中间罐区", "P-201", "1号循环泵联轴器防护罩固定螺栓缺失两颗"),
    ("反应釜区", "R-101", "1号反应釜平台护栏底部焊缝开裂，扶手松动"),
    ("中间罐区", "V-301", "1号中间罐液位计根部阀门手轮锈蚀，开关费力"),
    ("反应釜区", "R-102", "灭火器压力表指针落在红区，点检卡上月未填"),
    ("中间罐区", "P-202", "2号循环泵接地线断开，端子有烧蚀痕迹"),
)


def posts_of(plant: int) -> tuple[Post, ...]:
    """Who is in a plant, by its place among the plants."""
    if plant:
        return (*POSTS, *(post for post in PERMIT_POSTS if post.key in IN_EVERY_PLANT))
    return (*POSTS, *PERMIT_POSTS)


def person_name(plant: int, post: int) -> str:
    """An invented name, different within a plant."""
    surname = SURNAMES[(plant * 11 + post * 7) % len(SURNAMES)]
    return surname + GIVEN[(plant * 5 + post) % len(GIVEN)]
