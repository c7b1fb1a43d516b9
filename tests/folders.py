"""Removes a server's folder that the server's own guardian may still be clearing."""

import shutil
from collections.abc import Callable
from pathlib import Path


def remove(folder: Path) -> None:
    """Remove a folder and all in it; what another process removes meanwhile is not missed."""
    shutil.rmtree(folder, onerror=_unless_gone)


def _unless_gone(function: Callable[..., object], path: str, failure: tuple[object, ...]) -> None:
    if not isinstance(failure[1], FileNotFoundError):
        raise failure[1]  # type: ignore[misc]
