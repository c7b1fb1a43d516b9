"""One mail to a real SMTP server: security, log-in, refusals, silence, and what settings say."""

import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from anshu.entrypoints.certificate import ensure_certificate
from anshu.notify.mail import Letter, compose, is_address, masked
from anshu.notify.smtp import MailServer, hand_in, mail_server
from anshu.notify.target import Borders
from anshu.settings import SettingsError
from tests.notify.servers import MailBox, html_of, mail_box, text_of

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


def server(box: MailBox, **changes: object) -> MailServer:
    plain = MailServer("127.0.0.1", box.port, "none", "安枢 <anshu@plant.example>")
    return msgspec.structs.replace(plain, **changes)


def mail(to: str = "wang@plant.example", body: str = "您好\n") -> EmailMessage:
    letter = Letter("待办", body, "zh-CN")
    return compose(letter, id=uuid4(), sender="安枢 <anshu@plant.example>", to=to, now=NOW)


async def test_a_mail_is_text_and_html_in_which_nothing_of_a_user_is_markup(box: MailBox) -> None:
    body = "<script>alert(1)</script> 见 https://a.example/x?a=1&b=2\n"
    assert (await hand_in(server(box), mail(body=body))).verdict == "sent"
    (got,) = box.mails
    assert text_of(got).strip() == body.strip()
    assert "<script>" not in html_of(got)
    assert 'href="https://a.example/x?a=1&amp;b=2"' in html_of(got)


@pytest.mark.parametrize(
    ("answer", "verdict", "reason"),
    [
        ("550 unknown", "never", "smtp_refused"),
        ("554 spam", "never", "smtp_refused"),
        ("451 greylisted", "later", "smtp_later"),
        ("421 closing", "later", "smtp_later"),
    ],
)
async def test_the_servers_code_says_whether_to_try_again(
    box: MailBox, answer: str, verdict: str, reason: str
) -> None:
    box.answers.append(answer)
    outcome = await hand_in(server(box), mail())
    assert (outcome.verdict, outcome.reason, outcome.code) == (verdict, reason, int(answer[:3]))


async def test_a_server_that_keeps_silent_is_given_up_in_time_and_asked_again(box: MailBox) -> None:
    box.hang_seconds = 5
    outcome = await hand_in(server(box), mail(), timeout_seconds=0.3)
    assert (outcome.verdict, outcome.reason) == ("later", "timed_out")


async def test_a_server_that_is_away_is_asked_again() -> None:
    outcome = await hand_in(server(MailBox(port=1)), mail())
    assert (outcome.verdict, outcome.reason) == ("later", "unreachable")


async def test_a_certificate_that_nobody_vouches_for_stops_the_mail(tmp_path: Path) -> None:
    context = tls(tmp_path)
    async with mail_box(tls_context=context, require_starttls=True) as box:
        outcome = await hand_in(server(box, security="starttls"), mail())
        assert (outcome.verdict, outcome.reason) == ("later", "tls_failed")
        assert box.mails == []


async def test_starttls_and_log_in_carry_the_mail_when_the_certificate_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = tls(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "demo.crt"))
    async with mail_box(tls_context=context, require_starttls=True, log_in=True) as box:
        good = server(box, security="starttls", user="anshu", password="geheim 7")
        assert (await hand_in(good, mail())).verdict == "sent"
        wrong = msgspec.structs.replace(good, password="falsch")
        outcome = await hand_in(wrong, mail())
        assert (outcome.verdict, outcome.reason) == ("later", "smtp_log_in")
        assert "falsch" not in outcome.response
        assert len(box.mails) == 1


async def test_a_server_without_starttls_gets_neither_mail_nor_password(box: MailBox) -> None:
    asked = server(box, security="starttls", user="anshu", password="geheim 7")
    outcome = await hand_in(asked, mail())
    assert outcome.verdict == "later"
    assert (box.mails, box.log_ins) == ([], [])


async def test_a_tenants_own_server_may_not_be_a_private_host(box: MailBox) -> None:
    refused = await hand_in(server(box), mail(), borders=Borders())
    assert (refused.verdict, refused.reason) == ("never", "webhook_url_private")
    allowed = Borders(frozenset({f"127.0.0.1:{box.port}"}))
    assert (await hand_in(server(box), mail(), borders=allowed)).verdict == "sent"


def test_the_url_of_the_mail_server_is_read_and_its_faults_hide_the_password() -> None:
    found = mail_server("smtp://u%40x:p%3Aw@mail.example", "a@b.example")
    assert found is not None
    assert (found.port, found.security, found.user, found.password) == (
        587,
        "starttls",
        "u@x",
        "p:w",
    )
    assert "p:w" not in repr(found)
    secured = mail_server("smtps://mail.example", "a@b.example")
    assert secured is not None
    assert (secured.port, secured.security) == (465, "tls")
    assert mail_server("", "") is None
    for url, sender in (("http://u:geheim@x", "a@b.example"), ("smtp://u:geheim@x", "nobody")):
        with pytest.raises(SettingsError) as refused:
            mail_server(url, sender)
        assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "", "wang", "a@b", "a b@c.example", "a@b.example\nBcc: x@y.example",
        "a@b.example, c@d.example", "<a@b.example>", "a..b@c.example", "王@厂.example",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_gets_no_mail(text: str) -> None:
    assert not is_address(text)
    with pytest.raises(ValueError, match="no mail address"):
        mail(to=text)


def test_addresses_in_the_log_are_masked() -> None:
    assert masked("wanggong@plant.example") == "wa***@plant.example"
    assert masked("") == ""


def tls(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate for 127.0.0.1 made here."""
    certificate, key = ensure_certificate(folder, ())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
