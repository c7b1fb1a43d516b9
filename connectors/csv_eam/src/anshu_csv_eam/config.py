"""What the driver needs to know of one folder of exports."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta

from anshu.sdk.config import DriverConfig
from anshu.sdk.errors import ConfigRefused
from anshu.sdk.text import Text


class CsvEamConfig(DriverConfig, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`folder` lies below the folder that the operator allows; `timezone` is the exports'."""

    folder: Annotated[
        str,
        Meta(min_length=1, max_length=500, title="导出文件夹", description="位于允许的目录之下"),
    ]
    encoding: Annotated[
        Literal["auto", "utf-8", "gb18030"], Meta(title="编码", description="auto 为自动识别")
    ] = "auto"
    timezone: Annotated[
        str, Meta(max_length=60, title="时区", description="文件中不带时区的时间按此时区理解")
    ] = "Asia/Shanghai"


def zone(config: CsvEamConfig) -> ZoneInfo:
    """The exports' time zone; raises ConfigRefused when there is none of that name."""
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
