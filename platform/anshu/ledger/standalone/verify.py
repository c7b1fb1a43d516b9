"""Verifies an Anshu evidence package: one file, standard library only, no network, no writing.

    python -I -S verify.py FILE [--key KEY] [--head NO:HEX]... [--json]

KEY is a public key (64 hex digits) or its name (16) that you got elsewhere; NO:HEX is a seal's
number and head that you got elsewhere, such as from the code on a printed permit. Without them
the package is only shown to agree with itself. Get this file from a source you trust: a copy
that lies in a package is as trustworthy as the package. Needs Python 3.10 or newer. The format
is described in docs/evidence-format.md. Exit codes: 0 verified, 1 findings, 2 unusable.
"""

# ruff: noqa: T201 - a command-line tool prints
from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, NoReturn

FORMAT = 1
MAX_BYTES, MAX_ENTRIES, MAX_SEALS = 2**30, 10_000, 5_000
CLASSES = ("normal", "restricted", "personal")
HEADER = ("actor", "at", "definition", "kind", "received_at", "stream", "version")
EVENT_KEYS = {*HEADER, "fields", "format", "hidden", "leaf", "seal", "seq"}
FIELD_KEYS = {"class", "field", "hash", "salt", "value"}
FIXED = ("manifest.json", "manifest.sig", "events.jsonl", "seals.jsonl", "proofs.json")
NAME = re.compile(r"(manifest\.(json|sig)|events\.jsonl|seals\.jsonl|proofs\.json|README\.txt"
                  r"|verify\.py|media/[0-9a-f]{64})\Z")  # fmt: skip
TEXTS = {
    "container": ("压缩包结构被改动", "the container was changed"),
    "entry_name": ("压缩包内有不允许的文件名", "a file name that a package may not hold"),
    "file_missing": ("文件缺失", "a file is missing"),
    "file_extra": ("多出清单以外的文件", "a file that the manifest does not list"),
    "file_changed": ("文件内容与清单不符", "a file differs from the manifest"),
    "form": ("内容格式不正确", "the content is malformed"),
    "signature": ("签名无效", "the signature does not hold"),
    "key_foreign": ("签名密钥不是可信的密钥", "signed by a key that is not the trusted one"),
    "key_name": ("密钥编号与公钥不符", "the key's name does not fit the key"),
    "ledger": ("不属于同一账本", "belongs to another ledger"),
    "stream": ("不属于本记录", "belongs to another record"),
    "order": ("顺序错误", "out of order"),
    "chain": ("封存链断裂", "the chain of seals is broken"),
    "log": ("未被最新封存所包含", "not contained in the newest seal"),
    "head": ("最新封存与清单不符", "the newest seal is not the manifest's"),
    "event_missing": ("事件缺失", "an event is missing"),
    "tail_missing": ("末尾事件缺失", "events at the end are missing"),
    "field": ("字段内容被改动", "a field was changed"),
    "field_twice": ("字段重复", "a field appears twice"),
    "field_class": ("出现了声明为不可见的字段", "a field of a class declared hidden"),
    "field_hidden": ("声明为可见的字段被隐藏", "a field of a class declared shown is hidden"),
    "event": ("事件内容被改动", "an event was changed"),
    "proof": ("事件不在其封存之内", "an event is not in its seal"),
    "streams": ("记录末版本的证明无效", "the proof of the record's last version fails"),
    "seal_missing": ("封存缺失", "a seal is missing"),
    "unsealed_order": ("未封存事件之后出现已封存事件", "a sealed event follows an unsealed one"),
    "media_foreign": ("没有可见事件引用该媒体", "no shown event refers to this media file"),
    "signing": ("签名凭证与所签内容不符", "a signature's proof does not fit what was signed"),
    "anchor": ("与您提供的锚点不符", "differs from the head that you supplied"),
}
NOTES = {
    "key_unknown": ("未提供可信密钥, 请核对密钥", "no trusted key supplied; compare the key"),
    "unsealed": ("尚未封存, 仅由制包签名覆盖", "not sealed yet; covered by the packer's signature"),
    "erased": ("个人字段已依法删除, 证明仍有效", "personal fields were erased; the proof stands"),
    "media_absent": ("引用的媒体原件不在包内", "a file that an event refers to is not included"),
    "signed_here": ("指纹签名已核验", "a signature by fingerprint was checked"),
    "signed_word": ("签名由系统核验, 此处不能再核", "signed by PIN or by a key not checked here"),
    "anchor_unused": ("锚点不在本包范围内", "the supplied head is not among this package's seals"),
}


