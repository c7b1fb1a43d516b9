"""Posts one webhook as Standard Webhooks have it; the answer's status is the verdict."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx2
from msgspec import Struct
from standardwebhooks import Webhook

from anshu.notify.outcome import Outcome, sent, shortened
from anshu.notify.target import (
    Borders,
    Resolve,
    TargetRefused,
    Unresolvable,
    resolved,
    web_target,
)

TIMEOUT = httpx2.Timeout(10, connect=5)
WHOLE_SECONDS = 20
READ_BYTES = 2000
GONE = 410
LONGEST_WAIT = timedelta(hours=12)
AGENT = "Anshu-Webhooks/1"


class Post(Struct, frozen=True):
    """What is posted: the id stays the same at every try, so that the receiver can tell."""

    id: str
    url: str
    body: str
    secrets: tuple[str, ...]


async def post(
    wanted: Post, borders: Borders, *, now: datetime, resolve: Resolve | None = None
) -> Outcome:
    """Posts to the one address that the name had just now; redirects are not followed."""
    try:
        target = web_target(wanted.url, borders)
        address = await resolved(target, borders, resolve)
    except TargetRefused as refused:
        return Outcome("never", refused.code)
    except (Unresolvable, TimeoutError) as error:
        return Outcome("later", "unresolvable", response=shortened(str(error)))
    host = f"[{address}]" if ":" in address else address
    parts = urlsplit(wanted.url)
    url = parts._replace(netloc=f"{host}:{target.port}").geturl()
    named = f"[{target.host}]" if ":" in target.host else target.host
    standard = parts.port is None
    headers = signed_headers(wanted, now) | {
        "host": named if standard else f"{named}:{target.port}"
    }
    extensions = {"sni_hostname": target.host}
    try:
        # The whole exchange has a limit too: an answer that drips keeps each read in time.
        async with (
            asyncio.timeout(WHOLE_SECONDS),
            httpx2.AsyncClient(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client,
        ):
            async with client.stream(
                "POST", url, content=wanted.body.encode(), headers=headers, extensions=extensions
            ) as answer:
                text = await _beginning(answer)
                return _verdict(answer, text)
    except (httpx2.TimeoutException, TimeoutError):
        return Outcome("later", "timed_out")
    except httpx2.HTTPError as error:
        return Outcome(
            "later", "unreachable", response=shortened(f"{type(error).__name__}: {error}")
        )


def signed_headers(wanted: Post, now: datetime) -> dict[str, str]:
    """The headers of this try; while a secret is replaced both signatures stand in one header."""
    moment = now.astimezone(UTC)
    signatures = [Webhook(secret).sign(wanted.id, moment, wanted.body) for secret in wanted.secrets]
    return {
        "content-type": "application/json; charset=utf-8",
        "accept-encoding": "identity",
        "user-agent": AGENT,
        "webhook-id": wanted.id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _verdict(answer: httpx2.Response, text: str) -> Outcome:
    status = answer.status_code
    if 200 <= status < 300:
        return sent(code=status, response=text)
    if status == GONE:
        return Outcome("never", "gone", status, shortened(text))
    return Outcome("later", "http_status", status, shortened(text), _retry_after(answer))


def _retry_after(answer: httpx2.Response) -> timedelta | None:
    text = answer.headers.get("retry-after", "")
    return (
        min(timedelta(seconds=int(text)), LONGEST_WAIT)
        if text.isdecimal() and len(text) < 7
        else None
    )


async def _beginning(answer: httpx2.Response) -> str:
    """The first bytes of the answer; a receiver that talks without end is not listened to."""
    kept = b""
    async for part in answer.aiter_raw(READ_BYTES):
        kept += part
        if len(kept) >= READ_BYTES:
            break
    return kept[:READ_BYTES].decode("utf-8", "replace")
