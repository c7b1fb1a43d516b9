"""The operator's command for definitions after an update: `anshu definitions renew`."""

import asyncio

import rich_click as click

from anshu.entrypoints.packs import shipped_packs
from anshu.kernel.clock import SystemClock
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
