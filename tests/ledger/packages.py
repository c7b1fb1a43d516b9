"""Evidence packages for the ledger's tests: what a forger does to one, and what is found."""

import hashlib
import json
from collections.abc import Callable

from anshu.kernel.canonical import canonical
from anshu.ledger.package import Signed
from anshu.ledger.signing import signing_key
from anshu.ledger.standalone import verify as standalone
from anshu.ledger.verify import Anchors, verify_package
from tests.ledger.books import AT, KEY

PHOTO = b"\xff\xd8 a photo"
DIGEST = hashlib.sha256(PHOTO).hexdigest()
SIGNED = Signed(KEY, AT, {KEY.key_id: KEY.public})
FORGER = signing_key(b"somebody else's secret")
STREAM = "hazard-7"


class Package(bytes):
    """Bytes that a failing property does not print."""

    def __repr__(self) -> str:
        return f"<package of {len(self)} bytes>"


def codes(data: bytes, **given: object) -> set[tuple[str, str]]:
    report = verify_package(data, Anchors(**given))  # type: ignore[arg-type]
    assert report.ok == (not report.findings)
    return {(finding.code, finding.subject) for finding in report.findings}


def forged(
    package: bytes, change: Callable[[dict[str, bytes]], None], *, sign: bool = True
) -> bytes:
    """The package after a change; with `sign` somebody else's key makes manifest and sizes fit."""
    files = dict(standalone.unpack(package))
    change(files)
    if sign:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in files.items()
            if not name.startswith("manifest")
        }
        files["manifest.json"] = canonical(manifest)
        signature = FORGER.sign(b"anshu/manifest\0" + files["manifest.json"])
        files["manifest.sig"] = canonical(
            {"key": FORGER.key_id, "public": FORGER.public.hex(), "signature": signature.hex()}
        )
    others = sorted(set(files) - set(standalone.FIXED))
    return standalone.pack(
        [(name, files[name]) for name in (*standalone.FIXED, *others) if name in files]
    )


def edit_line(name: str, place: int, edit: Callable[[dict], None]) -> Callable[[dict], None]:
    def change(files: dict[str, bytes]) -> None:
        parts = files[name].splitlines()
        value = json.loads(parts[place])
        edit(value)
        parts[place] = canonical(value)
        files[name] = b"".join(part + b"\n" for part in parts)

    return change


def hide(field: dict) -> dict:
    return {"class": field["class"], "hash": field["hash"]}


def drop_lines(name: str, *places: int) -> Callable[[dict], None]:
    def change(files: dict[str, bytes]) -> None:
        parts = files[name].splitlines()
        kept = [part for place, part in enumerate(parts) if place not in places]
        files[name] = b"".join(part + b"\n" for part in kept)

    return change
