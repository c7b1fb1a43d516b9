"""Writes the skeleton of a business module or a connector; see `make new-module`.

The skeleton loads and its tests run: a connector's contract suite fails until it reads something.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GROUPS = {"module": ("plugins", "anshu.modules"), "connector": ("connectors", "anshu.connectors")}

PROJECT = """[build-system]
requires = ["hatchling", "editables"]
build-backend = "hatchling.build"

[project]
name = "anshu-{dashed}"
version = "0.1.0"
description = "Anshu {kind}: {name}"
readme = "README.md"
requires-python = ">=3.11"
license = "LicenseRef-Proprietary"
dependencies = ["anshu"]

[project.entry-points."{group}"]
{name} = "anshu_{name}.{target}"

[tool.hatch.build.targets.wheel]
packages = ["src/anshu_{name}"]

[tool.uv.sources]
anshu = {{ workspace = true }}
"""

MODULE = '''"""The manifest of the {name} module."""

from anshu.sdk.module import Module
from anshu.sdk.text import Text

MODULE = Module(
    key="{name}",
    title=Text(zh="{name}"),
    package="anshu_{name}",
    packs=(),
)
'''

DRIVER = '''"""The {name} driver."""

from anshu.sdk.config import DriverConfig
from anshu.sdk.driver import Driver, ProbeResult, ReadResult, Stream
from anshu.sdk.errors import TerminalError
from anshu.sdk.text import Text


class {camel}Config(DriverConfig, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the driver needs to know of one source; mark secrets with anshu.sdk.config.Secret."""


class {camel}Driver(Driver[{camel}Config]):
    """Reads {name}."""

    config_type = {camel}Config
    title = Text(zh="{name}")
    family = "eam"

    async def probe(self, config: {camel}Config) -> ProbeResult:
        raise TerminalError(Text(zh="尚未实现", en="Not written yet"))

    async def streams(self, config: {camel}Config) -> tuple[Stream, ...]:
        return ()

    async def read(self, config: {camel}Config, stream: str, cursor: str) -> ReadResult:
        raise TerminalError(Text(zh="尚未实现", en="Not written yet"))
'''

CONTRACT = '''"""The SDK's contract suite, run on this driver."""

import pytest

from anshu.sdk.driver import Environment
from anshu.sdk.testing.driver_contract import ContractCase, DriverContract
from anshu.sdk.testing.frozen_clock import FrozenClock
from anshu_{name}.driver import {camel}Driver


class TestContract(DriverContract):
    """All of it."""

    @pytest.fixture
    def case(self) -> ContractCase:
        driver = {camel}Driver(Environment(FrozenClock()))
        return ContractCase(driver=driver, good={{}}, other={{}}, bad=(), unreachable={{}})
'''

QUALITY = """# done, todo or exempt, with the reason where it is not done.
contract_suite: {state: todo, reason: new}
"""


def main(arguments: list[str]) -> int:
    """Writes the files; answers what is left to do by hand, or why nothing was written."""
    kind, name = (*arguments, "", "")[:2]
    if kind not in GROUPS or not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", name):
        print(
            "Usage: make new-module NAME=permit | make new-connector NAME=maximo", file=sys.stderr
        )
        return 2
    folder = ROOT / GROUPS[kind][0] / name
    if folder.exists():
        print(f"{folder.relative_to(ROOT)} is there already", file=sys.stderr)
        return 1
    for path, text in _files(kind, name).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    print(f"Written: {folder.relative_to(ROOT)}. Now add anshu_{name} in pyproject.toml to")
    print("tool.uv.sources, tool.mypy and tool.importlinter (a test names what is missing),")
    print("and run make setup.")
    return 0


def _files(kind: str, name: str) -> dict[str, str]:
    camel = "".join(part.capitalize() for part in name.split("_"))
    target = "module:MODULE" if kind == "module" else f"driver:{camel}Driver"
    words = {
        "kind": kind, "name": name, "dashed": name.replace("_", "-"), "camel": camel,
        "group": GROUPS[kind][1], "target": target,
    }  # fmt: skip
    package = f"src/anshu_{name}"
    files = {
        "pyproject.toml": PROJECT.format(**words),
        "README.md": f"# anshu-{words['dashed']}\n",
        f"{package}/__init__.py": f'"""The {name} {kind}."""\n',
        f"{package}/py.typed": "",
    }
    if kind == "module":
        return files | {f"{package}/module.py": MODULE.format(**words)}
    return files | {
        f"{package}/driver.py": DRIVER.format(**words),
        "tests/test_contract.py": CONTRACT.format(**words),
        "quality.yaml": QUALITY,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
