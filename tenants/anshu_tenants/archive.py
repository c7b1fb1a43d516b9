"""The folder that a tenant leaves with: a dump and a manifest that says what must be in it."""

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

_DUMP = "schema.dump"
_MANIFEST = "manifest.json"


class ArchiveBroken(ValueError):
    """The folder is no archive of ours or was changed; the message names the file."""


class MediaFile(msgspec.Struct, frozen=True):
    """A media file by its SHA-256; the file itself lies in the media store."""

    hash: str
    mime: str
    bytes: int


class Subscription(msgspec.Struct, frozen=True):
    """A module subscription of the tenant."""

    module: str
    plan: str
    starts_at: datetime
    ends_at: datetime | None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds; `counts` are rows per table, `head` the last seal's in hex."""

    format: int = 1
    id: UUID
    schema: str
    kind: str
    name: str
    parent: UUID | None
    timezone: str
    revision: str
    left_at: datetime
    counts: dict[str, int]
    media: tuple[MediaFile, ...]
    seal_no: int | None
    head: str | None
    subscriptions: tuple[Subscription, ...]
    discarded_messages: int
    dump_sha256: str = ""


def dump_file(folder: Path) -> Path:
    """Where the dump lies in an archive."""
    return folder / _DUMP


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Completes an archive whose dump is in place already, adding the dump's hash."""
    whole = msgspec.structs.replace(manifest, dump_sha256=digest(dump_file(folder)))
    content = msgspec.json.format(msgspec.json.encode(whole), indent=2)
    (folder / _MANIFEST).write_bytes(content)


def read_manifest(folder: Path) -> Manifest:
    """Reads an archive's manifest and checks the dump against it."""
    try:
        manifest = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise ArchiveBroken(f"{folder / _MANIFEST}: {error}") from error
    if manifest.format != 1:
        raise ArchiveBroken(f"{folder / _MANIFEST}: format {manifest.format} is unknown")
    if not dump_file(folder).exists() or digest(dump_file(folder)) != manifest.dump_sha256:
        raise ArchiveBroken(f"{dump_file(folder)} is not the file that the manifest describes")
    return manifest


def digest(file: Path) -> str:
    """The file's SHA-256 in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