class Finding(NamedTuple):
    code: str
    subject: str
    zh: str
    en: str


class Report(NamedTuple):
    ok: bool
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    summary: dict[str, Any]


class Refused(ValueError):
    """The package cannot be read further; carries the code and the subject."""


Check = Callable[[bytes, bytes, bytes], bool]
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError,
             RecursionError)  # fmt: skip


def verify(
    data: bytes, keys: Iterable[str] = (), heads: Iterable[tuple[int, str]] = (),
    signed: Check | None = None,
) -> Report:  # fmt: skip
    """All findings about a package; `keys` are trusted, `heads` are (seal number, head)."""
    examination = Examination(data, keys, heads, signed or ed25519_holds)
    examination.run()
    found = tuple(dict.fromkeys(examination.findings))
    return Report(not found, found, tuple(examination.notes), examination.summary)


class Examination:
    def __init__(self, data: bytes, keys: Iterable[str], heads: Iterable[tuple[int, str]],
                 signed: Check) -> None:  # fmt: skip
        self.data, self.signed = data, signed
        self.trusted, self.anchors = {k.lower() for k in keys}, [(n, h.lower()) for n, h in heads]
        self.findings: list[Finding] = []
        self.notes: list[Finding] = []
        self.summary: dict[str, Any] = {}
        self.files: dict[str, bytes] = {}
        self.manifest: dict[str, Any] = {}
        self.seals: dict[int, dict[str, Any]] = {}
        self.heads: dict[int, bytes] = {}
        self.proofs: dict[str, Any] = {}
        self.last: dict[int, int] = {}
        self.mentioned: set[str] = set()

    def run(self) -> None:
        try:
            entries = unpack(self.data)
        except Refused as refusal:
            self.find(*refusal.args)
            return
        place = first_difference(self.data, entries)
        if place:
            self.find("container", place)
        self.files = dict(entries)
        for name in FIXED:
            if name not in self.files:
                self.find("file_missing", name)
        for step, subject in (
            (self.check_manifest, "manifest.json"), (self.check_seals, "seals.jsonl"),
            (self.check_proofs, "proofs.json"), (self.check_events, "events.jsonl"),
            (self.check_streams, "proofs.json"), (self.check_media, "media"),
            (self.check_anchors, "anchors"),
        ):  # fmt: skip
            self.guarded(step, subject)

    def find(self, code: str, subject: str) -> None:
        self.findings.append(Finding(code, subject, *TEXTS[code]))

    def note(self, code: str, subject: str) -> None:
        self.notes.append(Finding(code, subject, *NOTES[code]))

    def guarded(self, step: Callable[..., None], subject: str, *values: Any) -> None:
        try:
            step(*values)
        except Refused as refusal:
            self.find(*refusal.args)
        except MALFORMED:
            self.find("form", subject)

    def check_manifest(self) -> None:
        text = self.files.get("manifest.json", b"")
        self.guarded(self.check_signature, "manifest.sig", text)
        manifest = parsed(text)
        if manifest["format"] != FORMAT or manifest["kind"] != "anshu-evidence":
            raise Refused("form", "manifest.json")
        if not set(manifest["classes"]) <= set(CLASSES) or "normal" not in manifest["classes"]:
            raise Refused("form", "manifest.json")
        self.manifest = manifest
        listed = manifest["files"]
        for name in sorted(set(listed) - set(self.files)):
            self.find("file_missing", name)
        for name in sorted(set(self.files) - set(listed) - {"manifest.json", "manifest.sig"}):
            self.find("file_extra", name)
        for name, content in self.files.items():
            if name in listed and hashlib.sha256(content).hexdigest() != listed[name]:
                self.find("file_changed", name)
        self.summary.update({k: manifest[k] for k in ("ledger", "stream", "made_at", "classes")})

    def check_signature(self, text: bytes) -> None:
        seal = parsed(self.files.get("manifest.sig", b""))
        self.check_key(seal["key"], seal["public"], "manifest.sig")
        if not self.signed(unhex(seal["public"], 32), b"anshu/manifest\0" + text,
                           unhex(seal["signature"], 64)):  # fmt: skip
            self.find("signature", "manifest.json")

    def check_key(self, name: str, public: str, subject: str) -> None:
        if hashlib.sha256(unhex(public, 32)).hexdigest()[:16] != name:
            self.find("key_name", subject)
        self.summary.setdefault("keys", {})[name] = public
        if not self.trusted:
            if not any(note.subject == name for note in self.notes):
                self.note("key_unknown", name)
        elif public not in self.trusted and name not in self.trusted:
            self.find("key_foreign", f"{subject} ({name})")

    def check_seals(self) -> None:
        for number, line in enumerate(lines(self.files.get("seals.jsonl", b"")), 1):
            self.guarded(self.check_seal, f"seals.jsonl:{number}", line)
        head = None
        if self.seals:
            top = max(self.seals)
            head = {"no": top, "head": self.heads[top].hex()}
        self.summary["head"] = head
        if self.manifest and self.manifest["head"] != head:
            self.find("head", "seals.jsonl")

    def check_seal(self, line: bytes) -> None:
        seal = parsed(line)
        body, key = seal["body"], seal["body"]["key"]
        no, subject = integer(body["no"]), f"seal {body['no']}"
        text = canonical(body)
        public = self.manifest.get("keys", {}).get(key)
        if public is None:
            self.find("key_foreign", f"{subject} ({key})")
        else:
            self.check_key(key, public, subject)
            if not self.signed(unhex(public, 32), b"anshu/seal\0" + text,
                               unhex(seal["signature"], 64)):  # fmt: skip
                self.find("signature", subject)
        if self.manifest and body["ledger"] != self.manifest["ledger"]:
            self.find("ledger", subject)
        if self.seals and no <= max(self.seals):
            self.find("order", subject)
        if no - 1 in self.heads and unhex(body["prev"], 32) != self.heads[no - 1]:
            self.find("chain", subject)
        if body["format"] != FORMAT or not well_ranged(body["events"], body["count"]):
            self.find("form", subject)
        if no not in self.seals:
            self.seals[no], self.heads[no] = body, hashlib.sha256(b"anshu/seal\0" + text).digest()
        if len(self.seals) > MAX_SEALS:
            raise Refused("form", "seals.jsonl")

    def check_proofs(self) -> None:
        self.proofs = parsed(self.files.get("proofs.json", b""))
        if not self.seals:
            return
        top = max(self.seals)
        for no in self.seals:
            if no != top:
                self.guarded(self.check_log, f"proofs.json: seal {no}", no, top)

    def check_log(self, no: int, top: int) -> None:
        path = [unhex(step, 32) for step in self.proofs["log"][str(no)]]
        if climbed(leaf_hash(self.heads[no]), no - 1, top - 1, path) != unhex(
            self.seals[top]["log"], 32
        ):
            self.find("log", f"seal {no}")

    def check_events(self) -> None:
        expected, pending = 1, 0
        for number, line in enumerate(lines(self.files.get("events.jsonl", b"")), 1):
            try:
                event = parsed(line)
                version = integer(event["version"])
            except MALFORMED:
                self.find("form", f"events.jsonl:{number}")
                expected += 1
                continue
            if version < expected:
                self.find("order", f"event {version}")
            for missing in range(expected, min(version, expected + 1000)):
                self.find("event_missing", f"event {missing}")
            expected = max(expected, version + 1)
            self.guarded(self.check_event, f"event {version}", event)
            if event.get("seal") is None:
                pending += 1
                self.note("unsealed", f"event {version}")
            elif pending:
                self.find("unsealed_order", f"event {version}")
        self.summary.update(events=expected - 1, unsealed=pending)
        if self.manifest:
            for missing in range(expected, min(self.manifest["events"] + 1, expected + 1000)):
                self.find("tail_missing", f"event {missing}")
            if self.manifest["events"] < expected - 1:
                self.find("order", f"event {expected - 1}")

    def check_event(self, event: dict[str, Any]) -> None:
        subject = f"event {event['version']}"
        if event["format"] != FORMAT or set(event) != EVENT_KEYS:
            raise Refused("form", subject)
        if self.manifest and event["stream"] != self.manifest["stream"]:
            self.find("stream", subject)
        hashes, names = [self.check_hidden(item, subject) for item in event["hidden"]], set()
        for field in event["fields"]:
            name = f"{subject} {field['class']}/{field['field']}"
            if set(field) != FIELD_KEYS:
                self.find("form", name)
            if name in names:
                self.find("field_twice", name)
            names.add(name)
            if field["class"] not in self.manifest.get("classes", CLASSES):
                self.find("field_class", name)
            text = canonical([field["class"], field["field"], field["value"]])
            own = hashlib.sha256(b"anshu/field\0" + unhex(field["salt"], 32) + text).digest()
            if own != unhex(field["hash"], 32):
                self.find("field", name)
            hashes.append(unhex(field["hash"], 32))
            mentions(field["value"], self.mentioned)
        if any(item.get("erased") is True for item in event["hidden"]):
            self.note("erased", subject)
        leaf = unhex(event["leaf"], 32)
        if event_leaf(event, hashes) != leaf:
            self.find("event", subject)
        if event["seal"] is not None:
            self.check_place(event, leaf, subject)

    def check_hidden(self, item: dict[str, Any], subject: str) -> bytes:
        erased = item.get("erased") is True
        wanted = {"class", "hash", "erased"} if erased else {"class", "hash"}
        if item["class"] not in CLASSES or set(item) != wanted:
            self.find("form", subject)
        elif not erased and item["class"] in self.manifest.get("classes", ()):
            self.find("field_hidden", f"{subject} {item['class']}")
        return unhex(item["hash"], 32)

    def check_place(self, event: dict[str, Any], leaf: bytes, subject: str) -> None:
        no, seq = integer(event["seal"]), integer(event["seq"])
        seal = self.seals.get(no)
        if seal is None:
            self.find("seal_missing", f"seal {no} ({subject})")
            return
        self.last[no] = max(self.last.get(no, 0), event["version"])
        index = position(seal["events"], seq)
        path = [unhex(step, 32) for step in self.proofs["events"][str(event["version"])]]
        start = leaf_hash(seq.to_bytes(8, "big") + leaf)
        if index is None or climbed(start, index, seal["count"], path) != unhex(seal["root"], 32):
            self.find("proof", subject)

    def check_streams(self) -> None:
        for no, proof in self.proofs["streams"].items():
            self.guarded(self.check_stream, f"proofs.json: streams {no}", int(no), proof)
        for no in self.last:
            if str(no) not in self.proofs["streams"]:
                self.find("streams", f"seal {no}")

    def check_stream(self, no: int, proof: dict[str, Any]) -> None:
        if no not in self.seals:
            self.find("seal_missing", f"seal {no}")
            return
        leaf = leaf_hash(canonical([self.manifest["stream"], integer(proof["version"])]))
        path = [unhex(step, 32) for step in proof["path"]]
        root = climbed(leaf, integer(proof["index"]), integer(proof["size"]), path)
        if root != unhex(self.seals[no]["streams"], 32):
            self.find("streams", f"seal {no}")
        elif proof["version"] != self.last.get(no, 0):
            self.find("tail_missing", f"event {proof['version']} (seal {no})")

    def check_media(self) -> None:
        for name, content in self.files.items():
            if name.startswith("media/"):
                if hashlib.sha256(content).hexdigest() != name[6:]:
                    self.find("file_changed", name)
                if name[6:] not in self.mentioned:
                    self.find("media_foreign", name)

        for name, content in self.files.items():
            if name.startswith("media/") and content.startswith(b'{"at":'):
                self.guarded(self.check_signing, name, name, content)
        for digest in sorted(self.mentioned):
            if f"media/{digest}" not in self.files:
                self.note("media_absent", f"media/{digest}")

    def check_signing(self, name: str, content: bytes) -> None:
        """A proof of a signature; the event names its hash, so only its inside is left to check."""
        proof = json.loads(content)
        if not isinstance(proof, dict) or proof.get("kind") != "anshu-signature":
            return
        told = {part: proof[part] for part in ("method", "signer", "person", "sheet", "at")}
        self.summary.setdefault("signatures", []).append(told)
        if proof["sheet"] not in self.mentioned:
            self.find("signing", name)
        holds = webauthn_holds(proof) if proof.get("webauthn") else None
        if holds is None:
            self.note("signed_word", name)
        elif holds:
            self.note("signed_here", name)
        else:
            self.find("signing", name)

    def check_anchors(self) -> None:
        for no, head in self.anchors:
            if no not in self.heads:
                self.note("anchor_unused", f"seal {no}")
            elif self.heads[no].hex() != head:
                self.find("anchor", f"seal {no}")


