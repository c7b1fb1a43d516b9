"""What a verification answers: sound or not, and each finding with its subject."""

from msgspec import Struct


class Finding(Struct, frozen=True):
    """One manipulation or damage; `subject` says which event, field, seal or file."""

    code: str
    subject: str
    zh: str
    en: str

    def said(self, language: str) -> str:
        """The finding as a sentence in the reader's language ("zh-CN" or "en")."""
        return f"{self.subject}: {self.en if language.startswith('en') else self.zh}"


class Report(Struct, frozen=True):
    """`notes` do not spoil a report; `head` is the newest seal's head in hex, if any."""

    ok: bool
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    events: int = 0
    sealed: int = 0
    seal_no: int | None = None
    head: str | None = None
