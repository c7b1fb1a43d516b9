"""The evidence package of a closed hazard: downloaded, verified offline, every change named."""

import subprocess
import sys
from pathlib import Path

import pytest

from anshu.ledger.standalone import verify as standalone
from anshu.ledger.verify import Anchors, verify_package
from tests.journeys.live import ANSHU
from tests.journeys.people import Json, Plant, until

MEMBERS = (
    "manifest.json", "manifest.sig", "events.jsonl", "seals.jsonl", "proofs.json", "README.txt",
    "verify.py", "media/",
)  # fmt: skip


@pytest.fixture(scope="module")
def closed(plant: Plant) -> str:
    """A closed hazard whose events are all sealed."""
    record = plant.close_one(description="证据包旅程：护栏松动")
    until(lambda: _ledger(plant, record)["sealed"] == _ledger(plant, record)["events"])
    return record


@pytest.fixture(scope="module")
def package(plant: Plant, closed: str) -> bytes:
    """Its evidence package as the EHS manager downloads it."""
    answer = plant["ehs"].client.get(f"records/hazard/{closed}/evidence")
    assert answer.status_code == 200, answer.text
    assert ".anshu.zip" in answer.headers["content-disposition"]
    return answer.content


@pytest.fixture
def file(package: bytes, tmp_path: Path) -> Path:
    """The package as a file."""
    kept = tmp_path / "YH.anshu.zip"
    kept.write_bytes(package)
    return kept


def test_server_verifies_its_own_ledger(plant: Plant, closed: str) -> None:
    found = plant["ehs"].get(f"records/hazard/{closed}/verification")
    assert (found["ok"], found["findings"]) == (True, [])
    assert found["sealed"] == found["events"] > 6


def test_package_verifies_with_the_head_that_the_page_shows(
    plant: Plant, closed: str, package: bytes
) -> None:
    ledger = _ledger(plant, closed)
    known = Anchors(heads=((ledger["seal_no"], ledger["head"]),))
    assert verify_package(package, known).ok
    foreign = Anchors(heads=((ledger["seal_no"], "00" * 32),))
    assert not verify_package(package, foreign).ok


def test_package_verifies_by_the_command_line_and_by_the_lone_file(file: Path) -> None:
    assert subprocess.run([ANSHU, "verify", str(file)], check=False).returncode == 0
    alone = file.with_name("verify.py")
    alone.write_bytes(Path(standalone.__file__).read_bytes())
    done = _alone(alone, file)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("member", MEMBERS)
def test_one_changed_byte_is_named(member: str, file: Path, package: bytes) -> None:
    entries = standalone.unpack(package)
    name = next(name for name, _ in entries if name.startswith(member))
    changed = [(one, _flipped(content) if one == name else content) for one, content in entries]
    file.write_bytes(standalone.pack(changed))
    report = verify_package(file.read_bytes())
    assert not report.ok
    named = [finding.subject for finding in report.findings]
    # The signature is over the manifest: which of the two was changed, nobody can tell.
    wanted = "manifest." if name.startswith("manifest.") else name
    assert any(wanted in subject for subject in named), named


def test_lone_file_names_a_changed_photo(file: Path, package: bytes) -> None:
    entries = standalone.unpack(package)
    name = next(name for name, _ in entries if name.startswith("media/"))
    file.write_bytes(standalone.pack([(n, _flipped(c) if n == name else c) for n, c in entries]))
    alone = file.with_name("verify.py")
    alone.write_bytes(Path(standalone.__file__).read_bytes())
    done = _alone(alone, file)
    assert done.returncode == 1
    assert name in done.stdout


def test_package_of_a_role_without_the_permission_does_not_exist(plant: Plant, closed: str) -> None:
    for post in ("worker", "leader"):
        assert plant[post].client.get(f"records/hazard/{closed}/evidence").status_code == 403


def _ledger(plant: Plant, record: str) -> Json:
    return dict(plant["ehs"].page(record)["ledger"])


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _alone(program: Path, file: Path) -> subprocess.CompletedProcess[str]:
    """The verifier in an isolated Python without site packages, from a folder of its own."""
    command = [sys.executable, "-I", "-S", program.name, file.name]
    return subprocess.run(command, cwd=file.parent, check=False, capture_output=True, text=True)
