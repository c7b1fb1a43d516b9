"""The catalogue of permissions: what exists to be granted, and what each one opens."""

import hashlib
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from msgspec import Struct

from anshu.definitions.language import RecordType, Role
from anshu.definitions.words import Text


class UnknownPermission(LookupError):
    """A role grants, or a route asks for, a permission that the catalogue does not have."""


class Permission(Struct, frozen=True):
    """One permission `module:resource:action`: its title and what it opens."""

    key: str
    title: Text
    opens: Text


class Catalogue:
    """An immutable set of permissions, the same for all who hold equal ones (`digest`)."""

    def __init__(self, permissions: Iterable[Permission]) -> None:
        listed = {permission.key: permission for permission in permissions}
        self.permissions = MappingProxyType(dict(sorted(listed.items())))
        self.digest = hashlib.sha256("\n".join(self.permissions).encode()).digest()

    def __contains__(self, key: str) -> bool:
        return key in self.permissions

    def __iter__(self) -> Iterator[str]:
        return iter(self.permissions)

    def known(self, key: str) -> str:
        """The key itself; raises UnknownPermission when the catalogue does not have it."""
        if key not in self.permissions:
            raise UnknownPermission(f"no permission is called {key!r}")
        return key

    def check(self, roles: Iterable[Role]) -> None:
        """Raises UnknownPermission naming the role and each permission that does not exist."""
        wrong = [
            f"{role.key} grants {grant.permission!r}"
            for role in roles
            for grant in role.grants
            if grant.permission not in self.permissions
        ]
        if wrong:
            raise UnknownPermission("no such permission: " + ", ".join(wrong))

    def with_types(self, types: Iterable[RecordType]) -> "Catalogue":
        """This catalogue and the permissions of these record types, shipped or a tenant's own."""
        added = [p for t in types for p in record_permissions(t.key, t.title, flow=bool(t.flow))]
        return Catalogue([*self.permissions.values(), *added])


def record_permissions(key: str, title: Text, *, flow: bool) -> list[Permission]:
    """The permissions that a record type brings: on its records and, with a flow, its tasks."""
    actions = RECORD_ACTIONS + (TASK_ACTIONS if flow else ())
    return [
        Permission(
            key=f"{key}:{suffix}",
            title=Text(zh=f"{title.zh}：{zh}", en=f"{title.en or title.zh}: {en}"),
            opens=opens,
        )
        for suffix, zh, en, opens in actions
    ]


def _platform(key: str, zh: str, en: str, opens: Text) -> Permission:
    return Permission(key=key, title=Text(zh=zh, en=en), opens=opens)


