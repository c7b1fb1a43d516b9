"""Posts: the guarded exchange, and over it a webhook as Standard Webhooks have it."""

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


class Call(Struct, frozen=True):
    """One request; of the answer at most `read_bytes` are read."""

    url: str
    body: str
    headers: dict[str, str]
    read_bytes: int = READ_BYTES
    method: str = "POST"


class Answered(Struct, frozen=True):
    """What the other side said, and how long it asked us to wait."""

    status: int
    text: str
    after: timedelta | None = None


async def post(
    wanted: Post, borders: Borders, *, now: datetime, resolve: Resolve | None = None
) -> Outcome:
    """Posts a webhook; its answer's status is the verdict."""
    call = Call(wanted.url, wanted.body, signed_headers(wanted, now))
    answered = await exchange(call, borders, resolve=resolve)
    return _verdict(answered) if isinstance(answered, Answered) else answered


async def exchange(
    call: Call, borders: Borders, *, resolve: Resolve | None = None
) -> Answered | Outcome:
    """Asks the one address that the name had just now; redirects are not followed.

    An Outcome when nobody answered ("later") or the address may not be reached ("never").
    """
    try:
        target = web_target(call.url, borders)
        address = await resolved(target, borders, resolve)
    except TargetRefused as refused:
        return Outcome("never", refused.code)
    except (Unresolvable, TimeoutError) as error:
        return Outcome("later", "unresolvable", response=shortened(str(error)))
    host = f"[{address}]" if ":" in address else address
    parts = urlsplit(call.url)
    url = parts._replace(netloc=f"{host}:{target.port}").geturl()
    named = f"[{target.host}]" if ":" in target.host else target.host
    standard = parts.port is None
    headers = call.headers | {"host": named if standard else f"{named}:{target.port}"}
    try:
        # The whole exchange has a limit too: an answer that drips keeps each read in time.
        async with (
            asyncio.timeout(WHOLE_SECONDS),
            httpx2.AsyncClient(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client,
            client.stream(
                call.method, url, content=call.body.encode() or None, headers=headers,
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):  # fmt: skip
            text = await _beginning(answer, call.read_bytes)
            return Answered(answer.status_code, text, _retry_after(answer))
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


def _verdict(answer: Answered) -> Outcome:
    if 200 <= answer.status < 300:
        return sent(code=answer.status, response=answer.text)
    if answer.status == GONE:
        return Outcome("never", "gone", answer.status, shortened(answer.text))
    return Outcome("later", "http_status", answer.status, shortened(answer.text), answer.after)


def _retry_after(answer: httpx2.Response) -> timedelta | None:
    text = answer.headers.get("retry-after", "")
    return (
        min(timedelta(seconds=int(text)), LONGEST_WAIT)
        if text.isdecimal() and len(text) < 7
        else None
    )


async def _beginning(answer: httpx2.Response, most: int) -> str:
    """The first bytes of the answer; a receiver that talks without end is not listened to."""
    kept = b""
    async for part in answer.aiter_raw(READ_BYTES):
        kept += part
        if len(kept) >= most:
            break
    return kept[:most].decode("utf-8", "replace")
