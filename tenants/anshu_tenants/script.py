"""The tenant schema as text: one section per revision, in a committed file with a hash."""

import hashlib
import re
from functools import cache
from pathlib import Path

import msgspec

RENDERED = Path(__file__).parent / "rendered" / "tenant.sql"
_HEADER = re.compile(r"\A-- Rendered from the revisions; do not edit\. sha256 ([0-9a-f]{64})\n")
_SECTION = re.compile(r"^-- revision (\w+)\n", re.MULTILINE)


class ScriptError(ValueError):
    """The rendered script was edited, is broken, or does not know a revision."""


class Step(msgspec.Struct, frozen=True):
    """One revision's statements, names unqualified: the search path says which schema."""

    revision: str
    sql: str


class TenantScript(msgspec.Struct, frozen=True):
    """All revisions from the first to the head."""

    steps: tuple[Step, ...]

    @property
    def head(self) -> str:
        return self.steps[-1].revision

    @property
    def whole(self) -> str:
        """Everything a new schema needs."""
        return "".join(step.sql for step in self.steps)

    def since(self, revision: str) -> str:
        """What a schema at this revision still needs; ScriptError when it is unknown."""
        known = [step.revision for step in self.steps]
        if revision not in known:
            raise ScriptError(f"this version does not know the tenant revision {revision!r}")
        return "".join(step.sql for step in self.steps[known.index(revision) + 1 :])


def to_text(script: TenantScript) -> str:
    """The file's content: a header with the hash of what follows, then the sections."""
    body = "".join(f"-- revision {step.revision}\n{step.sql}" for step in script.steps)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f"-- Rendered from the revisions; do not edit. sha256 {digest}\n{body}"


def from_text(content: str) -> TenantScript:
    """Reads to_text's result; ScriptError when the hash does not fit."""
    header = _HEADER.match(content)
    body = content[header.end() :] if header else ""
    if header is None or hashlib.sha256(body.encode()).hexdigest() != header[1]:
        raise ScriptError("the rendered tenant script does not fit its hash; render it anew")
    parts = _SECTION.split(body)[1:]
    return TenantScript(tuple(map(Step, parts[::2], parts[1::2])))


@cache
def shipped() -> TenantScript:
    """The script that this version ships, read once."""
    return from_text(RENDERED.read_text(encoding="utf-8"))
