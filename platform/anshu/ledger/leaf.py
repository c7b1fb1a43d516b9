"""An event's bytes and its leaf: a hash over salted hashes, one per field.

The leaf can be recomputed from the stored event, from a projection that hides fields, and
after personal fields were erased. The format is described in docs/evidence-format.md and is
checked by the independent `anshu.ledger.standalone.verify`.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from msgspec import Struct

from anshu.kernel.canonical import canonical, moment_text

FORMAT = 1
SALT_BYTES = 32
EVENT_TAG = b"anshu/event\x00"
FIELD_TAG = b"anshu/field\x00"

FieldClass = Literal["normal", "restricted", "personal"]
CLASSES: tuple[FieldClass, ...] = ("normal", "restricted", "personal")


class NewEvent(Struct, frozen=True):
    """What happened, before it has a place in a stream; field values per class."""

    kind: str
    at: datetime
    received_at: datetime
    actor: str
    normal: dict[str, object]
    restricted: dict[str, object] = {}
    personal: dict[str, object] = {}


class Header(Struct, frozen=True):
    """The part of an event that every projection shows."""

    stream: str
    version: int
    kind: str
    format: int
    at: datetime
    received_at: datetime
    actor: str
    definition: bytes


class EncodedEvent(Header, frozen=True):
    """An event as it is stored, without the database's own columns."""

    normal: bytes
    restricted: bytes | None
    personal: bytes | None
    salts: bytes
    leaf: bytes

    def classes(self) -> dict[FieldClass, bytes | None]:
        return {"normal": self.normal, "restricted": self.restricted, "personal": self.personal}


class ShownField(Struct, frozen=True):
    """A field with what is needed to recompute its hash."""

    field_class: FieldClass
    field: str
    salt: bytes
    value: object
    hash: bytes


class Salts(NamedTuple):
    """What the salts column says: the event's salt, or what an erasure left of it."""

    event: bytes | None
    remaining: dict[str, bytes]
    erased: dict[str, bytes]

    def of(self, name: str) -> bytes:
        """The salt of the field "class/field"; KeyError when it is unknown or erased."""
        return self.remaining[name] if self.event is None else field_salt(self.event, name)


def encode(
    event: NewEvent, *, stream: str, version: int, definition: bytes, salt: bytes
) -> EncodedEvent:
    """The event's stored bytes and leaf.

    `salt` is 32 fresh random bytes, `definition` the SHA-256 of the record's definition.
    Raises ValueError for another salt length, a version below 1, and what has no canonical
    form (TypeError as in `kernel.canonical`).
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("an event's salt has 32 bytes")
    if version < 1:
        raise ValueError("a stream's first version is 1")
    header = Header(
        stream=stream, version=version, kind=event.kind, format=FORMAT, at=event.at,
        received_at=event.received_at, actor=event.actor, definition=definition,
    )  # fmt: skip
    salts = Salts(salt, {}, {})
    normal, shown = _class_parts("normal", event.normal, salts)
    restricted, more = _class_parts("restricted", event.restricted, salts)
    personal, most = _class_parts("personal", event.personal, salts)
    return EncodedEvent(
        stream=stream, version=version, kind=event.kind, format=FORMAT, at=event.at,
        received_at=event.received_at, actor=event.actor, definition=definition,
        normal=normal, restricted=restricted if event.restricted else None,
        personal=personal if event.personal else None, salts=salt,
        leaf=leaf_from_hashes(header, [field.hash for field in (*shown, *more, *most)]),
    )  # fmt: skip


def leaf_of(
    header: Header,
    *,
    classes: Mapping[FieldClass, bytes | None],
    salts: bytes,
    hidden: Sequence[bytes] = (),
) -> bytes:
    """The leaf recomputed from stored bytes; `hidden` are hashes of fields not in `classes`.

    Raises ValueError for bytes that are not canonical, KeyError for a field without a salt.
    """
    known = read_salts(salts)
    hashes = [shown.hash for shown in shown_fields(classes, salts=known)]
    return leaf_from_hashes(header, [*hashes, *known.erased.values(), *hidden])


def leaf_from_hashes(header: Header, hashes: Collection[bytes]) -> bytes:
    """The leaf of a header and all its field hashes, in any order."""
    head = header_bytes(header)
    digest = hashlib.sha256(EVENT_TAG)
    digest.update(bytes((header.format,)) + len(head).to_bytes(4, "big") + head)
    digest.update(b"".join(sorted(hashes)))
    return digest.digest()


def header_bytes(header: Header) -> bytes:
    """The header's canonical bytes; the format byte stands outside of them."""
    return canonical(
        {
            "actor": header.actor,
            "at": moment_text(header.at),
            "definition": header.definition.hex(),
            "kind": header.kind,
            "received_at": moment_text(header.received_at),
            "stream": header.stream,
            "version": header.version,
        }
    )


def shown_fields(classes: Mapping[FieldClass, bytes | None], *, salts: Salts) -> list[ShownField]:
    """The fields of the given classes with salt and hash; refusals as in `leaf_of`."""
    found: list[ShownField] = []
    for field_class in CLASSES:
        stored = classes.get(field_class)
        if stored is not None:
            text, fields = _class_parts(field_class, _object(stored), salts)
            if text != stored:
                raise ValueError("the stored fields are not in canonical form")
            found += fields
    return found


def class_fields(stored: bytes | None) -> dict[str, object]:
    """The fields in a class's stored bytes; ValueError when the bytes are not canonical."""
    if stored is None:
        return {}
    fields = _object(stored)
    if canonical(fields) != stored:
        raise ValueError("the stored fields are not in canonical form")
    return fields


def field_salt(event_salt: bytes, name: str) -> bytes:
    """The salt of the field "class/field", derived from the event's salt."""
    return hmac.digest(event_salt, name.encode(), "sha256")


def read_salts(salts: bytes) -> Salts:
    """What the salts column holds: 32 bytes are the event's salt, else an erasure's rest."""
    if len(salts) == SALT_BYTES:
        return Salts(salts, {}, {})
    rest = json.loads(salts)
    return Salts(
        None,
        {name: bytes.fromhex(text) for name, text in rest["salts"].items()},
        {name: bytes.fromhex(text) for name, text in rest["erased"].items()},
    )


def _class_parts(
    field_class: FieldClass, fields: dict[str, object], salts: Salts
) -> tuple[bytes, list[ShownField]]:
    """A class's canonical bytes, and each field with its salt and hash."""
    members, shown = [], []
    for field in sorted(fields):
        name, value = canonical(field), _canonical_field(field_class, field, fields[field])
        salt = salts.of(f"{field_class}/{field}")
        digest = _field_hash(salt, field_class, name, value)
        shown.append(ShownField(field_class, field, salt, fields[field], digest))
        members.append(name + b":" + value)
    return b"{" + b",".join(members) + b"}", shown


def _object(stored: bytes) -> dict[str, object]:
    fields = json.loads(stored)
    if not isinstance(fields, dict):
        raise ValueError("the stored fields are no object")
    return fields


def _canonical_field(field_class: FieldClass, field: str, value: object) -> bytes:
    try:
        return canonical(value)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{field_class}/{field}: {error}") from error


def _field_hash(salt: bytes, field_class: FieldClass, name: bytes, value: bytes) -> bytes:
    text = b'["%b",%b,%b]' % (field_class.encode(), name, value)
    return hashlib.sha256(FIELD_TAG + salt + text).digest()
