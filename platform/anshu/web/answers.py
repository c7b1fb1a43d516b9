"""Turns what the rooms answer into HTTP: structs as JSON, refusals as problems."""

import re
from typing import TypeVar
from urllib.parse import quote

import msgspec
from litestar import Response

from anshu.kernel.refusal import Refusal
from anshu.web.asked import Asked
from anshu.web.problems import refuse

T = TypeVar("T")


def answer(request: Asked, result: object, *, status: int = 200) -> Response[bytes]:
    """The result as JSON, or the refusal as a problem."""
    if isinstance(result, Refusal):
        return refuse(result, request)
    body = msgspec.json.encode(result)
    return Response(body, status_code=status, media_type="application/json")


def attachment(content: bytes, *, name: str, mime: str) -> Response[bytes]:
    """A file to keep; a name outside ASCII goes encoded, with a plain one for old clients."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "", name.replace(" ", "_")).lstrip("._-") or "file"
    encoded = quote(name, safe="")
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(content, media_type=mime, headers=headers)
