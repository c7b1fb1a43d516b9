"""Reads a request's raw body, no further than its limit."""

from anshu.kernel.refusal import Fact, Refusal
from anshu.web.asked import Asked


async def raw_body(request: Asked, *, limit_bytes: int, code: str) -> bytes | Refusal:
    """The body; the refusal `code` (kind too_large, with the limit) as soon as it is exceeded."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit_bytes:
            limit = f"{limit_bytes // 1_048_576} MB"
            return Refusal(
                code, kind="too_large", facts=(Fact("bytes", f"> {limit}", limit=limit),)
            )
        parts.append(part)
    return b"".join(parts)
