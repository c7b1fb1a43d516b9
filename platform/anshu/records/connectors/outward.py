"""The guarded way out that drivers are given: what they may reach is the operator's word."""

from anshu.notify.posting import Answered, Call, exchange
from anshu.notify.target import Borders, Resolve
from anshu.sdk.errors import ConfigRefused, RetryableError
from anshu.sdk.posting import PostDoor, Said, Sent
from anshu.sdk.text import Text

READ_BYTES = 16_000
REFUSED = {
    "webhook_url_malformed": Text(
        zh="地址不完整，请填写如 https://park.example/api 的地址。",
        en="The address is incomplete: enter one like https://park.example/api.",
    ),
    "webhook_url_plain": Text(
        zh="地址须以 https 开头；内网地址请运维人员加入允许的主机名单。",
        en="The address must begin with https; for one of the intranet ask the operator to allow "
        "its host.",
    ),
    "webhook_url_private": Text(
        zh="这是内网地址，请运维人员把该主机加入允许的名单（ANSHU_WEBHOOK_HOSTS）。",
        en="This is an address of the intranet: ask the operator to allow the host "
        "(ANSHU_WEBHOOK_HOSTS).",
    ),
}
SILENT = {
    "unresolvable": Text(
        zh="找不到该主机，请检查地址和网络，稍后会自动重试。",
        en="The host is not found: check address and network; it is tried again.",
    ),
    "timed_out": Text(
        zh="对方系统没有及时答复，稍后会自动重试。",
        en="The other system did not answer in time; it is tried again.",
    ),
    "unreachable": Text(
        zh="连接不上对方系统，请检查网络，稍后会自动重试。",
        en="The other system cannot be reached: check the network; it is tried again.",
    ),
}


def guarded(borders: Borders, *, resolve: Resolve | None = None) -> PostDoor:
    """Posts where the operator's borders allow, to the address that was looked at."""

    async def post(sent: Sent) -> Said:
        headers = {
            "content-type": "application/json; charset=utf-8",
            "accept-encoding": "identity",
            "user-agent": "Anshu-Connectors/1",
            **sent.headers,
        }
        call = Call(sent.url, sent.body, headers, READ_BYTES, sent.method)
        answered = await exchange(call, borders, resolve=resolve)
        if isinstance(answered, Answered):
            return Said(answered.status, answered.text)
        if answered.verdict == "never":
            raise ConfigRefused("url", REFUSED[answered.reason])
        raise RetryableError(SILENT[answered.reason])

    return post
