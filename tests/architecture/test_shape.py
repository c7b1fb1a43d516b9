"""The shape of files: length, names, docstrings, imports."""

import ast
import re
import sys

from tests.architecture.sources import ROOT, kept_files, python_files, tree

CAP = 400
# Handed out as one file and read as one: docs/adr/0022-the-verifier-is-one-file.md
ONE_FILE = "platform/anshu/ledger/standalone/verify.py"
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "service", "base", "misc"}
CODE = (".py", ".ts", ".tsx", ".sh", ".mjs")


def test_no_source_file_is_longer_than_the_cap() -> None:
    long = {}
    for path in kept_files():
        exempt = path == ONE_FILE or re.search(r"/migrations/|/generated/|\.gen\.", path)
        if path.endswith(CODE) and not exempt:
            lines = (ROOT / path).read_text(encoding="utf-8").count("\n")
            if lines > CAP:
                long[path] = lines
    assert long == {}


def test_the_verifier_that_is_handed_out_stands_on_the_standard_library_alone() -> None:
    """What earns its length: it needs no other file of ours, nor anybody's package."""
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree(ONE_FILE))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    }
    assert imported
    assert imported - sys.stdlib_module_names == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [p for p in python_files() if VAGUE & set(re.split(r"[/.]", p))]
    assert vague == []


def test_every_module_says_in_its_docstring_what_it_does() -> None:
    silent = [
        p
        for p in python_files()
        if "/migrations/" not in p and not ast.get_docstring(tree(p), clean=True)
    ]
    assert silent == []


def test_package_files_do_no_work() -> None:
    working = []
    for path in python_files():
        if path.endswith("/__init__.py"):
            kinds = {type(node) for node in tree(path).body}
            if kinds - {ast.Expr, ast.Import, ast.ImportFrom}:
                working.append(path)
    assert working == []


def test_imports_are_absolute() -> None:
    relative = [
        f"{path}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
