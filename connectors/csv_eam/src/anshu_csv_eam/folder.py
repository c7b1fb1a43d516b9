"""Finds and reads export files, never outside the allowed folders."""

import hashlib
import os
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from anshu.sdk.errors import ConfigRefused, RetryableError, TerminalError
from anshu.sdk.text import Text

MAX_BYTES = 64 * 1024 * 1024


class Fingerprint(Struct, frozen=True):
    """A file's version: equal size and time save reading it, an equal hash saves parsing it."""

    size: int
    mtime_ns: int
    sha256: str = ""

    def untouched(self, now: "Fingerprint") -> bool:
        return (self.size, self.mtime_ns) == (now.size, now.mtime_ns)


class Export(Struct, frozen=True):
    """A file's name, bytes and version."""

    name: str
    body: bytes
    version: Fingerprint

    @property
    def modified_at(self) -> datetime:
        return datetime.fromtimestamp(self.version.mtime_ns / 1_000_000_000, UTC)


def open_folder(folder: str, roots: Sequence[Path]) -> Path:
    """The folder itself, links resolved.

    Raises ConfigRefused when it lies outside every root, RetryableError when it is not there.
    A relative folder is looked for below each root.
    """
    inside = False
    for root in roots if "\0" not in folder else ():
        allowed = Path(os.path.realpath(root))
        found = Path(os.path.realpath(allowed / folder))
        if found.is_relative_to(allowed):
            inside = True
            if os.path.isdir(found):  # unlike Path.is_dir, answers False to over-long names
                return found
    if not inside:
        raise _outside()
    raise RetryableError(
        Text(
            zh=f"找不到文件夹“{folder}”。请检查导出任务和共享目录是否正常。",
            en=f"The folder “{folder}” is not there: check the export and the share.",
        )
    )


def fingerprint(folder: Path, name: str) -> Fingerprint:
    """The file's size and time, without reading it; raises as read_export does."""
    path = _inside(folder, name)
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(name) from error
    if not stat.S_ISREG(status.st_mode):
        raise _unreadable(name)
    return Fingerprint(status.st_size, status.st_mtime_ns)


def read_export(folder: Path, name: str) -> Export:
    """The file's bytes and version; blocks, so call it in a thread.

    Raises RetryableError when it is missing or being written, TerminalError when too large.
    """
    before = fingerprint(folder, name)
    if before.size > MAX_BYTES:
        raise TerminalError(
            Text(
                zh=f"文件 {name} 超过 {MAX_BYTES // 1024 // 1024} MB，请分批导出。",
                en=f"{name} is over {MAX_BYTES // 1024 // 1024} MB: export it in parts.",
            )
        )
    try:
        body = _inside(folder, name).read_bytes()
    except OSError as error:
        raise _unreadable(name) from error
    if len(body) != before.size or not before.untouched(fingerprint(folder, name)):
        raise RetryableError(
            Text(
                zh=f"文件 {name} 正在写入，下次运行时再读。",
                en=f"{name} is being written: the next run will read it.",
            )
        )
    digest = hashlib.sha256(body).hexdigest()
    return Export(name, body, Fingerprint(before.size, before.mtime_ns, digest))


def _inside(folder: Path, name: str) -> Path:
    """The file with links resolved, so that a link in the folder leads nowhere else."""
    path = Path(os.path.realpath(folder / name))
    if not path.is_relative_to(folder):
        raise _outside()
    return path


def _outside() -> ConfigRefused:
    return ConfigRefused(
        "folder",
        Text(
            zh="文件夹不在允许的目录之内，请填写允许目录下的文件夹，或联系运维人员。",
            en="The folder is outside the allowed ones: name one inside, or ask the operator.",
        ),
    )


def _unreadable(name: str) -> RetryableError:
    return RetryableError(
        Text(
            zh=f"文件夹中没有可读取的 {name}。请检查导出任务。",
            en=f"There is no readable {name} in the folder: check the export.",
        )
    )
