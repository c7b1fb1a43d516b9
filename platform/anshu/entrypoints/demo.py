"""`anshu demo`: an embedded database, the demonstration group, web and worker in one process."""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import uvloop
from msgspec import Struct

from anshu.demonstration.days import History, Plan
from anshu.demonstration.group import WHOLE, Extent, posts_of
from anshu.demonstration.meanwhile import Meanwhile
from anshu.demonstration.queries import COUNT_TENANTS
from anshu.demonstration.seed import seed
from anshu.demonstration.today import first_plant, refresh_today
from anshu.embedded.server import EmbeddedPostgres
from anshu.entrypoints.certificate import ensure_certificate, lan_addresses
from anshu.entrypoints.packs import shipped_packs
from anshu.entrypoints.serving import Listener, serve
from anshu.entrypoints.working import worker_context
from anshu.identity.door import ControlDoor
from anshu.identity.wiring import identity
from anshu.kernel.clock import MovedClock, SystemClock
from anshu.ledger.sealer import register_key
from anshu.ledger.signing import signing_key
from anshu.outbox.doorbell import Doorbell
from anshu.records.renewing import renew_all
from anshu.records.services import Services, build_services
from anshu.settings import Broker, Settings, default_console_root
from anshu.store.node import NodeSettings
from anshu.store.principal import Control
from anshu.web.app import create_app
from anshu.worker.run import start_worker
from anshu_tenants.deployment import install_all, open_estate
from anshu_tenants.estate import Estate
from anshu_tenants.migrate import migrate

INSTALLATION = "demo"
# Letters and digits that nobody takes for another on a phone.
EASY_TO_TYPE = "abcdefghjkmnpqrstuvwxyz23456789"


class DemoOptions(Struct, frozen=True):
    """How the demonstration runs; `lan` also offers HTTPS to phones on the local network.

    `extent` counts at the first start only; `database` are settings of the embedded server.
    """

    folder: Path
    port: int = 8000
    https_port: int = 8443
    lan: bool = True
    broker: Broker = "outbox"
    rabbitmq_url: str = ""
    extent: Extent = WHOLE
    database: Mapping[str, str] = MappingProxyType({})


def run_demo(options: DemoOptions) -> None:
    """Runs until Ctrl-C; a second start continues with the same data."""
    options.folder.mkdir(parents=True, exist_ok=True)
    secret, password = kept(options.folder)
    say("正在启动内置数据库 …")
    server = EmbeddedPostgres.start(options.folder / "postgres", options=options.database)
    try:
        settings = demo_settings(options, server.admin_dsn, secret)
        uvloop.run(_run(settings, options, password))
    finally:
        server.stop()


def demo_settings(options: DemoOptions, admin_dsn: str, secret: bytes) -> Settings:
    """The settings of a demonstration in a folder."""
    node = NodeSettings("main", admin_dsn, INSTALLATION, secret)
    return Settings(
        installation=INSTALLATION,
        secret=secret,
        nodes=(node,),
        admin_urls={"main": admin_dsn},
        control_node="main",
        media_root=str(options.folder / "media"),
        connector_root=str(options.folder / "connectors"),
        console_root=default_console_root(),
        broker=options.broker,
        rabbitmq_url=options.rabbitmq_url,
        smtp_url=os.environ.get("ANSHU_SMTP_URL", ""),
        mail_sender=os.environ.get("ANSHU_MAIL_SENDER", ""),
        webhook_hosts=frozenset(os.environ.get("ANSHU_WEBHOOK_HOSTS", "").split()),
        public_url=os.environ.get("ANSHU_PUBLIC_URL", f"http://127.0.0.1:{options.port}"),
        demo=True,
    )


async def prepare(
    settings: Settings, services: Services, password: str, extent: Extent = WHOLE
) -> bool:
    """Installs and seeds an empty installation; False when it was there already.

    Raises when a former seeding was cut off half-way: the folder is then to be removed.
    """
    await install_all(settings)
    node = settings.control_node
    key = signing_key(settings.secret)
    await register_key(services.store, node, key=key, now=services.clock.now())
    async with services.store.begin(Control(node), purpose="demo.look") as tx:
        row = await tx.fetchrow(COUNT_TENANTS)
    count = row["count"] if row is not None else 0
    estate = open_estate(settings)
    if count:
        await _bring_up_to_date(estate, services)
        row = await first_plant(services)
        if row is not None and (new := await refresh_today(services, row)):
            say(f"  上次的作业票已到时，已收回并重新演示 {new} 张 …")
        return False
    clock = MovedClock()
    clock.move(-timedelta(days=extent.days))
    seeding = build_services(settings, clock)
    room = identity(ControlDoor(seeding.store, node, clock))
    reactions = worker_context(settings, clock, Doorbell()).reactions
    history = History(clock, Meanwhile(seeding, reactions), _Days(extent.days).say)
    plan = Plan(extent, history if extent.days else None)
    try:
        await seed(estate, seeding, room, packs=shipped_packs(), password=password, plan=plan)
    finally:
        await estate.store.close()
        await seeding.store.close()
    return True


