"""A real SMTP server on loopback: it takes, refuses, puts off or keeps waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword


@dataclass
class MailBox:
    """What arrived, and what the server says next; `answers` are used up first to last."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    hang_seconds: float = 0
    log_ins: list[str] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it by this name
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.hang_seconds)
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return answer

    def authenticate(self, _server: SMTP, *rest: Any) -> AuthResult:
        data = rest[-1]
        assert isinstance(data, LoginPassword)
        self.log_ins.append(data.login.decode())
        return AuthResult(success=data.password == b"geheim 7", handled=False)


@asynccontextmanager
async def mail_box(*, log_in: bool = False, **options: Any) -> AsyncIterator[MailBox]:
    """The server on a free port of this loop; options go to aiosmtpd."""
    box = MailBox()
    if log_in:
        options |= {"authenticator": box.authenticate, "auth_required": True}
    loop = asyncio.get_running_loop()
    secured = options.pop("ssl_context", None)
    server = await loop.create_server(
        lambda: SMTP(box, hostname="box.example", **options), "127.0.0.1", 0, ssl=secured
    )
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    """The HTML of a mail."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())
