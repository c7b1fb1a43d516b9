"""The command line: demo, serve, worker, install, tenants, doctor, verify."""

import asyncio
import signal
import sys
from pathlib import Path
from uuid import UUID

import msgspec
import rich_click as click
import uvloop

from anshu.demonstration.group import WHOLE
from anshu.embedded.errors import EmbeddedError
from anshu.entrypoints.definitions import definitions, examine_definitions
from anshu.entrypoints.demo import DemoOptions, run_demo, say
from anshu.entrypoints.letters import examine_ledgers, examine_messages
from anshu.entrypoints.logs import configure_logs
from anshu.entrypoints.oidc import oidc
from anshu.entrypoints.packs import shipped_packs
from anshu.entrypoints.serving import Listener, serve
from anshu.entrypoints.working import worker_context
from anshu.identity.door import ControlDoor
from anshu.identity.wiring import identity
from anshu.kernel.clock import SystemClock
from anshu.kernel.refusal import Refusal
from anshu.ledger.verify import Anchors, verify_package
from anshu.outbox.dead_letters import retry_dead
from anshu.outbox.doorbell import Doorbell
from anshu.records.founding import Founder
from anshu.records.founding import found as found_tenant
from anshu.records.services import build_services
from anshu.settings import Settings, SettingsError, from_environment
from anshu.store.principal import Relay
from anshu.web.app import create_app
from anshu.web.problem import problem_of
from anshu.worker.run import run_worker
from anshu_tenants.cli import tenants
from anshu_tenants.deployment import install_all, open_estate
from anshu_tenants.doctor import Finding, examine


