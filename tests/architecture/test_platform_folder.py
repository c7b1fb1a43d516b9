"""The folder platform/ must never hide Python's own module `platform`."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

SNIPPET = "import platform, uuid; print(platform.python_implementation(), platform.__file__)"


@pytest.mark.parametrize("how", [["-c", SNIPPET], ["-m", "platform"]])
def test_python_started_at_the_root_imports_its_own_platform(how: list[str]) -> None:
    done = _run(*how)
    assert done.returncode == 0, done.stderr
    assert str(ROOT / "platform") not in done.stdout


def test_pytest_as_a_module_imports_pythons_platform() -> None:
    path = "tests/architecture/test_platform_folder.py"
    done = _run("-m", "pytest", "-q", "--noconftest", path, "-k", "this_process")
    assert done.returncode == 0, done.stdout + done.stderr


def test_this_process_has_pythons_platform() -> None:
    import platform  # noqa: PLC0415

    assert not str(platform.__file__).startswith(str(ROOT / "platform"))
    assert platform.python_version()


def test_platform_folder_is_no_package_and_holds_no_tests() -> None:
    folder = ROOT / "platform"
    assert not (folder / "__init__.py").exists()
    assert [p.name for p in folder.iterdir() if p.suffix == ".py"] == []
    misplaced = [
        str(p.relative_to(ROOT))
        for pattern in ("conftest.py", "test_*.py", "*_test.py")
        for p in folder.rglob(pattern)
    ]
    assert misplaced == []


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
