"""The operator's command for identity providers: `anshu oidc add | list | remove`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import rich_click as click

from anshu.identity.door import ControlDoor
from anshu.identity.oidc.providers import NewProvider
from anshu.identity.wiring import Identity, identity
from anshu.kernel.clock import SystemClock
from anshu.settings import Settings, SettingsError, from_environment

T = TypeVar("T")


@click.group("oidc")
def oidc() -> None:
    """企业账号（OpenID Connect）。 Identity providers of the organisation."""


@oidc.command("add")
@click.argument("key")
@click.option("--title", required=True, help="登录页上的名称，例如“集团账号”。")
@click.option("--issuer", required=True, help="https://… 与发现文档中的 issuer 完全一致。")
@click.option("--client-id", required=True)
@click.option("--secret", envvar="ANSHU_OIDC_SECRET", default="", help="宜用 ANSHU_OIDC_SECRET。")
@click.option(
    "--match",
    "claim",
    type=click.Choice(["preferred_username", "email", "sub"]),
    help="允许按此项找到同名账号；不给则只认本人绑定的账号。",
)
@click.option("--tenant", type=click.UUID, default=None, help="只通往这个租户。")
@click.option("--strong", is_flag=True, help="该服务自己做双重验证。")
@click.option("--private-hosts", is_flag=True, help="允许内网地址和 http。")
def add(
    key: str, title: str, issuer: str, client_id: str, **more: str | UUID | bool | None
) -> None:
    """登记一个企业账号服务。 Add a provider; its redirect address is …/api/v1/oidc/KEY/back."""
    tenant, claim = more["tenant"], more["claim"]
    new = NewProvider(
        key=key, title=title, issuer=issuer, client_id=client_id, secret=str(more["secret"] or ""),
        claim=str(claim or ""), tenant=tenant if isinstance(tenant, UUID) else None,
        strong=bool(more["strong"]), private_hosts=bool(more["private_hosts"]),
    )  # fmt: skip
    if not _run(lambda room: room.oidc.providers.add(new)):
        raise click.ClickException(f"{key} 已被使用。 {key} is in use")
    click.echo(f"…/api/v1/oidc/{key}/back")
    click.echo(f"…/api/v1/oidc/{key}/logout")


@oidc.command("list")
def list_() -> None:
    """列出企业账号服务。 List the providers."""
    for one in _run(lambda room: room.oidc.providers.all()):
        found = one.claim or "-"
        click.echo(f"{one.key}\t{one.title}\t{one.issuer}\t{one.client_id}\t{found}")


@oidc.command("remove")
@click.argument("key")
def remove(key: str) -> None:
    """移除一个企业账号服务，并结束它打开的会话。 Remove a provider and end its sessions."""
    if not _run(lambda room: room.oidc.providers.remove(key)):
        raise click.ClickException(f"没有 {key}。 There is no {key}")


def _run(ask: Callable[[Identity], Awaitable[T]]) -> T:
    try:
        settings = from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    return asyncio.run(_asked(settings, ask))


async def _asked(settings: Settings, ask: Callable[[Identity], Awaitable[T]]) -> T:
    store = settings.open_store()
    door = ControlDoor(store, settings.control_node, SystemClock())
    try:
        return await ask(identity(door, secret=settings.secret))
    finally:
        await store.close()