def parsed(text: bytes) -> Any:
    """The value of canonical JSON; ValueError for any other bytes."""
    value = json.loads(text.decode(), parse_float=refuse, parse_constant=refuse)
    if canonical(value) != text:
        raise ValueError("not canonical")
    return value


def refuse(text: str) -> NoReturn:
    raise ValueError(f"not canonical: {text}")


def canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def lines(text: bytes) -> list[bytes]:
    if text and not text.endswith(b"\n"):
        return [*text.split(b"\n"), b""]  # The empty line is a finding of its own.
    return text.split(b"\n")[:-1]


def unhex(text: str, size: int) -> bytes:
    if not re.fullmatch(rf"[0-9a-f]{{{size * 2}}}", text):
        raise ValueError("not lower-case hex of the right length")
    return bytes.fromhex(text)


def integer(value: Any) -> int:
    if type(value) is not int or not 0 < value + 1 <= 2**53:
        raise ValueError("not a natural number")
    return value


def mentions(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        if re.fullmatch(r"[0-9a-f]{64}", value):
            found.add(value)
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            mentions(item, found)


def event_leaf(event: dict[str, Any], hashes: list[bytes]) -> bytes:
    head = canonical({name: event[name] for name in HEADER})
    start = b"anshu/event\0" + bytes([event["format"]]) + struct.pack(">I", len(head)) + head
    return hashlib.sha256(start + b"".join(sorted(hashes))).digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def climbed(value: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a leaf hash and its path lead to (RFC 6962); ValueError for a wrong length."""
    last, steps = size - 1, iter(path)
    if not 0 <= index <= last:
        raise ValueError("no such leaf")
    used = 0
    while last:
        if index & 1 or index < last:
            sibling = next(steps, b"")
            used += 1
            pair = sibling + value if index & 1 else value + sibling
            value = hashlib.sha256(b"\1" + pair).digest()
        index, last = index >> 1, last >> 1
    if used != len(path):
        raise ValueError("the path has a wrong length")
    return value


def well_ranged(ranges: Any, count: int) -> bool:
    end = total = 0
    for first, last in ranges:
        if not end < integer(first) <= integer(last):
            return False
        end, total = last, total + last - first + 1
    return total == count > 0


def position(ranges: Any, seq: int) -> int | None:
    before = 0
    for first, last in ranges:
        if first <= seq <= last:
            return int(before + seq - first)
        before += last - first + 1
    return None


LOCAL, CENTRAL, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"


def pack(entries: list[tuple[str, bytes]]) -> bytes:
    """The one ZIP file for these entries: stored, no dates, no extras (APPNOTE 4.3)."""
    parts, directory, offset = [], [], 0
    for name, content in entries:
        raw, crc, size = name.encode("ascii"), zlib.crc32(content), len(content)
        head = struct.pack(LOCAL, b"PK\3\4", 20, 0, 0, 0, 33, crc, size, size, len(raw), 0) + raw
        directory.append(struct.pack(CENTRAL, b"PK\1\2", 20, 20, 0, 0, 0, 33, crc, size, size,
                                     len(raw), 0, 0, 0, 0, 0, offset) + raw)  # fmt: skip
        parts += [head, content]
        offset += len(head) + size
    index = b"".join(directory)
    end = struct.pack(END, b"PK\5\6", 0, 0, len(entries), len(entries), len(index), offset, 0)
    return b"".join([*parts, index, end])


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """The entries, read from the front; sizes and names are checked before anything is used."""
    if len(data) > MAX_BYTES:
        raise Refused("container", f"larger than {MAX_BYTES} bytes")
    entries: list[tuple[str, bytes]] = []
    names: set[str] = set()
    at, previous = 0, "start"
    while data[at : at + 4] == b"PK\3\4" and len(data) >= at + 30:
        parts = struct.unpack_from(LOCAL, data, at)
        size, name_length, extra = parts[7], parts[9], parts[10]
        start = at + 30 + name_length + extra
        name = data[at + 30 : at + 30 + name_length].decode("ascii", "replace")
        if not NAME.match(name):
            raise Refused("entry_name", ascii(name[:80]))
        if start + size > len(data) or name in names or len(names) >= MAX_ENTRIES:
            raise Refused("container", f"{name}, byte {at}")
        names.add(name)
        entries.append((name, data[start : start + size]))
        at, previous = start + size, name
    if data[at : at + 4] != b"PK\1\2":
        raise Refused("container", f"after {previous}, byte {at}")
    return entries


def first_difference(data: bytes, entries: list[tuple[str, bytes]]) -> str | None:
    """Where the file differs from the one ZIP file that its entries make; None if nowhere."""
    names = [name for name, _ in entries]
    if tuple(names[:5]) != FIXED or names[5:] != sorted(names[5:]):
        return "order of files"
    right = pack(entries)
    if right == data:
        return None
    size, step = min(len(right), len(data)), 4096
    near = next(
        (i for i in range(0, size, step) if right[i : i + step] != data[i : i + step]), size
    )
    at = next((i for i in range(near, size) if right[i] != data[i]), size)
    offset = 0
    for name, content in entries:
        offset += 30 + len(name) + len(content)
        if at < offset:
            return f"{name}, byte {at}"
    return f"directory, byte {at}"


# Ed25519 (RFC 8032, section 5.1), verification only; points as (X, Y, Z, T).
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is this public key's for the message."""
    key, s = decoded(public), int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    minus = (P - key[0], key[1], key[2], P - key[3])
    both, total = added(BASE, minus), (0, 1, 1, 0)
    for bit in range(255, -1, -1):  # [s]B - [k]A, both scalars at once
        total = added(total, total)
        choice = (s >> bit & 1) + 2 * (k >> bit & 1)
        if choice:
            total = added(total, (BASE, minus, both)[choice - 1])
    inverse = pow(total[2], P - 2, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def added(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decoded(text: bytes) -> Point | None:
    value = int.from_bytes(text, "little")
    y, sign = value & (2**255 - 1), value >> 255
    if len(text) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE: Point = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


# ECDSA over P-256 with SHA-256 (FIPS 186-5), verification only: of authenticators (ES256).
PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
COUNT = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CURVE_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
START = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
         0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)  # fmt: skip
Place = tuple[int, int] | None
# An ES256 key in COSE, as authenticators write it: kty 2, alg -7, crv 1, x, y.
COSE_ES256 = re.compile(
    rb"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20(.{32})\x22\x58\x20(.{32})", re.S
)


def webauthn_holds(proof: dict[str, Any]) -> bool | None:
    """Whether the key signed this sheet, its person present and verified; None if not ES256."""
    given = proof["webauthn"]
    key = COSE_ES256.fullmatch(unbase64(given["public_key"]))
    data, client = unbase64(given["authenticator_data"]), unbase64(given["client_data"])
    task = bytes.fromhex(proof["task"].replace("-", ""))
    what = b"anshu/sign\0" + unhex(given["nonce"], 32) + task + unhex(proof["sheet"], 32)
    told = json.loads(client)
    asked = told["type"] == "webauthn.get"
    asked = asked and unbase64(told["challenge"]) == hashlib.sha256(what).digest()
    site = hashlib.sha256(given["site"].encode()).digest()
    if not asked or data[:32] != site or data[32] & 5 != 5:
        return False
    if key is None:
        return None
    public = int.from_bytes(key[1], "big"), int.from_bytes(key[2], "big")
    digest = hashlib.sha256(data + hashlib.sha256(client).digest()).digest()
    return es256_holds(public, digest, unbase64(given["signature"]))


def es256_holds(public: tuple[int, int], digest: bytes, signature: bytes) -> bool:
    x, y = public
    r, s = der_pair(signature)
    on_curve = (y * y - x * x * x + 3 * x - CURVE_B) % PRIME == 0 and max(x, y) < PRIME
    if not on_curve or not 0 < r < COUNT or not 0 < s < COUNT:
        return False
    w = pow(s, -1, COUNT)
    one = times(int.from_bytes(digest, "big") * w % COUNT, START)
    place = summed(one, times(r * w % COUNT, public))
    return place is not None and place[0] % COUNT == r


def times(factor: int, place: Place) -> Place:
    total: Place = None
    for bit in range(255, -1, -1):
        total = summed(total, total)
        if factor >> bit & 1:
            total = summed(total, place)
    return total


def summed(p: Place, q: Place) -> Place:
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % PRIME == 0:
        return None
    if p == q:
        slope = (3 * p[0] * p[0] - 3) * pow(2 * p[1], -1, PRIME) % PRIME
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, PRIME) % PRIME
    x = (slope * slope - p[0] - q[0]) % PRIME
    return x, (slope * (p[0] - x) - p[1]) % PRIME


def der_pair(text: bytes) -> tuple[int, int]:
    """The two numbers of an ECDSA signature (ASN.1 DER); ValueError for anything else."""
    found = re.fullmatch(rb"\x30(.)\x02(.)(.*)", text, re.S)
    if not found or found[1][0] != len(text) - 2:
        raise ValueError("not a signature")
    first, rest = found[3][: found[2][0]], found[3][found[2][0] :]
    if rest[:1] != b"\x02" or rest[1] != len(rest) - 2:
        raise ValueError("not a signature")
    return int.from_bytes(first, "big"), int.from_bytes(rest[2:], "big")


def unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def main(arguments: list[str]) -> int:
    names, keys, heads, rest = [], [], [], list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--key" and rest:
            keys.append(rest.pop(0))
        elif word == "--head" and re.match(r"\d+:[0-9A-Fa-f]{64}\Z", rest[0] if rest else ""):
            no, _, head = rest.pop(0).partition(":")
            heads.append((int(no), head))
        elif word != "--json":
            names.append(word)
    if len(names) != 1 or names[0].startswith("-"):
        print(__doc__)
        return 2
    try:
        with open(names[0], "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        print(f"无法读取 / cannot read: {error}")
        return 2
    report = verify(data, keys, heads)
    if "--json" in arguments:
        print(json.dumps({"ok": report.ok, "findings": [f._asdict() for f in report.findings],
                          "notes": [n._asdict() for n in report.notes],
                          "summary": report.summary}, ensure_ascii=False))  # fmt: skip
        return 0 if report.ok else 1
    for finding in report.findings:
        print(f"✗ {finding.subject}: {finding.zh} / {finding.en}")
    for note in report.notes:
        print(f"· {note.subject}: {note.zh} / {note.en}")
    for name, value in report.summary.items():
        print(f"  {name}: {value}")
    print("验证通过 / verified" if report.ok else "验证未通过 / NOT verified")
    return 0 if report.ok else 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
