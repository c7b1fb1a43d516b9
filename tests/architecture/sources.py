"""The repository's files as the architecture tests see them: what git keeps."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("platform/", "tenants/", "plugins/", "connectors/")


@cache
def kept_files() -> tuple[str, ...]:
    """Paths that git keeps and that are there, from the root, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return tuple(sorted(p for p in listed.split("\0") if p and (ROOT / p).is_file()))


@cache
def python_files() -> tuple[str, ...]:
    """The product's own Python files, tests of plugins and connectors left out."""
    return tuple(
        path
        for path in kept_files()
        if path.endswith(".py") and path.startswith(OURS) and "/tests/" not in path
    )


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def texts(path: str) -> Iterator[tuple[int, str]]:
    """String constants with their lines; docstrings and other bare strings left out."""
    bare = {
        id(node.value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.lineno, node.value