class LateSettings(click.RichGroup):
    """The tenants group needs settings; `demo` and `verify` must run without any."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Reads the settings only for a command that takes them as its object."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is tenants and "--help" not in rest:
            ctx.obj = _settings()
        return name, command, rest


@click.group(cls=LateSettings)
@click.option("--json-logs/--plain-logs", default=False, help="日志格式。")
def cli(json_logs: bool) -> None:
    """安枢：工业集团安全平台。 Anshu: industrial safety for groups of plants."""
    configure_logs(json=json_logs)


@cli.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/demo"))
@click.option("--port", default=8000, show_default=True)
@click.option("--https-port", default=8443, show_default=True)
@click.option("--lan/--no-lan", default=True, help="同时向局域网手机提供 HTTPS。")
@click.option("--days", default=90, show_default=True, help="首次启动时模拟多少天的历史数据。")
def demo(folder: Path, port: int, https_port: int, lan: bool, days: int) -> None:
    """启动演示集团（自带数据库）。 Start the demonstration group."""
    extent = msgspec.structs.replace(WHOLE, days=days)
    options = DemoOptions(
        folder=folder.resolve(), port=port, https_port=https_port, lan=lan, extent=extent
    )
    try:
        run_demo(options)
    except EmbeddedError as error:
        raise click.ClickException(str(error)) from error


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--certificate", default="", help="TLS 证书文件（PEM）。")
@click.option("--key", default="", help="TLS 私钥文件（PEM）。")
def serve_(host: str, port: int, certificate: str, key: str) -> None:
    """启动网页服务（生产）。 Serve the web application."""
    settings = _settings()
    uvloop.run(_serve(settings, Listener(host, port, certificate, key)))


@cli.command()
@click.option("--threads", default=8, show_default=True)
def worker(threads: int) -> None:
    """启动后台任务（生产）。 Run a worker."""
    run_worker(worker_context(_settings(), SystemClock(), Doorbell()), threads=threads)


@cli.command()
def install() -> None:
    """在所有节点安装或升级。 Install or upgrade every node."""
    for weakness in asyncio.run(install_all(_settings())):
        say(f"弱化模式 weaker mode: {weakness}")


@cli.command()
@click.argument("tenant", type=click.UUID)
@click.option("--login", required=True, help="首位管理员的登录名。")
@click.option("--name", required=True, help="首位管理员的姓名。")
@click.password_option(help="首位管理员的密码；缺省时提问。")
def found(tenant: UUID, login: str, name: str, password: str) -> None:
    """为新租户 TENANT 启用模块并建立首位管理员。 Found a tenant."""
    refused = asyncio.run(_found(_settings(), tenant, Founder(login, name, password)))
    if refused is not None:
        problem = problem_of(refused, "zh-CN")
        raise click.ClickException(f"{problem.title} {problem.detail} {problem.cure}")
    say("已就绪。 Ready.")


@cli.command()
@click.option("--ledgers", is_flag=True, help="同时核对所有租户的账本（较慢）。")
def doctor(ledgers: bool) -> None:
    """检查安装；发现问题时退出码为 1。 Check the installation."""
    findings = asyncio.run(_examined(_settings(), ledgers=ledgers))
    for finding in findings:
        say(f"[{finding.code}] {finding.zh} / {finding.en}")
    say("没有发现问题。 No findings." if not findings else f"{len(findings)} 项。")
    sys.exit(1 if findings else 0)


@cli.group()
def letters() -> None:
    """未能处理的消息。 Messages that failed."""


@letters.command("retry")
@click.argument("letter", type=click.UUID)
def retry(letter: UUID) -> None:
    """原因排除后重新处理。 Handle the message again."""
    done = asyncio.run(_retried(_settings(), letter))
    say("已重新排队。 Queued again." if done else "没有这条消息。 No such message.")
    sys.exit(0 if done else 1)


@cli.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "keys", multiple=True, help="可信的密钥编号或公钥。")
@click.option("--head", "heads", multiple=True, metavar="NO:HEX", help="已知的封存头。")
def verify(file: Path, keys: tuple[str, ...], heads: tuple[str, ...]) -> None:
    """离线验证证据包；不符时退出码为 1。 Verify an evidence package offline."""
    known = tuple((int(no), text) for no, _, text in (head.partition(":") for head in heads))
    report = verify_package(file.read_bytes(), Anchors(keys=keys, heads=known))
    for finding in (*report.findings, *report.notes):
        say(f"{finding.said('zh-CN')} / {finding.said('en')}")
    verdict = "通过 sound" if report.ok else "不符 NOT SOUND"
    say(f"{verdict}: {report.events} events, {report.sealed} sealed, head {report.head}")
    sys.exit(0 if report.ok else 1)


cli.add_command(serve_, "serve")
cli.add_command(tenants)
cli.add_command(oidc)
cli.add_command(definitions)


def main() -> None:
    """The entry point of the console script."""
    cli()


async def _examined(settings: Settings, *, ledgers: bool) -> list[Finding]:
    estate = open_estate(settings)
    try:
        found = await examine(estate) + await examine_messages(estate.store)
        if all(finding.code != "tenants-outdated" for finding in found):
            found += await examine_definitions(settings)
        return found + (await examine_ledgers(estate) if ledgers else [])
    finally:
        await estate.store.close()


async def _retried(settings: Settings, letter: UUID) -> bool:
    store = settings.open_store()
    done = False
    try:
        for node in store.nodes:
            async with store.begin(Relay(node), purpose="letters.retry") as tx:
                done = done or await retry_dead(tx, letter, now=SystemClock().now())
    finally:
        await store.close()
    return done


async def _found(settings: Settings, tenant: UUID, founder: Founder) -> Refusal | None:
    services = build_services(settings, SystemClock())
    room = identity(ControlDoor(services.store, settings.control_node, services.clock))
    try:
        row = await services.registry.find(tenant)
        packs = shipped_packs()
        return await found_tenant(services, room, row, packs=packs, founder=founder)
    finally:
        await services.store.close()


async def _serve(settings: Settings, listener: Listener) -> None:
    services = build_services(settings, SystemClock())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await serve(create_app(services), [listener], stop)


def _settings() -> Settings:
    try:
        return from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
