"""Hands one mail to an SMTP server, and reads from the answer whether to try again."""

import asyncio
import socket
import ssl
from email.message import EmailMessage
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from msgspec import Struct

from anshu.notify.outcome import Outcome, sent, shortened
from anshu.notify.target import Borders, Resolve, Target, TargetRefused, Unresolvable, resolved
from anshu.settings import SettingsError

Security = Literal["tls", "starttls", "none"]
PORTS: dict[Security, int] = {"tls": 465, "starttls": 587, "none": 25}
TIMEOUT_SECONDS = 15.0
# The server refused us, not this mail: an administrator cures it, the mail waits.
OURS = frozenset({421, 530, 534, 535, 538, 454})


class MailServer(Struct, frozen=True, forbid_unknown_fields=True):
    """Where mail is handed in; `sender` is `name <address>` or an address."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port} {self.security})"


def mail_server(url: str, sender: str) -> MailServer | None:
    """The server of `smtp://user:password@host:587` (STARTTLS) or `smtps://host`.

    `?security=none` sends in the clear, for a server on the same machine. None without a URL;
    SettingsError, without the password in it, for one that cannot be read.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong() from None
    asked = parse_qs(parts.query).get("security", [""])[0]
    security = asked or {"smtps": "tls", "smtp": "starttls"}.get(parts.scheme, "")
    if not parts.hostname or security not in ("tls", "starttls", "none"):
        raise _wrong()
    if "@" not in sender:
        raise SettingsError("ANSHU_MAIL_SENDER must name the sender's address with ANSHU_SMTP_URL")
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[security],  # type: ignore[index]
        security=security,  # type: ignore[arg-type]
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


async def hand_in(
    server: MailServer,
    mail: EmailMessage,
    *,
    borders: Borders | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
    resolve: Resolve | None = None,
) -> Outcome:
    """Hands the mail in; with `borders` only to a server that a tenant may name."""
    address = server.host
    try:
        if borders is not None:
            address = await resolved(Target(server.host, server.port), borders, resolve)
        return await _spoken(server, address, mail, timeout_seconds)
    except TargetRefused as refused:
        return Outcome("never", refused.code)
    except aiosmtplib.SMTPRecipientsRefused as error:
        return (
            _by_code(error.recipients[0]) if error.recipients else Outcome("never", "smtp_refused")
        )
    except aiosmtplib.SMTPAuthenticationError as error:
        return Outcome("later", "smtp_log_in", error.code, shortened(error.message))
    except aiosmtplib.SMTPResponseException as error:
        return _by_code(error)
    except TimeoutError:
        return Outcome("later", "timed_out")
    except ssl.SSLError as error:
        return Outcome("later", "tls_failed", response=shortened(str(error.reason)))
    except (aiosmtplib.SMTPException, Unresolvable, OSError) as error:
        return Outcome(
            "later", "unreachable", response=shortened(f"{type(error).__name__}: {error}")
        )
    except (ValueError, UnicodeError):
        return Outcome("never", "address_malformed")


async def _spoken(
    server: MailServer, address: str, mail: EmailMessage, timeout_seconds: float
) -> Outcome:
    context = ssl.create_default_context()
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=None if address != server.host else server.port,
        sock=await _connected(address, server.port, timeout_seconds)
        if address != server.host
        else None,
        username=server.user or None,
        password=server.password or None,
        timeout=timeout_seconds,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=context if server.security != "none" else None,
        local_hostname=server.sender.rpartition("@")[2].rstrip("> ") or None,
    )
    async with client:
        _, answered = await client.send_message(mail)
    return sent(code=250, response=answered)


async def _connected(address: str, port: int, timeout_seconds: float) -> socket.socket:
    """A socket to the address that was looked at; the name is only for the certificate."""
    loop = asyncio.get_running_loop()
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setblocking(False)
    try:
        async with asyncio.timeout(timeout_seconds):
            await loop.sock_connect(made, (address, port))
    except BaseException:
        made.close()
        raise
    return made


def _by_code(error: aiosmtplib.SMTPResponseException) -> Outcome:
    final = 500 <= error.code < 600 and error.code not in OURS
    reason = "smtp_refused" if final else "smtp_later"
    return Outcome("never" if final else "later", reason, error.code, shortened(str(error.message)))


def _wrong() -> SettingsError:
    return SettingsError(
        "ANSHU_SMTP_URL must read smtp://user:password@host:587 or smtps://user:password@host"
    )
