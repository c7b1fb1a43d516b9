"""The driver: posts one record at a time and reads the platform's verdict."""

import hashlib
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from anshu.sdk.driver import (
    Driver,
    ProbeResult,
    ReadResult,
    Stream,
    Unsupported,
    WriteAction,
    WriteReceipt,
)
from anshu.sdk.errors import ConfigRefused, RetryableError, TerminalError
from anshu.sdk.outbound import Outbound
from anshu.sdk.posting import Said, Sent
from anshu.sdk.text import Text
from anshu_park.alarm import alarm
from anshu_park.config import ParkConfig, zone
from anshu_park.ticket import ticket

TICKETS = Outbound(
    kind="ticket", title=Text(zh="安全作业票", en="Permits"), type="permit", says=ticket,
    mobiles=("responsible",),
)  # fmt: skip
ALARMS = Outbound(
    kind="alarm", title=Text(zh="作业报警", en="Alarms"), type="permit_alarm", says=alarm,
    about="permit",
)  # fmt: skip
ADDRESSES = {"ticket": "tickets_url", "alarm": "alarms_url"}
# Data type "number" of Tables A.1 and A.3; the others are texts.
NUMBERS = frozenset({"GASVALUE", "LONGITUDE", "LATITUDE"})
SHOWN = 300
# Answers of somebody who is not ready now; what a GET of an address for POST may answer is not.
UNAVAILABLE = frozenset({408, 425, 429, 500, 502, 503, 504})


class Verdict(Struct, frozen=True):
    """What the platform answers: 0 when it took everything, else what is wrong."""

    code: int
    errors: list[msgspec.Raw] = []


class ParkDriver(Driver[ParkConfig]):
    """Tells a park's platform of every change of a permit and of its alarms."""

    config_type = ParkConfig
    title = Text(zh="园区平台：特殊作业票与报警", en="Park platform: work permits and alarms")
    family = "regulator"
    capabilities = frozenset({"write"})
    outbound = (TICKETS, ALARMS)

    async def probe(self, config: ParkConfig) -> ProbeResult:
        """Asks both addresses without a record; whatever they answer, somebody is there.

        Whether they take records, and our token, only a record tells: a platform that checks
        what comes would count an empty one as a defect.
        """
        zone(config)
        for field in ADDRESSES.values():
            said = await self._ask(field, Sent(getattr(config, field), method="GET"))
            if said.status in UNAVAILABLE:
                raise _unavailable(said.status)
        return ProbeResult(
            Text(
                zh="园区平台有答复；令牌是否有效，以第一条记录的结果为准。",
                en="The park's platform answers; whether the token holds the first record tells.",
            )
        )

    async def streams(self, config: ParkConfig) -> tuple[Stream, ...]:
        return ()

    async def read(self, config: ParkConfig, stream: str, cursor: str) -> ReadResult:
        raise TerminalError(
            Text(zh="园区平台只接收，不提供数据。", en="The park's platform gives nothing.")
        )

    async def write(self, config: ParkConfig, action: WriteAction) -> WriteReceipt | Unsupported:
        """Posts the record; told again it is the same record by its ID, so nothing doubles."""
        if action.kind not in ADDRESSES:
            return Unsupported(action.kind)
        field = ADDRESSES[action.kind]
        record = _typed(action.fields)
        body = msgspec.json.encode({"data": [record]}).decode()
        said = await self._ask(field, Sent(getattr(config, field), body, config.headers()))
        _refuse(said, field)
        verdict = _verdict(said)
        if verdict.code != 0:
            wrong = "; ".join(_words(error) for error in verdict.errors)[:SHOWN]
            raise TerminalError(
                Text(
                    zh=f"园区平台不接受该记录：{wrong}。请补正后重试。",
                    en=f"The park's platform refuses the record: {wrong}. Mend it and retry.",
                )
            )
        digest = hashlib.sha256(msgspec.json.encode(record)).hexdigest()
        return WriteReceipt(f"{said.text[:SHOWN].strip()} sha256={digest}")

    async def _ask(self, field: str, sent: Sent) -> Said:
        post = self.environment.post
        if post is None:
            raise RetryableError(Text(zh="此处不能联网。", en="There is no network here."))
        try:
            return await post(sent)
        except ConfigRefused as refused:
            # The door knows one address; people have two to mend.
            raise ConfigRefused(field, refused.text) from None


def _typed(fields: Mapping[str, str]) -> dict[str, object]:
    """Numbers as numbers; one that is not known is null, since a text would be of no type."""
    return {name: _number(value) if name in NUMBERS else value for name, value in fields.items()}


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _refuse(said: Said, field: str) -> None:
    """Raises for an answer that is no verdict on records; anything below 300 is one."""
    status = said.status
    if status in (401, 403):
        raise ConfigRefused(
            "token",
            Text(
                zh=f"园区平台不接受令牌（{status}），请向园区索取新的令牌并重新填写。",
                en=f"The park refuses the token ({status}): ask the park for a new one.",
            ),
        )
    if status in (404, 405):
        raise ConfigRefused(
            field,
            Text(
                zh=f"该地址没有接收接口（{status}），请核对地址。",
                en=f"Nothing takes records at this address ({status}): check it.",
            ),
        )
    if status in UNAVAILABLE or status >= 500:
        raise _unavailable(status)


def _unavailable(status: int) -> RetryableError:
    return RetryableError(
        Text(
            zh=f"园区平台暂时不可用（{status}），稍后会自动重试。",
            en=f"The park's platform is not available ({status}); it is tried again.",
        )
    )


def _verdict(said: Said) -> Verdict:
    try:
        return msgspec.json.decode(said.text, type=Verdict)
    except msgspec.DecodeError:
        pass
    if said.status >= 300:
        shown = said.text[:SHOWN].strip()
        raise TerminalError(
            Text(
                zh=f"园区平台拒收（{said.status}）：{shown}",
                en=f"The park's platform refuses ({said.status}): {shown}",
            )
        )
    raise RetryableError(
        Text(
            zh="园区平台的答复无法识别，稍后会自动重试；若反复出现请核对地址。",
            en="The platform's answer is not understood; it is tried again. Check the address.",
        )
    )


def _words(error: msgspec.Raw) -> str:
    """The platform's own words, whatever their shape."""
    found = msgspec.json.decode(error)
    return found if isinstance(found, str) else bytes(error).decode()
