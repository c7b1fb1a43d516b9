"""Verifies an evidence package by the stand-alone verifier's own code.

Only the signature check is another one here (the cryptography library instead of the
verifier's own arithmetic).
"""

from msgspec import Struct

from anshu.ledger.report import Finding, Report
from anshu.ledger.signing import signature_holds
from anshu.ledger.standalone import verify as standalone


class Anchors(Struct, frozen=True):
    """What the reader got elsewhere: public keys or their names, and (seal number, head)."""

    keys: tuple[str, ...] = ()
    heads: tuple[tuple[int, str], ...] = ()


def verify_package(data: bytes, anchors: Anchors | None = None) -> Report:
    """Every finding about a package; never raises for what the bytes hold.

    Without anchors the package is only shown to agree with itself.
    """
    given = anchors or Anchors()
    found = standalone.verify(data, given.keys, given.heads, signature_holds)
    summary = found.summary
    head = summary.get("head") or {}
    events = summary.get("events", 0)
    return Report(
        ok=found.ok,
        findings=tuple(Finding(*finding) for finding in found.findings),
        notes=tuple(Finding(*note) for note in found.notes),
        events=events,
        sealed=events - summary.get("unsealed", 0),
        seal_no=head.get("no"),
        head=head.get("head"),
    )
