"""The operator's commands for definitions: those shipped, after an update, and a group's own."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import rich_click as click

from anshu.definitions.language import Pack
from anshu.definitions.limits import EffectiveLimit
from anshu.definitions.pack import PackError, parse_pack
from anshu.entrypoints.packs import shipped_packs
from anshu.kernel.clock import SystemClock
from anshu.records.own_packs import Change, adopt_own, plan_own
from anshu.records.renewing import Renewed, outdated, renew_all
from anshu.records.services import build_services
from anshu.settings import Settings, SettingsError, from_environment
from anshu_tenants.doctor import Finding


@click.group("definitions")
def definitions() -> None:
    """租户采用的定义。 The definitions that tenants have adopted."""


@definitions.command("renew")
def renew() -> None:
    """迁移之后：所有租户采用本版本的定义。 After migrating: adopt what this version ships."""
    try:
        settings = from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    outcome = asyncio.run(renewed(settings))
    click.echo(
        f"{len(outcome.done)} 个完成 renewed, {len(outcome.refused)} 个未变 left as they were"
    )
    for name, reason in outcome.refused:
        click.echo(f"{name}: {reason}", err=True)
    if outcome.refused:
        raise SystemExit(1)


@definitions.command("adopt")
@click.argument(
    "files", nargs=-1, required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
@click.option(
    "--tenant", required=True, type=click.UUID, help="集团或公司的编号（anshu tenants list）。"
)
@click.option("--below", is_flag=True, help="同时用于其下属单位。 Also everybody below.")
@click.option(
    "--check", is_flag=True, help="只检查并列出变化，不采用。 Only say what would change."
)
def adopt(files: tuple[Path, ...], tenant: UUID, below: bool, check: bool) -> None:
    """采用集团或公司自己的定义包，只能加严。 Adopt own packs; they can only be stricter."""
    try:
        settings = from_environment()
        own = [parse_pack(file.read_text("utf-8"), name=file.name) for file in files]
        plan = asyncio.run(adopted(settings, tenant, own, below=below, check=check))
    except (SettingsError, PackError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    for change in plan:
        click.echo(change.row.name)
        for limit in change.limits:
            click.echo(f"  {limit.after.holds.limit.title.zh} {limit.key}: "
                       f"{_said(limit.before)} → {_said(limit.after)}")  # fmt: skip
    done = "检查通过，未采用 checked, not adopted" if check else "已采用 adopted"
    click.echo(f"{len(plan)} 个单位 tenants: {done}")


async def adopted(
    settings: Settings, tenant: UUID, own: Sequence[Pack], *, below: bool, check: bool
) -> tuple[Change, ...]:
    """Adopts the packs, unless it is only a check; answers what that changes."""
    services = build_services(settings, SystemClock())
    shipped = [pack.name for pack in shipped_packs()]
    try:
        plan = await plan_own(services, tenant, own, shipped, below=below)
        if not check:
            await adopt_own(services, plan)
    finally:
        await services.store.close()
    return plan


def _said(limit: EffectiveLimit | None) -> str:
    return f"{limit.holds.limit.value} {limit.holds.limit.unit}".strip() if limit else "—"


async def renewed(settings: Settings) -> Renewed:
    """Renews every tenant of the installation, over a store of its own."""
    services = build_services(settings, SystemClock())
    try:
        return await renew_all(services, shipped_packs())
    finally:
        await services.store.close()


async def examine_definitions(settings: Settings) -> list[Finding]:
    """What `anshu doctor` says of tenants whose definitions are older than this version."""
    services = build_services(settings, SystemClock())
    try:
        names = await outdated(services, shipped_packs())
    finally:
        await services.store.close()
    if not names:
        return []
    few = "、".join(names[:3])
    zh = f"{len(names)} 个租户未采用本版本的定义（{few} …）。执行 anshu definitions renew。"
    en = f"{len(names)} tenants have older definitions. Run `anshu definitions renew`."
    return [Finding(True, "definitions-outdated", zh, en)]