RECORD_ACTIONS = (
    ("record:create", "登记", "create", Text(
        zh="新建该类记录", en="Creating records of this type")),
    ("record:read", "查看", "read", Text(
        zh="列表、详情、搜索中的普通字段和办理过程",
        en="Normal fields and the chain in lists, pages and search")),
    ("record:read_restricted", "查看受限字段", "read restricted fields", Text(
        zh="受限字段，例如处罚记录", en="Restricted fields, for example penalty records")),
    ("record:read_personal", "查看个人字段", "read personal fields", Text(
        zh="个人信息字段，例如电话", en="Personal fields, for example a telephone number")),
    ("record:update", "修改", "update", Text(
        zh="修改不走流程的记录", en="Changing records that have no flow")),
    ("record:export", "导出", "export", Text(
        zh="把可见的行和字段导出为 CSV 或 XLSX",
        en="Exporting the visible rows and fields as CSV or XLSX")),
)  # fmt: skip
TASK_ACTIONS = (
    ("record:comment", "留言", "comment", Text(
        zh="在可见记录上留言，留言进入账本",
        en="Commenting on visible records; comments go into the ledger")),
    ("task:act", "办理任务", "act on tasks", Text(
        zh="办理派给本人或本岗位的任务",
        en="Finishing tasks that are given to the person or the person's role")),
    ("task:reassign", "转交任务", "pass tasks on", Text(
        zh="把自己的或范围内的任务转交给有资格的人",
        en="Passing one's own tasks, or those within reach, on to somebody entitled")),
    ("task:add_signer", "加签", "add signers", Text(
        zh="给自己的或范围内的任务增加签署人",
        en="Adding signers to one's own tasks, or to those within reach")),
    ("task:copy", "抄送", "send copies", Text(
        zh="把可见记录抄送给他人阅读", en="Giving visible records to others to read")),
    ("entry:add", "记录现场情况", "make entries", Text(
        zh="在任务进行中补充记录，例如气体检测、签到、交底",
        en="Recording what happens while a task waits: readings, presence, briefings")),
    ("task:urge", "催办", "urge", Text(
        zh="催促可见记录的当前办理人", en="Urging those whom a visible record waits for")),
)  # fmt: skip
PLATFORM = Catalogue((
    _platform("evidence:package:read", "下载证据包", "Download evidence packages", Text(
        zh="下载可见记录的证据包并在线核验",
        en="Downloading and verifying the evidence package of a visible record")),
    _platform("import:job:create", "导入数据", "Import data", Text(
        zh="上传表格、对应列、试运行、导入",
        en="Uploading a table, mapping its columns, dry run and import")),
    _platform("connector:instance:read", "查看连接", "See connectors", Text(
        zh="连接的状态、计数和错误", en="State, counts and errors of connectors")),
    _platform("connector:instance:manage", "管理连接", "Manage connectors", Text(
        zh="新建连接、检测、立即运行", en="Creating, probing and running connectors")),
    _platform("indicator:board:read", "查看指标", "See indicators", Text(
        zh="闭环率等指标和看板", en="Closure rate and other indicators, boards")),
    _platform("ledger:view:read", "查看台账", "See ledgers", Text(
        zh="由记录自动生成的台账", en="The ledgers that fill themselves from records")),
    _platform("list:view:share", "共享列表视图", "Share list views", Text(
        zh="把列表视图共享给本单位，并设为某些角色的默认视图",
        en="Sharing views of lists with the organisation, as the first view of roles")),
    _platform("audit:event:read", "查看审计", "See the audit trail", Text(
        zh="谁在什么时候做了什么", en="Who did what and when")),
    _platform("media:item:upload", "上传照片和文件", "Upload photos and files", Text(
        zh="上传现场照片、签名和附件", en="Uploading site photos, signatures and attachments")),
    _platform("media:item:read", "查看照片和文件", "See photos and files", Text(
        zh="查看可见记录的照片、签名和附件",
        en="Photos, signatures and attachments of visible records")),
    _platform("observation:item:write", "写入监测数据", "Send observations", Text(
        zh="传感器和气象服务写入风速、气温等监测数据",
        en="Wind, temperature and other values of sensors and weather services")),
    _platform("observation:item:read", "查看监测数据", "See observations", Text(
        zh="最新的风速、气温等监测数据及其来源和时效",
        en="The newest wind, temperature and other values with source and age")),
    _platform("observation:presence:write", "现场在岗信号", "Signs of presence", Text(
        zh="监护人的手机定时报告本人仍在现场",
        en="A guardian's phone says now and then that the person is still there")),
    _platform("person:assignment:manage", "分配角色", "Assign roles", Text(
        zh="给人员分配或收回角色及其组织范围",
        en="Giving people roles on organisation paths and taking them back")),
    _platform("account:login:manage", "管理登录账号", "Manage log-ins", Text(
        zh="新建、停用本租户人员的登录账号，重设密码",
        en="Creating and disabling log-ins of the tenant's people, setting passwords")),
    _platform("tenant:settings:manage", "管理租户设置", "Manage tenant settings", Text(
        zh="租户名称、时区等设置", en="Name, time zone and other settings of the tenant")),
    _platform("notification:channel:manage", "管理通知渠道", "Manage notification channels", Text(
        zh="通知的默认设置、模板、邮件和 Webhook 的投递记录",
        en="Defaults and templates of notices, webhooks, the log of mails and webhooks")),
    _platform("token:self:manage", "管理自己的接口令牌", "Manage one's own API tokens", Text(
        zh="新建、查看、收回自己的接口令牌",
        en="Creating, seeing and revoking one's own API tokens")),
))  # fmt: skip
# Known without a pack, so that routes and roles can be checked before any is loaded.
SHIPPED_TYPES = (
    ("hazard", Text(zh="隐患", en="Hazard"), True),
    ("gas_check", Text(zh="气体检测记录", en="Gas check"), False),
    ("hazard_supervision", Text(zh="重大隐患督办", en="Supervision of a major hazard"), True),
    ("penalty", Text(zh="处罚记录", en="Penalty"), False),
    ("plant_profile", Text(zh="企业概况", en="Plant profile"), False),
    ("permit", Text(zh="作业票", en="Permit"), True),
    ("permit_alarm", Text(zh="作业报警", en="Permit alarm"), True),
    ("paper_permit", Text(zh="停机期间纸质票", en="Paper permit"), False),
    ("outage", Text(zh="系统停机", en="Outage"), False),
    ("certificate", Text(zh="人员证书", en="Certificate"), False),
    ("special_period", Text(zh="特殊时段", en="Special period"), False),
    ("hot_work_area", Text(zh="固定动火区", en="Fixed hot-work area"), False),
    ("jha_template", Text(zh="风险分析模板", en="Hazard analysis template"), False),
    ("emergency_contact", Text(zh="应急联系人", en="Emergency contact"), False),
    ("improvement", Text(zh="一线体验优化", en="Improvement"), True),
    ("person", Text(zh="人员", en="Person"), False),
    ("org_unit", Text(zh="组织", en="Organisation unit"), False),
    ("area", Text(zh="区域", en="Area"), False),
    ("equipment", Text(zh="设备", en="Equipment"), False),
    ("delegation", Text(zh="委托", en="Delegation"), False),
    ("plan", Text(zh="平面图", en="Plan"), False),
    ("calendar", Text(zh="工作日历", en="Calendar"), False),
)
SHIPPED = Catalogue((
    *PLATFORM.permissions.values(),
    *(p for key, title, flow in SHIPPED_TYPES
      for p in record_permissions(key, title, flow=flow)),
))  # fmt: skip
