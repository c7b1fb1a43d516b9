"""Builds the evidence package of a record: one ZIP file that proves itself offline.

The format is described in docs/evidence-format.md. What the reader may not see appears as
field hashes only.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from anshu.kernel.canonical import canonical, moment_text
from anshu.ledger.collect import Collected, CollectedSeal
from anshu.ledger.leaf import CLASSES, FieldClass, read_salts, shown_fields
from anshu.ledger.queries import StoredEvent
from anshu.ledger.signing import SigningKey
from anshu.ledger.standalone import verify as standalone

MANIFEST_TAG = b"anshu/manifest\x00"
README = """\
安枢证据包 / Anshu evidence package

本文件包含一条记录的全部事件, 其封存与证明, 以及引用的照片等原件。
无需网络, 无需本系统即可验证: 请从可信来源取得 verify.py, 运行
    python -I -S verify.py 本文件
并把显示的密钥编号与封存头 (head) 同打印在作业票或报告上的核对。
谁签的, 替谁签的: 事件 TaskCompleted 与 TaskSigned 的 actor 是办理人, 字段 @for 是被代理人,
@seats 是会签席位; 签名字段的 shown 是所签内容的哈希,
手写的 image 或 PIN、指纹的 proof 是 media/ 中的文件。
无权查看的字段只以带盐哈希出现。防篡改含义是"改动可被发现", 不是"不可改动"。

This file holds all events of one record, the seals over them with proofs, and the files they
refer to. Verify it without network and without us: get verify.py from a source you trust, run
    python -I -S verify.py FILE
and compare the key and the head it shows with those printed on a permit or report. Who signed, and
for whom: of TaskCompleted and TaskSigned the actor is who acted, the field @for on whose behalf,
@seats which of several signatures it is; a signature's `shown` is the hash of what was signed,
its `image` (handwriting) or `proof` (PIN, key) a file in media/. Fields that
the reader may not see appear as salted hashes. Tamper-evident means that a change shows, not
that a change is impossible.
"""


class Signed(Struct, frozen=True):
    """Who packs, when, and the public keys of all seals by their names."""

    key: SigningKey
    at: datetime
    keys: Mapping[str, bytes]


class DamagedEvent(ValueError):
    """A stored event cannot be read; the full check of the ledger names the damage."""


def build_package(
    collected: Collected,
    *,
    classes: Collection[FieldClass],
    media: Mapping[str, bytes],
    signed: Signed,
) -> bytes:
    """The package's bytes: the same input makes the same bytes.

    `classes` are the field classes that the reader may see (normal always is), `media` maps
    SHA-256 in hex to the original's bytes. Raises DamagedEvent when stored bytes are unreadable.
    """
    shown = [name for name in CLASSES if name == "normal" or name in classes]
    files = {
        "events.jsonl": b"".join(
            canonical(_event(event, shown, collected.seal_of.get(event.seq))) + b"\n"
            for event in collected.events
        ),
        "seals.jsonl": b"".join(_seal_line(one) for one in collected.seals),
        "proofs.json": canonical(_proofs(collected)),
        "README.txt": README.encode(),
        "verify.py": Path(standalone.__file__).read_bytes(),
        **{f"media/{digest}": content for digest, content in media.items()},
    }
    manifest = canonical(_manifest(collected, shown, files, signed))
    signature = canonical(
        {
            "key": signed.key.key_id,
            "public": signed.key.public.hex(),
            "signature": signed.key.sign(MANIFEST_TAG + manifest).hex(),
        }
    )
    files |= {"manifest.json": manifest, "manifest.sig": signature}
    others = sorted(set(files) - set(standalone.FIXED))
    return standalone.pack([(name, files[name]) for name in (*standalone.FIXED, *others)])


def _manifest(
    collected: Collected, shown: list[FieldClass], files: Mapping[str, bytes], signed: Signed
) -> dict[str, object]:
    used = {one.seal.key_id for one in collected.seals}
    head = collected.seals[-1].seal if collected.seals else None
    return {
        "classes": shown,
        "events": len(collected.events),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "format": standalone.FORMAT,
        "head": {"head": head.head.hex(), "no": head.no} if head else None,
        "keys": {name: key.hex() for name, key in signed.keys.items() if name in used},
        "kind": "anshu-evidence",
        "ledger": collected.ledger,
        "made_at": moment_text(signed.at),
        "stream": collected.stream,
    }


def _event(event: StoredEvent, shown: list[FieldClass], seal: int | None) -> dict[str, object]:
    try:
        salts = read_salts(event.salts)
        fields = shown_fields(event.classes(), salts=salts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedEvent(f"{event.stream} version {event.version}: {error}") from error
    hidden: list[dict[str, object]] = [
        {"class": field.field_class, "hash": field.hash.hex()}
        for field in fields
        if field.field_class not in shown
    ]
    hidden += [
        {"class": name.partition("/")[0], "erased": True, "hash": digest.hex()}
        for name, digest in salts.erased.items()
    ]
    return {
        "actor": event.actor,
        "at": event.at,
        "definition": event.definition.hex(),
        "fields": [
            {
                "class": field.field_class,
                "field": field.field,
                "hash": field.hash.hex(),
                "salt": field.salt.hex(),
                "value": field.value,
            }
            for field in fields
            if field.field_class in shown
        ],
        "format": event.format,
        "hidden": sorted(hidden, key=lambda item: str(item["hash"])),
        "kind": event.kind,
        "leaf": event.leaf.hex(),
        "received_at": event.received_at,
        "seal": seal,
        "seq": event.seq,
        "stream": event.stream,
        "version": event.version,
    }


def _seal_line(one: CollectedSeal) -> bytes:
    return b'{"body":%b,"signature":"%b"}\n' % (one.seal.body, one.seal.signature.hex().encode())


def _proofs(collected: Collected) -> dict[str, object]:
    streams = {
        str(one.seal.no): {
            "index": one.stream.index,
            "path": _hex(one.stream.path),
            "size": one.stream.size,
            "version": one.stream.version,
        }
        for one in collected.seals
        if one.stream is not None
    }
    return {
        "events": {str(version): _hex(path) for version, path in collected.event_paths.items()},
        "log": {str(one.seal.no): _hex(one.log_path) for one in collected.seals[:-1]},
        "streams": streams,
    }


def _hex(path: tuple[bytes, ...]) -> list[str]:
    return [step.hex() for step in path]
