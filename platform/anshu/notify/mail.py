"""Composes a mail: text and simple HTML from one body, with an id that repeats at every try."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from html import escape
from uuid import UUID

from msgspec import Struct

URL = re.compile(r"https?://[^\s<>\"]+")
# One address, no list, no comment, no display name.
ADDRESS = re.compile(
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}\.?[A-Za-z0-9-]{2,}$"
)
PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"></head>'
    '<body style="margin:0;padding:24px;background:#f5f6f8;color:#1f2a37;'
    "font:15px/1.7 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif\">"
    '<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">'
    "{body}</div></body></html>"
)


class Letter(Struct, frozen=True):
    """A mail's words; `body` is plain text with one paragraph a line."""

    subject: str
    body: str
    language: str


def is_address(text: str) -> bool:
    """Whether this is one plain mail address."""
    return len(text) <= 254 and bool(ADDRESS.match(text)) and ".." not in text


def compose(letter: Letter, *, id: UUID, sender: str, to: str, now: datetime) -> EmailMessage:
    """The mail; ValueError for a sender or receiver that is no address."""
    name, from_address = parseaddr(sender)
    if not is_address(from_address) or not is_address(to):
        raise ValueError("no mail address")
    user, _, domain = from_address.rpartition("@")
    mail = EmailMessage()
    mail["Subject"] = " ".join(letter.subject.split())
    mail["From"] = Address(name, username=user, domain=domain)
    mail["To"] = to
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(id, sender)
    # Absence notes must not answer to it.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(letter.body, cte="base64")
    mail.add_alternative(_html(letter), subtype="html", cte="base64")
    return mail


def message_id(id: UUID, sender: str) -> str:
    """The Message-ID of a delivery: the same however often it is sent."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "anshu.invalid"
    return f"<{id}@{domain}>"


def masked(address: str) -> str:
    """The address as a log shows it: enough to find a mistake, not enough to write to."""
    user, _, domain = address.rpartition("@")
    return f"{user[:2]}***@{domain}" if user else ""


def _html(letter: Letter) -> str:
    paragraphs = []
    for line in letter.body.splitlines():
        if line.strip():
            paragraphs.append(f'<p style="margin:0 0 8px">{_linked(line)}</p>')
        else:
            paragraphs.append('<div style="height:8px"></div>')
    return PAGE.format(language=escape(letter.language), body="".join(paragraphs))


def _linked(line: str) -> str:
    """The line with its addresses as links; everything else is text, whatever it looks like."""
    parts, end = [], 0
    for found in URL.finditer(line):
        url = escape(found[0])
        parts.append(escape(line[end : found.start()]))
        parts.append(f'<a href="{url}" style="color:#1456b8;word-break:break-all">{url}</a>')
        end = found.end()
    return "".join(parts) + escape(line[end:])