async def _bring_up_to_date(estate: Estate, services: Services) -> None:
    """A folder of an older version goes on with the tables and definitions of this one."""
    try:
        outcome = await migrate(estate)
    finally:
        await estate.store.close()
    if outcome.done:
        say(f"  已升级 {outcome.done} 个租户的数据结构 …")
    for failure in outcome.quarantined:
        say(f"  升级失败 {failure.name}: {failure.error}")
    for name, reason in (await renew_all(services, shipped_packs())).refused:
        say(f"  定义未更新 {name}: {reason}")


class _Days:
    """Tells the person at the terminal how far the simulated history is, every tenth day."""

    def __init__(self, days: int) -> None:
        self._days = days
        self._said = 0

    def say(self, day: int) -> None:
        if day >= self._said + 10:
            self._said = day
            say(f"  正在模拟历史数据：第 {day} / {self._days} 天 …")


async def _run(settings: Settings, options: DemoOptions, password: str) -> None:
    clock, doorbell = SystemClock(), Doorbell()
    services = build_services(settings, clock, doorbell=doorbell)
    ready = options.folder / "seeded"
    if not ready.exists():
        say(f"正在建立演示集团（{options.extent.tenants} 个租户）…")
    await prepare(settings, services, password, options.extent)
    ready.touch()
    worker = start_worker(worker_context(settings, clock, doorbell), threads=4)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    addresses = lan_addresses() if options.lan else ()
    listeners = [Listener("127.0.0.1", options.port)]
    certificate, key = ensure_certificate(options.folder, addresses)
    for host in addresses or ("127.0.0.1",):
        listeners.append(Listener(host, options.https_port, str(certificate), str(key)))
    _announce(options, addresses, password)
    try:
        await serve(create_app(services), listeners, stop)
    finally:
        await asyncio.to_thread(worker.stop, grace_seconds=10)


def _announce(options: DemoOptions, addresses: tuple[str, ...], password: str) -> None:
    plants, carriers = options.extent.plants, options.extent.carriers
    plant = plants[0]
    say("")
    say("安枢演示已就绪（全部为虚构数据） / The Anshu demonstration is ready (all invented)")
    say(f"  电脑 Desktop   http://localhost:{options.port}/")
    say(f"  手机 Phone     http://localhost:{options.port}/m/")
    for address in addresses:
        where = f"https://{address}:{options.https_port}/m/"
        say(f"  局域网手机 LAN {where}  （自签名证书，请选择继续）")
    if not addresses:
        say(f"  手机 HTTPS     https://localhost:{options.https_port}/m/  （自签名证书）")
    say(f"  密码 Password  {password}   （所有账号相同 / the same for all）")
    say(f"  {plant.name}：")
    for post in posts_of(0):
        roles = "、".join((post.role, *post.also))
        say(f"    {plant.key}.{post.key:<12} {post.post}（{roles}）")
    say("    待签批的动火票：先由 gas 补一次气体分析（30 分钟内有效），再由 incharge 到现场签")
    others = "、".join(other.key for other in plants[1:])
    if others:
        say(f"  其他子公司同样（特殊作业只有一部分岗位）：{others}.<岗位>")
    say("  集团 hq.director；区域 east.officer、north.officer；")
    if carriers:
        say(f"  承运商 carrier01 … carrier{carriers:02d}")
    say("  停止：Ctrl-C")


def kept(folder: Path) -> tuple[bytes, str]:
    """The installation's secret and the demonstration password, made at the first start."""
    file = folder / "secret"
    if not file.exists():
        file.touch(mode=0o600)
        word = "".join(secrets.choice(EASY_TO_TYPE) for _ in range(8))
        file.write_text(f"{secrets.token_hex(32)} anlan-{word}")
    secret, _, password = file.read_text().partition(" ")
    return bytes.fromhex(secret), password.strip()


def say(text: str) -> None:
    """One line for the person at the terminal, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
