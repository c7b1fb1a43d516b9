"""Writes the HTTP contract to admin_console/openapi.json; --check compares instead."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from anshu.kernel.clock import SystemClock
from anshu.records.services import build_services
from anshu.settings import Settings
from anshu.store.node import NodeSettings
from anshu.web.app import create_app

TARGET = Path(__file__).resolve().parents[1] / "admin_console" / "openapi.json"


def contract() -> str:
    """The contract of the application as it is, keys sorted."""
    secret = bytes(32)
    node = NodeSettings("main", "postgresql://nobody@localhost/none", "none", secret)
    with TemporaryDirectory() as media:
        settings = Settings("none", secret, (node,), {}, "main", media)
        app = create_app(build_services(settings, SystemClock()))
    return json.dumps(app.openapi_schema.to_schema(), indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Writes, or with --check fails when the committed file is stale."""
    text = contract()
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != text:
        sys.exit("admin_console/openapi.json is stale: run make contract")


main()
