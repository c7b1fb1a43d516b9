"""Where tenants may let us connect to: the guard against reaching inside."""

from datetime import UTC, datetime

import pytest

from anshu.notify.posting import Post, post
from anshu.notify.target import Borders, Target, TargetRefused, resolved, web_target
from tests.notify.receivers import Receiver

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/x", "webhook_url_plain"),
        ("https://127.0.0.1/x", "webhook_url_private"),
        ("https://10.1.2.3/x", "webhook_url_private"),
        ("https://169.254.169.254/latest/meta-data", "webhook_url_private"),
        ("https://[::1]/x", "webhook_url_private"),
        ("https://[::ffff:10.0.0.1]/x", "webhook_url_private"),
        ("https://[64:ff9b::a00:1]/x", "webhook_url_private"),
        ("https://[2002:7f00:1::]/x", "webhook_url_private"),
        ("https://[fe80::1]/x", "webhook_url_private"),
        ("https://0.0.0.0/x", "webhook_url_private"),
        ("https://100.64.0.1/x", "webhook_url_private"),
        ("https://[::7f00:1]/x", "webhook_url_private"),
        ("https://[64:ff9b:1::7f00:1]/x", "webhook_url_private"),
        ("https://[fec0::1]/x", "webhook_url_private"),
        (f"https://{'例' * 80}.中国/x", "webhook_url_malformed"),
        ("https://user:pass@example.com/x", "webhook_url_malformed"),
        ("ftp://example.com/x", "webhook_url_malformed"),
        ("https:///x", "webhook_url_malformed"),
        ("https://example.com:99999/x", "webhook_url_malformed"),
        ("https://example.com/x\r\nHost: y", "webhook_url_malformed"),
        ("nothing", "webhook_url_malformed"),
    ],
)
def test_an_address_that_can_never_be_right_is_refused_when_it_is_entered(
    url: str, code: str
) -> None:
    with pytest.raises(TargetRefused) as refused:
        web_target(url, Borders())
    assert refused.value.code == code


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "192.168.1.9", "::1", "fd00::1", "169.254.169.254"]
)
async def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(
    inside: str,
) -> None:
    async def answers(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", inside]

    with pytest.raises(TargetRefused):
        await resolved(Target("hook.example", 443), Borders(), answers)


async def test_a_name_that_changes_its_address_after_the_look_reaches_nobody(
    receiver: Receiver,
) -> None:
    """DNS rebinding: the name is asked once, and the connection goes to that answer alone."""
    asked: list[str] = []

    async def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    wanted = Post("msg_1", f"https://rebind.example:{receiver.port}/x", "{}", (SECRET,))
    outcome = await post(wanted, Borders(), now=NOW, resolve=rebinding)
    assert (outcome.verdict, outcome.reason) == ("never", "webhook_url_private")
    assert (asked, receiver.got) == (["rebind.example"], [])


async def test_the_connection_goes_to_the_address_looked_at_under_the_name_asked_for(
    receiver: Receiver,
) -> None:
    asked: list[str] = []

    async def once(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    host = f"hook.invalid:{receiver.port}"
    wanted = Post("msg_1", f"http://{host}/x?a=1", "{}", (SECRET,))
    outcome = await post(wanted, Borders(frozenset({host})), now=NOW, resolve=once)
    assert outcome.verdict == "sent", outcome
    assert receiver.got[0].headers["host"] == host
    assert (receiver.got[0].path, asked) == ("/x?a=1", ["hook.invalid"])


async def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answers.append((302, f"location: http://127.0.0.1:{receiver.port}/inside\r\n", ""))
    wanted = Post("msg_1", receiver.url, "{}", (SECRET,))
    borders = Borders(frozenset({f"127.0.0.1:{receiver.port}"}))
    outcome = await post(wanted, borders, now=NOW)
    assert (outcome.verdict, outcome.code, len(receiver.got)) == ("later", 302, 1)


async def test_of_an_endless_answer_five_hundred_characters_are_kept(receiver: Receiver) -> None:
    receiver.answers.append((500, "", "错" * 60_000))
    wanted = Post("msg_1", receiver.url, "{}", (SECRET,))
    borders = Borders(frozenset({f"127.0.0.1:{receiver.port}"}))
    outcome = await post(wanted, borders, now=NOW)
    assert (outcome.verdict, outcome.code, len(outcome.response)) == ("later", 500, 500)


async def test_a_chinese_domain_is_looked_up_and_named_in_ascii() -> None:
    """Unreachable here, but tried: it does not end in an error that nobody sees."""
    asked: list[str] = []

    async def answers(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    wanted = Post("msg_1", "https://例子.中国:1/x", "{}", (SECRET,))
    borders = Borders(frozenset({"xn--fsqu00a.xn--fiqs8s"}))
    outcome = await post(wanted, borders, now=NOW, resolve=answers)
    assert asked == ["xn--fsqu00a.xn--fiqs8s"]
    assert (outcome.verdict, outcome.reason) == ("later", "unreachable")
