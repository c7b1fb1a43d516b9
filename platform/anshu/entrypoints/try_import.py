"""`make try-import`: a ledger of real reports goes into a tenant, and what happened is printed.

Everything happens in a folder that is removed afterwards: own PostgreSQL, own installation, one
tenant. The reports are read where they lie and are copied nowhere.
"""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from anshu.definitions.language import Pack
from anshu.definitions.pack import parse_pack
from anshu.embedded.server import EmbeddedPostgres
from anshu.entrypoints.try_ledger import AREAS, PEOPLE, Ledger, make_ledger, read_reports
from anshu.extensions.loader import load_modules
from anshu.flow.commands import Create
from anshu.kernel.clock import SystemClock
from anshu.kernel.ids import new_id
from anshu.kernel.refusal import Refusal
from anshu.media.files import MediaFiles
from anshu.records.adoption import adopt
from anshu.records.importing import importer_for
from anshu.records.imports.job import Job, error_cure, error_text
from anshu.records.imports.jobs import ImportContext, NewImport, create_job, dry_run
from anshu.records.imports.running import run_job, start_job
from anshu.records.imports.targets import shape_of
from anshu.records.run import run_as_system
from anshu.records.services import Services, build_services
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu.store.principal import Tenant
from anshu_tenants.estate import Estate
from anshu_tenants.install import install
from anshu_tenants.provision import NewTenant, create_tenant
from anshu_tenants.registry import TenantRow, principal

ZONE: Final = "Asia/Shanghai"
_INSTALLATION: Final = "try"
_NODE: Final = "main"
_ACTOR: Final = "system:try-import"
_SHOWN_ERRORS: Final = 5


def main() -> None:
    """Reads the arguments, runs the import and exits with 0 when every sound row came in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--reports", type=Path, default=Path("../shared/data/hazard_reports.txt"),
        help="a text file with one report per line: clause, a space, report",
    )  # fmt: skip
    parser.add_argument("--rows", type=int, default=6000, help="how many reports to take")
    arguments = parser.parse_args()
    if not arguments.reports.is_file():
        sys.exit(f"There is no file {arguments.reports}. Name one by --reports.")
    text = arguments.reports.read_text(encoding="utf-8")
    folder = Path(tempfile.mkdtemp(prefix="anshu-try-"))
    folder.chmod(0o711)
    try:
        server = EmbeddedPostgres.start(folder / "db", options={"fsync": "off"})
        try:
            well = asyncio.run(_try(server.admin_dsn, folder / "media", text, arguments.rows))
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
    sys.exit(0 if well else 1)


async def _try(admin_dsn: str, media: Path, text: str, rows: int) -> bool:
    services = build_services(_settings(admin_dsn, media), SystemClock())
    try:
        await install(
            admin_dsn, installation=_INSTALLATION, secret=services.settings.secret, node=_NODE
        )
        estate = Estate(services.store, _INSTALLATION, _NODE, {_NODE: admin_dsn})
        row = await create_tenant(estate, NewTenant(kind="company", name="试用导入公司"))
        person = await _furnish(services, principal(row))
        local = services.clock.now().astimezone(ZoneInfo(ZONE))
        ledger = make_ledger(read_reports(text)[:rows], now=local)
        return await _import(services, row, person, ledger)
    finally:
        await services.store.close()


async def _import(services: Services, row: TenantRow, person: UUID, ledger: Ledger) -> bool:
    tenant = principal(row)
    context = ImportContext(
        services.store, MediaFiles(services.settings.media_root), services.clock
    )
    book = await services.books.current(tenant)
    shape = shape_of(book.compiled.types["hazard"])
    new = NewImport("隐患台账.xlsx", ledger.content, person, ZONE)
    times = [time.perf_counter()]
    job = _well(await create_job(context, tenant, new, shape=shape))
    times.append(time.perf_counter())
    checked = _well(await dry_run(context, tenant, job.id, shape=shape))
    times.append(time.perf_counter())
    _well(await start_job(context, tenant, job.id))
    importer = importer_for(services, tenant, actor=f"person:{person}")
    done = _well(await run_job(context, tenant, job.id, shape=shape, importer=importer))
    times.append(time.perf_counter())
    seconds = [after - before for before, after in pairwise(times)]
    sys.stdout.writelines(f"{line}\n" for line in _summary(ledger, checked, done, seconds))
    return done.ok == ledger.rows - ledger.broken


def _summary(ledger: Ledger, checked: Job, done: Job, seconds: list[float]) -> Iterator[str]:
    yield f"台账：{ledger.rows} 行（日期、人员、地点为生成数据），{ledger.broken} 行故意写错日期"
    yield f"读取：{seconds[0]:.1f} 秒，{checked.profile.format}，工作表“{checked.profile.sheet}”"
    for column, key in checked.mapping.items():
        yield f"  {column} → {key}"
    yield f"试导入：{seconds[1]:.1f} 秒，可导入 {checked.ok} 行，有错误 {checked.failed} 行"
    for (code, column), count in Counter((e.code, e.column) for e in checked.errors).items():
        yield f"  {count} × {column}：{code}"
    for error in checked.errors[:_SHOWN_ERRORS]:
        text, cure = error_text(error).zh, error_cure(error).zh
        yield f"  第 {error.row} 行，{error.column}：{text}{cure}"
    yield f"导入：{seconds[2]:.1f} 秒，{done.state}，成功 {done.ok} 行，失败 {done.failed} 行"


async def _furnish(services: Services, tenant: Tenant) -> UUID:
    """Definitions, people and areas of the tenant; answers the person who imports."""
    packs = [_foundation()]
    for module in load_modules().values():
        source = files(module.value.package)
        packs += [
            parse_pack(source.joinpath(path).read_text(encoding="utf-8"), name=path)
            for path in module.value.packs
        ]
    await adopt(services.store, tenant, packs, services.clock)
    admin = await _create(
        services, tenant, "person",
        {"name": "导入管理员", "org": "/",
         "assignments": [{"role": "ehs_manager", "org_path": "/"}]},
    )  # fmt: skip
    for name in PEOPLE:
        await _create(services, tenant, "person", {"name": name, "org": "/"})
    for name in AREAS:
        await _create(services, tenant, "area", {"name": name, "org": "/"})
    return admin


async def _create(
    services: Services, tenant: Tenant, type_key: str, data: dict[str, object]
) -> UUID:
    record = new_id()
    answer = await run_as_system(
        services, tenant, Create(id=record, type=type_key, data=data), actor=_ACTOR
    )
    if isinstance(answer, Refusal):
        sys.exit(f"{type_key} {data}: {answer}")
    return record


def _foundation() -> Pack:
    source = files("anshu.definitions").joinpath("packs/foundation.yaml")
    return parse_pack(source.read_text(encoding="utf-8"), name="foundation")


def _well(outcome: Job | Refusal) -> Job:
    if isinstance(outcome, Refusal):
        sys.exit(f"refused: {outcome}")
    return outcome


def _settings(admin_dsn: str, media: Path) -> Settings:
    secret = os.urandom(32)
    node = NodeSettings(_NODE, admin_dsn, _INSTALLATION, secret)
    return Settings(
        installation=_INSTALLATION,
        secret=secret,
        nodes=(node,),
        admin_urls={_NODE: admin_dsn},
        control_node=_NODE,
        media_root=str(media),
    )


if __name__ == "__main__":
    main()
