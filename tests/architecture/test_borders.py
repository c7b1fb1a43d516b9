"""The import contracts in pyproject.toml name every room, plugin and connector."""

import ast
import tomllib

from tests.architecture.sources import ROOT, kept_files, tree

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {c["name"]: c for c in PROJECT["tool"]["importlinter"]["contracts"]}


def _rooms() -> set[str]:
    rooms = set()
    for path in kept_files():
        parts = path.split("/")
        if parts[:2] == ["platform", "anshu"] and path.endswith(".py"):
            rooms.add(f"anshu.{parts[2].removesuffix('.py')}")
    return rooms - {"anshu.__init__", "anshu.__main__"} | {"anshu_tenants"}


def _extensions() -> set[str]:
    return {
        path.split("/")[3]
        for path in kept_files()
        if path.startswith(("plugins/", "connectors/")) and path.split("/")[2:3] == ["src"]
    }


def test_every_room_has_its_layer() -> None:
    layers = CONTRACTS["Rooms import downwards only"]["layers"]
    named = {part.strip(" ()") for layer in layers for part in layer.split("|")}
    assert _rooms() - named == set()


def test_every_plugin_and_connector_is_held_to_the_sdk() -> None:
    seen_by_linter = set(PROJECT["tool"]["importlinter"]["root_packages"])
    contract = CONTRACTS["Plugins and connectors see the SDK only"]
    assert _extensions()
    assert _extensions() - seen_by_linter == set()
    assert _extensions() - set(contract["source_modules"]) == set()
    assert _rooms() - {"anshu.sdk"} - set(contract["forbidden_modules"]) == set()


def test_every_plugin_and_connector_is_type_checked_and_installed() -> None:
    assert _extensions() - set(PROJECT["tool"]["mypy"]["packages"]) == set()
    sources = PROJECT["tool"]["uv"]["sources"]
    assert {name.replace("_", "-") for name in _extensions()} - set(sources) == set()


def test_nothing_of_the_extensions_imports_past_the_sdk() -> None:
    found = []
    for path in kept_files():
        if path.startswith(("plugins/", "connectors/")) and path.endswith(".py"):
            for node in ast.walk(tree(path)):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
                found += [
                    f"{path}:{node.lineno}: {name}"
                    for name in names
                    if name.split(".")[0] in {"anshu", "anshu_tenants"}
                    and not name.startswith("anshu.sdk")
                ]
    assert found == []
