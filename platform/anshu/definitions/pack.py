"""Packs in and out of text: YAML in packages, canonical JSON with its hash in the database."""

import hashlib
from collections.abc import Iterable

import msgspec
import yaml

from anshu.definitions.check import pack_findings
from anshu.definitions.language import Pack
from anshu.kernel.canonical import canonical

# The C loader is ten times quicker where the YAML package was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PackError(ValueError):
    """A pack that cannot be published; every finding names the item and the cure."""

    def __init__(self, name: str, findings: Iterable[str]) -> None:
        self.findings = tuple(findings)
        super().__init__(f"{name}: " + "; ".join(self.findings))


def parse_pack(text: str, *, name: str) -> Pack:
    """A pack from YAML text; `name` is used in errors. References are checked later, together.

    Raises PackError with the path of what does not fit the language.
    """
    try:
        raw = yaml.load(text, Loader=LOADER)  # noqa: S506 (a safe loader either way)
    except yaml.YAMLError as error:
        raise PackError(name, [f"not YAML: {error}"]) from error
    try:
        return msgspec.convert(raw, Pack)
    except msgspec.ValidationError as error:
        raise PackError(name, [str(error)]) from error


def decode_pack(body: bytes) -> Pack:
    """A pack from its canonical JSON."""
    return msgspec.json.decode(body, type=Pack)


def pack_body(pack: Pack) -> bytes:
    """The canonical form; its SHA-256 is the pack's identity."""
    return canonical(msgspec.to_builtins(pack))


def body_hash(body: bytes) -> bytes:
    """The identity of a canonical body."""
    return hashlib.sha256(body).digest()


def check_packs(packs: Iterable[Pack]) -> None:
    """Refuses a set of packs in which anything refers to something that is not there.

    Raises PackError naming every item, what it misses and where from.
    """
    together = tuple(packs)
    findings = pack_findings(together)
    if findings:
        raise PackError(" + ".join(pack.name for pack in together), findings)
