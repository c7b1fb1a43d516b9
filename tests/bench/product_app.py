"""The product as `anshu serve` runs it: `python -m tests.bench.product_app GROUND PORT [uvloop]`.

The third word puts it on uvloop's event loop, to see what the loop costs.
"""

import asyncio
import sys

import uvloop

from anshu.entrypoints.serving import Listener, serve
from anshu.kernel.clock import SystemClock
from anshu.records.services import build_services
from anshu.web.app import create_app
from tests.bench import ground


async def main(path: str, port: int) -> None:
    """Serves until the process is ended."""
    settings = ground.read(path).settings
    app = create_app(build_services(settings, SystemClock()))
    await serve(app, [Listener("127.0.0.1", port)], asyncio.Event())


if __name__ == "__main__":
    run = uvloop.run if sys.argv[3:] == ["uvloop"] else asyncio.run
    run(main(sys.argv[1], int(sys.argv[2])))
