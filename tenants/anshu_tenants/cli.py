"""`anshu tenants …`: create, list, status, spares, migrate, retire, restore."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
import rich_click as click

from anshu.settings import Settings
from anshu.store.principal import Control
from anshu_tenants import queries
from anshu_tenants.archive import ArchiveBroken
from anshu_tenants.deployment import install_all, open_estate
from anshu_tenants.dump import DumpFailed
from anshu_tenants.estate import Estate
from anshu_tenants.install import InstallationRefused
from anshu_tenants.migrate import Migrated
from anshu_tenants.migrate import migrate as migrate_all
from anshu_tenants.provision import KINDS, NewTenant, TenantRefused, create_tenant, fill_spares
from anshu_tenants.registry import TenantRow, TenantUnknown, list_all
from anshu_tenants.restore import RestoreFailed
from anshu_tenants.restore import restore as restore_tenant
from anshu_tenants.retire import LeavingRefused
from anshu_tenants.retire import retire as retire_tenant
from anshu_tenants.script import ScriptError

_REFUSALS = (
    ArchiveBroken, DumpFailed, InstallationRefused, LeavingRefused, RestoreFailed, ScriptError,
    TenantRefused, TenantUnknown,
)  # fmt: skip
_Result = TypeVar("_Result")


@click.group()
def tenants() -> None:
    """租户：开通、列表、状态、迁移、退出。"""


@tenants.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="租户类型。")
@click.option("--parent", type=click.UUID, help="上级租户编号。")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="IANA 时区。")
@click.option("--node", help="数据库节点；缺省自动选择。")
@click.pass_obj
def create(settings: Settings, /, **new: str) -> None:
    """开通租户 NAME。"""
    described = msgspec.convert(new, NewTenant)
    row = _run(settings, lambda estate: create_tenant(estate, described))
    click.echo(f"{row.id}  {row.kind}  {row.name}  {row.node}/{row.schema}")


@tenants.command("list")
@click.option("--all", "everyone", is_flag=True, help="包括已退出的租户。")
@click.pass_obj
def list_(settings: Settings, everyone: bool) -> None:
    """列出租户。"""
    states = ("active", "quarantined", *(("retired",) if everyone else ()))

    async def rows(estate: Estate) -> list[TenantRow]:
        return await list_all(estate.store, estate.control_node, states=states)

    for row in _run(settings, rows):
        click.echo(f"{row.id}  {row.state:<11}  {row.kind:<9}  {row.node}/{row.schema}  {row.name}")


@tenants.command()
@click.pass_obj
def status(settings: Settings) -> None:
    """各节点租户结构的状态与版本。"""

    async def counts(estate: Estate) -> list[tuple[str, str, str, int]]:
        control = Control(estate.control_node)
        async with estate.store.begin(control, purpose="tenants.status") as transaction:
            return [tuple(row) for row in await transaction.fetch(queries.STATUS)]

    for node, state, revision, count in _run(settings, counts):
        click.echo(f"{node}  {state:<11}  {revision}  {count}")


@tenants.command()
@click.option("--count", default=10, show_default=True, help="每个节点应有的备用数。")
@click.pass_obj
def spares(settings: Settings, count: int) -> None:
    """补足备用租户结构，使开通租户不必等待。"""

    async def fill(estate: Estate) -> dict[str, int]:
        return {node: await fill_spares(estate, count, node=node) for node in estate.admin_dsns}

    for node, built in _run(settings, fill).items():
        click.echo(f"{node}  +{built}")


@tenants.command()
@click.option("--workers", default=2, show_default=True, help="每个节点同时迁移的租户数。")
@click.pass_obj
def migrate(settings: Settings, workers: int) -> None:
    """把公共结构和所有租户迁移到本版本；失败的租户被隔离并列出。"""

    async def run(estate: Estate) -> Migrated:
        await install_all(settings)
        return await migrate_all(estate, workers=workers)

    outcome = _run(settings, run)
    click.echo(f"{outcome.head}: {outcome.done} 个完成, {len(outcome.quarantined)} 个隔离")
    for failure in outcome.quarantined:
        click.echo(f"{failure.tenant}  {failure.name}  {failure.schema}: {failure.error}", err=True)
    if outcome.quarantined:
        raise SystemExit(1)


@tenants.command()
@click.argument("tenant", type=click.UUID)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--programs", type=click.Path(path_type=Path), help="pg_dump 所在目录。")
@click.confirmation_option(prompt="归档后将删除该租户的全部数据。继续？")
@click.pass_obj
def retire(settings: Settings, tenant: UUID, folder: Path, programs: Path | None) -> None:
    """租户退出：完整归档到 FOLDER，核对后删除其结构。"""
    manifest = _run(
        settings, lambda estate: retire_tenant(estate, tenant, folder, programs=programs)
    )
    rows = sum(manifest.counts.values())
    click.echo(f"{manifest.name}: {rows} 行, {len(manifest.media)} 个媒体文件 -> {folder}")


@tenants.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--node", help="数据库节点；缺省为登记库所在节点。")
@click.option("--programs", type=click.Path(path_type=Path), help="pg_restore 所在目录。")
@click.pass_obj
def restore(settings: Settings, folder: Path, node: str | None, programs: Path | None) -> None:
    """从归档 FOLDER 恢复租户并核对行数。"""
    target = node or settings.control_node
    row = _run(
        settings, lambda estate: restore_tenant(estate, folder, node=target, programs=programs)
    )
    click.echo(f"{row.id}  {row.name}  {row.node}/{row.schema}")


def _run(settings: Settings, work: Callable[[Estate], Awaitable[_Result]]) -> _Result:
    async def main() -> _Result:
        estate = open_estate(settings)
        try:
            return await work(estate)
        finally:
            await estate.store.close()

    try:
        return asyncio.run(main())
    except _REFUSALS as refusal:
        raise click.ClickException(str(refusal)) from refusal
