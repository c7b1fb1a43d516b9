"""What the driver needs to know of one park platform."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta

from anshu.sdk.config import DriverConfig, Secret
from anshu.sdk.errors import ConfigRefused
from anshu.sdk.text import Text

DEGREES = r"^(-?\d{1,3}(\.\d{1,8})?)?$"
Address = Annotated[str, Meta(min_length=8, max_length=500)]


class ParkConfig(DriverConfig, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where permits and alarms go, in whose name, and what is agreed for what is not known yet.

    The platform wants times of signing, end and acceptance that nobody knows before, and of a
    booking the names of people who are not chosen yet: by agreement the planned times or nothing,
    and these words. The company's own position and its duty telephone stand where none is known.
    """

    tickets_url: Annotated[Address, Meta(title="作业票接口地址")]
    alarms_url: Annotated[Address, Meta(title="报警接口地址")]
    company_name: Annotated[str, Meta(min_length=1, max_length=200, title="企业名称")]
    company_code: Annotated[str, Meta(min_length=1, max_length=100, title="企业编码")]
    token: Secret = ""
    header: Annotated[
        str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,60}$", title="令牌所在的请求头")
    ] = "Authorization"
    unknown_times: Annotated[
        Literal["planned", "empty"],
        Meta(title="尚不知道的时间", description="planned 填计划时间，empty 留空"),
    ] = "planned"
    unknown_names: Annotated[
        str, Meta(max_length=20, title="尚未确定的人员", description="预约时尚无人员，按约定填写")
    ] = "待定"
    duty_mobile: Annotated[
        str,
        Meta(
            pattern=r"^(1\d{10})?$",
            title="值班手机",
            description="预约时尚无负责人手机号的，填此号码",
        ),
    ] = ""
    longitude: Annotated[
        str, Meta(pattern=DEGREES, title="厂区经度", description="作业和区域没有定位时使用")
    ] = ""
    latitude: Annotated[str, Meta(pattern=DEGREES, title="厂区纬度")] = ""
    timezone: Annotated[str, Meta(max_length=60, title="时区")] = "Asia/Shanghai"

    def headers(self) -> dict[str, str]:
        """The headers that show who sends; none without a token."""
        if not self.token:
            return {}
        scheme = "Bearer " if self.header.lower() == "authorization" else ""
        return {self.header: f"{scheme}{self.token}"}


def zone(config: ParkConfig) -> ZoneInfo:
    """The zone in which times are written; raises ConfigRefused when there is none such."""
    try:
        return ZoneInfo(config.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigRefused(
            "timezone",
            Text(
                zh="没有这个时区，请填写如 Asia/Shanghai 的名称。",
                en="There is no such time zone: enter a name like Asia/Shanghai.",
            ),
        ) from None
