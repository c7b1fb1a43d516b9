"""Keeps files by the hash of their content, each tenant's apart: `<schema>/<2 hex>/<hash>`.

A folder by default, any S3-compatible store by URL. Calls block, so they run in threads;
nothing here knows of rows: who may read a file is decided by the door.
"""

import asyncio
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from anshu.store.principal import Tenant, checked

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class FileDamaged(RuntimeError):
    """What is stored under a hash does not have that hash."""


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk's place: whose file, which one, from where; two of one offset may differ in size."""

    tenant: Tenant
    person: UUID
    digest: str
    offset: int
    size: int

    @property
    def key(self) -> str:
        """Apart from whole files, which are called by their hash alone."""
        file_key(self.tenant, self.digest)
        folder = f"{checked(self.tenant.schema)}/parts/{self.person}/{self.digest}"
        return f"{folder}/{self.offset:09d}-{self.size}"


class MediaFiles:
    """A content-addressed store; safe to use from many tasks at once."""

    def __init__(self, place: str | Path) -> None:
        """`place` is a folder (made when missing) or a URL such as s3://bucket/prefix."""
        text = str(place)
        if urlsplit(text).scheme in ("", "file"):
            self._folder: Path | None = Path(unquote(urlsplit(text).path)).resolve()
            self._store: ObjectStore = LocalStore(self._folder, mkdir=True)
        else:
            self._folder = None
            self._store = from_url(text)

    async def put(self, tenant: Tenant, content: bytes) -> str:
        """Stores the bytes durably and gives their hash; what is there already stays."""
        digest = hashlib.sha256(content).hexdigest()
        await asyncio.to_thread(self._put, file_key(tenant, digest), content)
        return digest

    async def get(self, tenant: Tenant, digest: str) -> bytes | None:
        """The bytes, or None when this tenant has no such file. Raises FileDamaged."""
        content = await asyncio.to_thread(self._get, file_key(tenant, digest))
        if content is not None and hashlib.sha256(content).hexdigest() != digest:
            raise FileDamaged(digest)
        return content

    async def put_part(self, part: "Part", content: bytes) -> None:
        """Stores one chunk of a file that is not whole yet."""
        await asyncio.to_thread(obstore.put, self._store, part.key, content)

    async def join(self, parts: Sequence["Part"]) -> bytes | None:
        """The chunks one after the other; None when one of them is gone."""
        contents = [await asyncio.to_thread(self._get, part.key) for part in parts]
        found = [content for content in contents if content is not None]
        return b"".join(found) if len(found) == len(contents) else None

    async def drop(self, parts: Sequence["Part"]) -> None:
        """Removes chunks; one that is gone already is no error."""
        for part in parts:
            await asyncio.to_thread(self._drop, part.key)

    def _drop(self, key: str) -> None:
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def _put(self, key: str, content: bytes) -> None:
        if self._size(key) == len(content):
            return
        obstore.put(self._store, key, content)
        if self._folder is not None:
            _flush(self._folder / key)

    def _get(self, key: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            return None

    def _size(self, key: str) -> int:
        try:
            return obstore.head(self._store, key)["size"]
        except FileNotFoundError:
            return -1


def file_key(tenant: Tenant, digest: str) -> str:
    """The path of a tenant's file; ValueError for anything but a schema of ours and a hash."""
    if not _HASH.fullmatch(digest):
        raise ValueError("not a sha256 in lower-case hex")
    return f"{checked(tenant.schema)}/{digest[:2]}/{digest}"


def _flush(path: Path) -> None:
    """The store renames into place but leaves flushing to the system: a row would outlive it."""
    for target in (path, path.parent, path.parent.parent):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
