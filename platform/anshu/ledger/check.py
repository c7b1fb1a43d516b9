"""The full check of one tenant's ledger: every stored byte against every seal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

import msgspec
from msgspec import Struct, field

from anshu.kernel.canonical import moment_text
from anshu.ledger import queries
from anshu.ledger.check_seals import CheckedSeal, SealCheck
from anshu.ledger.cursor import Gap
from anshu.ledger.leaf import leaf_of
from anshu.ledger.merkle import leaf_hash, tree_root
from anshu.ledger.queries import StoredEvent
from anshu.ledger.report import Finding, Report
from anshu.ledger.seal import stream_leaves
from anshu.store.unit_of_work import Transaction

PAGE = 2_000
TEXTS = {
    "event": ("事件内容与其哈希不符", "the event's bytes do not fit its leaf"),
    "order": ("记录内的事件序号不连续", "the versions of the record are not consecutive"),
    "missing": ("已封存的事件缺失", "a sealed event is missing"),
    "inserted": ("封存之后插入的事件", "an event inserted where the seals have passed"),
    "unsealed": ("事件长时间未封存", "the event has waited too long for its seal"),
    "root": ("封存与其事件不符", "the seal does not fit its events"),
    "streams": ("封存与各记录末版本不符", "the seal does not fit the records' last versions"),
}


class Expected(Struct, frozen=True):
    """What the reader knows from elsewhere: public keys by name, and heads by seal number."""

    keys: Mapping[str, bytes] | None = None
    heads: Mapping[int, str] = field(default_factory=dict)


async def check_ledger(
    tx: Transaction, *, now: datetime, expected: Expected | None = None, young_minutes: int = 10
) -> Report:
    """Checks that every event is sealed or young, untouched, and that the seals chain.

    Without `expected.keys` signatures are not checked; without `expected.heads` it cannot be
    seen when the newest seals were dropped together with their events. Reads the whole ledger
    page by page in the caller's transaction.
    """
    given = expected or Expected()
    seals = SealCheck(given.keys, given.heads)
    last = await queries.last_seal(tx)
    top = last.seal.no if last else 0
    for first in range(1, top + 1, PAGE):
        end = min(first + PAGE - 1, top)
        seals.take(await queries.seals(tx, first=first, last=end))
    seals.finish()
    oldest = now - timedelta(minutes=young_minutes)
    events = EventCheck(
        seals.checked, gaps=last.cursor.gaps if last else (),
        high=last.cursor.high if last else 0, oldest=oldest,
    )  # fmt: skip
    after = 0
    while page := await queries.events_after(tx, after, limit=PAGE):
        for event in page:
            events.take(event)
        after = page[-1].seq
    events.finish()
    findings = (*seals.findings, *events.findings)
    return Report(
        ok=not findings, findings=findings, events=events.count, sealed=events.sealed,
        seal_no=last.seal.no if last else None, head=last.seal.head.hex() if last else None,
    )  # fmt: skip


class EventCheck:
    """Takes all events by ascending number and compares them with the seals."""

    def __init__(
        self, seals: Sequence[CheckedSeal], *, gaps: Sequence[Gap], high: int, oldest: datetime
    ) -> None:
        self.findings: list[Finding] = []
        self.count = self.sealed = 0
        self._high, self._gaps, self._oldest = high, gaps, oldest
        self._seals = {seal.no: SealTally(seal) for seal in seals}
        parts = [(first, last, seal.no) for seal in seals for first, last in seal.events]
        self._parts = sorted(parts)
        self._part = 0
        self._versions: dict[str, int] = {}

    def take(self, event: StoredEvent) -> None:
        """Checks one event; events come by ascending number."""
        self.count += 1
        subject = f"event {event.seq} ({event.stream} version {event.version})"
        if not leaf_holds(event):
            self._find("event", subject)
        if event.version != self._versions.get(event.stream, 0) + 1:
            self._find("order", subject)
        self._versions[event.stream] = event.version
        no = self._seal_of(event.seq)
        if no is not None:
            self.sealed += 1
            self._seals[no].add(event)
            if self._seals[no].complete():
                self._compare(self._seals.pop(no))
        elif self._passed(event.seq):
            self._find("inserted", subject)
        elif event.received_at < self._oldest:
            self._find("unsealed", f"{subject}, {moment_text(event.received_at)}")

    def finish(self) -> None:
        """Names what the seals cover and no row shows."""
        for no, tally in self._seals.items():
            for seq in islice(tally.missing(), 100):
                self._find("missing", f"event {seq} (seal {no})")

    def _compare(self, tally: "SealTally") -> None:
        if tally.root() != tally.seal.root:
            self._find("root", f"seal {tally.seal.no}")
        if tally.streams() != tally.seal.streams:
            self._find("streams", f"seal {tally.seal.no}")

    def _seal_of(self, seq: int) -> int | None:
        while self._part < len(self._parts) and self._parts[self._part][1] < seq:
            self._part += 1
        if self._part == len(self._parts):
            return None
        first, _, no = self._parts[self._part]
        return no if first <= seq else None

    def _passed(self, seq: int) -> bool:
        return seq <= self._high and not any(g.first <= seq <= g.last for g in self._gaps)

    def _find(self, code: str, subject: str) -> None:
        self.findings.append(Finding(code, subject, *TEXTS[code]))


class SealTally:
    """What was seen of one seal's events."""

    def __init__(self, seal: CheckedSeal) -> None:
        self.seal = seal
        self._leaves: dict[int, bytes] = {}
        self._versions: dict[str, int] = {}

    def add(self, event: StoredEvent) -> None:
        self._leaves[event.seq] = leaf_hash(event.seq.to_bytes(8, "big") + event.leaf)
        self._versions[event.stream] = max(event.version, self._versions.get(event.stream, 0))

    def complete(self) -> bool:
        return len(self._leaves) == self.seal.count

    def missing(self) -> Iterator[int]:
        numbers = (n for first, last in self.seal.events for n in range(first, last + 1))
        return (number for number in numbers if number not in self._leaves)

    def root(self) -> str:
        return tree_root(list(self._leaves.values())).hex()

    def streams(self) -> str:
        return tree_root(stream_leaves(self._versions)).hex()


def leaf_holds(event: StoredEvent) -> bool:
    """Whether the stored bytes make the stored leaf; unreadable bytes do not."""
    try:
        found = leaf_of(event, classes=event.classes(), salts=event.salts)
    except (ValueError, TypeError, KeyError, AttributeError, msgspec.MsgspecError):
        return False
    return found == event.leaf
