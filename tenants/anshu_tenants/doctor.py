"""Checks that `anshu doctor` runs on the registry and on every PostgreSQL node."""

import msgspec

from anshu.store.principal import Control, Relay
from anshu_tenants import queries
from anshu_tenants.estate import Estate
from anshu_tenants.hardening import weaknesses
from anshu_tenants.migrate import outdated
from anshu_tenants.naming import LOGINS, role
from anshu_tenants.script import shipped

_FEWEST_SPARES = 2


class Finding(msgspec.Struct, frozen=True):
    """Something wrong or weak, with its cure, in Chinese and in English."""

    severe: bool
    code: str
    zh: str
    en: str


async def examine(estate: Estate) -> list[Finding]:
    """All findings, severe ones first; an empty list is good health."""
    found = await sick_tenants(estate) + await behind(estate)
    for node in estate.admin_dsns:
        found += await hardening(estate, node)
        found += await powers(estate, node)
        found += await strays(estate, node)
        found += await spares(estate, node)
    return sorted(found, key=lambda finding: not finding.severe)


async def sick_tenants(estate: Estate) -> list[Finding]:
    """Quarantined tenants, with the words of what failed."""
    control = Control(estate.control_node)
    async with estate.store.begin(control, purpose="tenants.doctor") as transaction:
        rows = await transaction.fetch(queries.SICK)
    return [
        Finding(
            True,
            "tenant-quarantined",
            f"租户“{row['name']}”({row['schema']})已隔离：{row['error']}。"
            "排除原因后执行 anshu tenants migrate。",
            f"tenant {row['name']!r} ({row['schema']}) is quarantined: {row['error']}. "
            "Remove the cause, then run `anshu tenants migrate`.",
        )
        for row in rows
    ]


async def behind(estate: Estate) -> list[Finding]:
    """Schemas that are not at this version's revision."""
    waiting = [each for each in await outdated(estate) if each.revision != shipped().head]
    if not waiting:
        return []
    return [
        Finding(
            True,
            "tenants-outdated",
            f"{len(waiting)} 个租户结构不是版本 {shipped().head}。执行 anshu tenants migrate。",
            f"{len(waiting)} schemas are not at {shipped().head}. Run `anshu tenants migrate`.",
        )
    ]


async def hardening(estate: Estate, node: str) -> list[Finding]:
    """Hardening measures that are not in force."""
    return [
        Finding(
            False,
            "not-hardened",
            f"节点 {node}：加固措施“{name}”未生效（弱化模式）。见 infra/postgres/README.md。",
            f"node {node}: the measure {name!r} is not in force (weaker mode). "
            "See infra/postgres/README.md.",
        )
        for name in await weaknesses(estate.store, node)
    ]


async def powers(estate: Estate, node: str) -> list[Finding]:
    """Roles of ours that may more than they should."""
    ours = [role(estate.installation, kind) for kind in (*LOGINS, "owner", "tenants")]
    return [
        Finding(
            True,
            "role-too-powerful",
            f"节点 {node}：数据库角色 {name} 的权限过大或成员关系不当。收回后重新安装。",
            f"node {node}: role {name} has powers or memberships it must not have. "
            "Take them away and install again.",
        )
        for name in await _names(estate, node, queries.POWERS, estate.installation, ours)
    ]


async def strays(estate: Estate, node: str) -> list[Finding]:
    """Schemas that the registry does not know, and tenants whose schema is missing."""
    control = Control(estate.control_node)
    async with estate.store.begin(control, purpose="tenants.doctor") as transaction:
        rows = await transaction.fetch(queries.REGISTERED, node)
    owner = role(estate.installation, "owner")
    present = set(await _names(estate, node, queries.PRESENT, owner))
    registered = {row["schema"] for row in rows}
    return [
        Finding(
            True,
            "schema-missing",
            f"节点 {node}：登记的租户结构 {schema} 不存在。从备份恢复。",
            f"node {node}: the registered schema {schema} is not there. Restore a backup.",
        )
        for schema in sorted(registered - present)
    ] + [
        Finding(
            False,
            "schema-unregistered",
            f"节点 {node}：结构 {schema} 未登记，可能属于较新的登记库备份。查明后再删除。",
            f"node {node}: schema {schema} is not registered; the registry may be an older "
            "backup. Find out before you drop it.",
        )
        for schema in sorted(present - registered)
    ]


async def spares(estate: Estate, node: str) -> list[Finding]:
    """A node where the next sign-up would have to wait for a schema to be built."""
    control = Control(estate.control_node)
    async with estate.store.begin(control, purpose="tenants.doctor") as transaction:
        row = await transaction.fetchrow(queries.SPARES, node)
    count = row["count"] if row else 0
    if count >= _FEWEST_SPARES:
        return []
    return [
        Finding(
            False,
            "few-spares",
            f"节点 {node} 只剩 {count} 个备用租户结构。执行 anshu tenants spares。",
            f"node {node} has {count} spare schemas left. Run `anshu tenants spares`.",
        )
    ]


async def _names(estate: Estate, node: str, sql: str, *args: object) -> list[str]:
    async with estate.store.begin(Relay(node), purpose="tenants.doctor") as transaction:
        return [row[0] for row in await transaction.fetch(sql, *args)]
