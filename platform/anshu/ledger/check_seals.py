"""The part of the full check that looks at the seals alone: form, chain, log, signatures."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from anshu.kernel.canonical import canonical, moment_text
from anshu.ledger.merkle import grown, leaf_hash, log_root
from anshu.ledger.report import Finding
from anshu.ledger.seal import SEAL_FORMAT, SEAL_TAG, Seal, SealBody, head_of
from anshu.ledger.signing import signature_holds

TEXTS = {
    "form": ("封存内容格式不正确", "the seal is malformed"),
    "row": ("封存内容与其行不符", "the seal's row does not fit its content"),
    "seal_missing": ("封存缺失", "a seal is missing"),
    "chain": ("封存链断裂", "the chain of seals is broken"),
    "log": ("封存与此前所有封存不符", "the seal does not fit the seals before it"),
    "ledger": ("封存属于另一账本", "the seal belongs to another ledger"),
    "twice": ("事件被重复封存", "an event is covered by two seals"),
    "key_foreign": ("签名密钥未登记", "signed by a key that is not registered"),
    "signature": ("签名无效", "the signature does not hold"),
    "anchor": ("与锚点不符", "differs from the head known from elsewhere"),
    "seals_dropped": ("最新的封存缺失", "the newest seals are missing"),
}


class CheckedSeal(Struct, frozen=True):
    """What the check of the events needs of a seal."""

    no: int
    count: int
    events: tuple[tuple[int, int], ...]
    root: str
    streams: str


class SealCheck:
    """Takes all seals by ascending number; `keys` None leaves signatures unchecked."""

    def __init__(self, keys: Mapping[str, bytes] | None, heads: Mapping[int, str]) -> None:
        self.findings: list[Finding] = []
        self.checked: list[CheckedSeal] = []
        self._keys, self._heads = keys, heads
        self._no = 0
        self._prev = b""
        self._ledger = ""
        self._peaks: list[bytes] = []

    def take(self, seals: Sequence[Seal]) -> None:
        """Checks the next seals."""
        for seal in seals:
            for missing in range(self._no + 1, min(seal.no, self._no + 101)):
                self._find("seal_missing", f"seal {missing}")
            self._take_one(seal)
            self._peaks = grown(self._peaks, size=self._no, leaf=leaf_hash(seal.head))
            self._no, self._prev = seal.no, seal.head

    def finish(self) -> None:
        """Compares with anchors beyond the last seal, and looks for numbers sealed twice."""
        for no in sorted(self._heads):
            if no > self._no:
                self._find("seals_dropped", f"seal {no}")
        end = 0
        for first, last, no in sorted((a, b, s.no) for s in self.checked for a, b in s.events):
            if first <= end:
                self._find("twice", f"event {first} (seal {no})")
            end = max(end, last)

    def _take_one(self, seal: Seal) -> None:
        subject = f"seal {seal.no}"
        try:
            body = seal.content()
        except msgspec.MsgspecError:
            self._find("form", subject)
            return
        if body.format != SEAL_FORMAT or canonical(body) != seal.body or not _ranged(body):
            self._find("form", subject)
            return
        self._ledger = self._ledger or body.ledger
        wrong = {
            "row": not _row_fits(seal, body),
            "chain": body.prev != self._prev.hex(),
            "log": body.log != log_root(self._peaks).hex(),
            "ledger": body.ledger != self._ledger,
            "anchor": self._heads.get(seal.no, seal.head.hex()) != seal.head.hex(),
        }
        for code, found in wrong.items():
            if found:
                self._find(code, subject)
        self._check_signature(seal, subject)
        self.checked.append(CheckedSeal(seal.no, body.count, body.events, body.root, body.streams))

    def _check_signature(self, seal: Seal, subject: str) -> None:
        if self._keys is None:
            return
        public = self._keys.get(seal.key_id)
        if public is None:
            self._find("key_foreign", f"{subject} ({seal.key_id})")
        elif not signature_holds(public, SEAL_TAG + seal.body, seal.signature):
            self._find("signature", subject)

    def _find(self, code: str, subject: str) -> None:
        self.findings.append(Finding(code, subject, *TEXTS[code]))


def _row_fits(seal: Seal, body: SealBody) -> bool:
    return (
        seal.no == body.no
        and seal.key_id == body.key
        and moment_text(seal.at) == body.at
        and seal.head == head_of(seal.body)
    )


def _ranged(body: SealBody) -> bool:
    end = total = 0
    for first, last in body.events:
        if not end < first <= last:
            return False
        end, total = last, total + last - first + 1
    return total == body.count > 0
