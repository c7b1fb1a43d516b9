"""What must not be in the repository, and what its documents promise."""

import json
import re

from tests.architecture.sources import ROOT, kept_files

# Written in parts, so that this file does not hold what it looks for.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("npmmirror", "com"),
        ("yarnpkg", "com"), ("mirrors", "aliyun"), ("tuna", "tsinghua"), ("proxy", "golang"),
    )
)  # fmt: skip
MACHINE_PATH = re.compile(r"(?<![\w.@~])/" + r"(?:root|work|home/[a-z]\w*|Users/\w+)/")
BINARY = (".png", ".ico", ".jpg", ".woff2", ".xlsx", ".pdf", ".zip")


def _texts() -> dict[str, str]:
    return {
        path: (ROOT / path).read_text(encoding="utf-8")
        for path in kept_files()
        if not path.endswith(BINARY)
    }


def test_no_file_names_a_package_registry() -> None:
    found = [
        f"{path}: {host}" for path, text in _texts().items() for host in REGISTRIES if host in text
    ]
    assert found == []


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in _texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


def test_python_lock_is_hashed_and_without_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", lock))
    packages = [entry for entry in entries if "==" in entry]
    assert packages
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_console_lock_is_hashed_and_without_addresses_of_packages() -> None:
    lock = json.loads((ROOT / "admin_console/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    unhashed = [n for n, e in packages.items() if "integrity" not in e and not e.get("inBundle")]
    assert unhashed == []


def test_every_path_on_the_map_exists() -> None:
    text = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text))
    assert named, "the map names no path"
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_every_decision_has_its_number_and_no_two_share_one() -> None:
    names = [p.name for p in (ROOT / "docs/adr").glob("*.md")]
    assert [name for name in names if not re.match(r"^\d{4}-[a-z0-9-]+\.md$", name)] == []
    numbers = [name[:4] for name in names]
    assert len(set(numbers)) == len(numbers), sorted(names)


def test_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"(?m)^\.PHONY: (.*)$", text)[1].split())
    assert set(re.findall(r"(?m)^([a-z-]+):.*## ", text)) == phony
