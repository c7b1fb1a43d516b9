"""The process that is the application: `python -m tests.journeys.application SPEC`, SPEC as JSON.

It runs what `anshu demo` runs, with less of the group and a database that does not sync.
"""

import asyncio
import sys

import msgspec

from anshu.demonstration.group import PLANTS, Extent
from anshu.embedded.server import EmbeddedPostgres
from anshu.entrypoints.demo import DemoOptions, demo_settings, kept, prepare, run_demo
from anshu.entrypoints.logs import configure_logs
from anshu.kernel.clock import SystemClock
from anshu.records.services import build_services
from anshu.settings import Settings
from tests.conftest import FAST


class Spec(msgspec.Struct, frozen=True):
    """What to run; `seed_only` builds the folder and ends."""

    options: DemoOptions
    seed_only: bool = False


def spec_of(options: DemoOptions, *, seed_only: bool = False) -> Spec:
    """One plant, fast."""
    extent = Extent(PLANTS[:1], carriers=0)
    return Spec(msgspec.structs.replace(options, extent=extent, database=FAST), seed_only)


def encode(spec: Spec) -> bytes:
    """The one argument of the process."""
    return msgspec.json.encode(spec, enc_hook=str)


def main() -> None:
    """Builds the folder or runs the application until it is told to stop."""
    spec = msgspec.json.decode(sys.argv[1], type=Spec, dec_hook=lambda kind, value: kind(value))
    configure_logs(json=False)
    if not spec.seed_only:
        run_demo(spec.options)
        return
    spec.options.folder.mkdir(parents=True, exist_ok=True)
    secret, password = kept(spec.options.folder)
    server = EmbeddedPostgres.start(spec.options.folder / "postgres", options=FAST)
    try:
        settings = demo_settings(spec.options, server.admin_dsn, secret)
        asyncio.run(_build(settings, password, spec.options.extent))
    finally:
        server.stop()


async def _build(settings: Settings, password: str, extent: Extent) -> None:
    services = build_services(settings, SystemClock())
    try:
        await prepare(settings, services, password, extent)
    finally:
        await services.store.close()


if __name__ == "__main__":
    main()
