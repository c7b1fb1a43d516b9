"""Verifies one stored record by packing it and verifying the package."""

from collections.abc import Collection, Mapping

from anshu.ledger.collect import Collected, DamagedSeal, collect
from anshu.ledger.leaf import FieldClass
from anshu.ledger.package import DamagedEvent, Signed, build_package
from anshu.ledger.report import Finding, Report
from anshu.ledger.verify import Anchors, verify_package
from anshu.store.unit_of_work import Transaction


async def collected_or_damage(tx: Transaction, stream: str) -> Collected | Report:
    """What proves the record, or a report of the damage that keeps it from being read."""
    try:
        return await collect(tx, stream)
    except DamagedSeal as damage:
        return _damaged(damage)


def verify_collected(
    found: Collected | Report,
    *,
    classes: Collection[FieldClass],
    media: Mapping[str, bytes],
    signed: Signed,
) -> Report:
    """What a stranger's verifier says of the package with these classes and originals.

    The keys in `signed` are trusted. What cannot be read at all is a finding too. Blocking and
    slow with large originals: run it in a thread, and never while a transaction is open.
    """
    if isinstance(found, Report):
        return found
    try:
        data = build_package(found, classes=classes, media=media, signed=signed)
    except DamagedEvent as damage:
        return _damaged(damage)
    trusted = {*signed.keys, signed.key.key_id}
    return verify_package(data, Anchors(keys=tuple(sorted(trusted))))


def _damaged(damage: Exception) -> Report:
    finding = Finding("damaged", str(damage), "账本内容无法读取", "the ledger cannot be read")
    return Report(ok=False, findings=(finding,))
