"""The verifier that is handed out needs nothing of ours, and its arithmetic is right."""

import json
import random
import subprocess
import sys
from pathlib import Path

from anshu.ledger.signing import signing_key
from anshu.ledger.standalone import verify as standalone
from tests.ledger.books import KEY
from tests.ledger.packages import codes, drop_lines, forged


def test_the_stand_alone_file_verifies_without_our_packages(package: bytes, tmp_path: Path) -> None:
    files = dict(standalone.unpack(package))
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    (tmp_path / "good.zip").write_bytes(package)
    bad = forged(package, drop_lines("events.jsonl", 4))
    (tmp_path / "bad.zip").write_bytes(bad)

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-I", "-S", "verify.py", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)

    good = run("good.zip", "--key", KEY.key_id)
    assert (good.returncode, good.stderr) == (0, b"")
    assert "验证通过" in good.stdout.decode()
    answer = json.loads(run("bad.zip", "--json").stdout)
    assert {(f["code"], f["subject"]) for f in answer["findings"]} == codes(bad)
    assert run("bad.zip").returncode == 1
    assert run("nowhere.zip").returncode == 2
    assert run().returncode == 2


def test_own_ed25519_agrees_with_the_library_and_the_standard() -> None:
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert standalone.ed25519_holds(public, b"\x72", signature)
    chance = random.Random(7)
    for _ in range(25):
        key = signing_key(chance.randbytes(16))
        message = chance.randbytes(chance.randrange(50))
        right = key.sign(message)
        wrong = bytearray(right)
        wrong[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert standalone.ed25519_holds(key.public, message, right)
        assert not standalone.ed25519_holds(key.public, message, bytes(wrong))
        assert not standalone.ed25519_holds(key.public, message + b"x", right)
        high = int.from_bytes(right[32:], "little") + standalone.ORDER
        assert not standalone.ed25519_holds(
            key.public, message, right[:32] + high.to_bytes(32, "little")
        )
