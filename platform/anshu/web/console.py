"""Serves the built console: the desktop entry at /, the phone entry at /m/, deep links to both."""

import asyncio
import mimetypes
import os
from pathlib import Path

from litestar import Response, get

from anshu.kernel.refusal import Refusal
from anshu.web.asked import Asked
from anshu.web.problems import refuse

UNBUILT = """<!doctype html><meta charset="utf-8"><title>安枢</title>
<p>控制台尚未构建。请运行 <code>make demo</code>。 The console is not built: run make demo.</p>
"""
NEVER_CHANGES = "public, max-age=31536000, immutable"


@get(
    ["/", "/{path:path}"],
    opt={"open": "the console's own files hold no data"},
    include_in_schema=False,
)
async def console(request: Asked) -> Response[bytes]:
    """A file of the console, or the page of the entry that the address belongs to."""
    root = Path(request.app.state.services.settings.console_root or "/nonexistent")
    wanted = str(request.path_params.get("path", "")).strip("/")
    if wanted == "api" or wanted.startswith("api/"):
        # A program that errs in an address must not take a page for an answer.
        return refuse(Refusal("not_found", kind="unknown"), request)
    return await asyncio.to_thread(_served, root, wanted)


def _served(root: Path, wanted: str) -> Response[bytes]:
    found = _inside(root, wanted)
    if found is not None:
        return _file(found, NEVER_CHANGES if "assets/" in wanted else "no-cache")
    entry = "m/index.html" if wanted == "m" or wanted.startswith("m/") else "index.html"
    page = root / entry
    if not page.is_file():
        return Response(UNBUILT.encode(), media_type="text/html; charset=utf-8", status_code=503)
    return _file(page, "no-cache")


def _inside(root: Path, wanted: str) -> Path | None:
    if not wanted or "\0" in wanted:
        return None
    candidate = (root / wanted).resolve()
    # Unlike Path.is_file, answers False to names that no file system can hold.
    inside = candidate.is_relative_to(root.resolve())
    return candidate if inside and os.path.isfile(candidate) else None


def _file(path: Path, cache: str) -> Response[bytes]:
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".webmanifest":
        mime = "application/manifest+json"
    if mime.startswith("text/") or mime.endswith(("javascript", "json")):
        mime += "; charset=utf-8"
    return Response(path.read_bytes(), media_type=mime, headers={"cache-control": cache})
