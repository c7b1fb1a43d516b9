"""What people read about media: by code, the sentence and the cure, Chinese first.

`{value}` and `{limit}` are filled from the refusal's field or the warning.
"""

from collections.abc import Mapping
from typing import Final

from anshu.definitions.said import Said
from anshu.definitions.words import Text

REFUSALS: Final[Mapping[str, Said]] = {
    "media_empty": Said(
        Text("文件是空的，没有收到内容。", "The file is empty."),
        Text(
            "请重新拍照或重新选择文件。",
            "Take the picture again or choose the file again.",
        ),
    ),
    "media_too_large": Said(
        Text(
            "文件 {value}，超过上限 {limit}。",
            "The file has {value}; the limit is {limit}.",
        ),
        Text(
            "请在相机设置中降低照片分辨率，或压缩后再上传。",
            "Lower the camera's resolution or compress the file, then upload again.",
        ),
    ),
    "media_wrong_type": Said(
        Text(
            "文件的真实类型是 {value}，不在可接受的类型之内：{limit}。",
            "The file really is {value}; accepted are {limit}.",
        ),
        Text(
            "请上传 JPEG、PNG、WebP 照片或 PDF；只改扩展名没有用。",
            "Upload a JPEG, PNG or WebP picture or a PDF; renaming the file does not help.",
        ),
    ),
    "media_heic": Said(
        Text(
            "这是 HEIC 照片，暂不支持。",
            "This is a HEIC picture, which is not accepted.",
        ),
        Text(
            "iPhone：设置→相机→格式，选择“兼容性最佳”，再重新拍照。",
            'iPhone: Settings, Camera, Formats, choose "Most Compatible", then take it again.',
        ),
    ),
    "media_too_many_pixels": Said(
        Text(
            "照片尺寸 {value} 超过上限 {limit}。",
            "The picture's {value} exceeds {limit}.",
        ),
        Text("请降低照片分辨率后再上传。", "Lower the resolution and upload again."),
    ),
    "media_damaged": Said(
        Text(
            "文件不完整或已损坏，无法完整读出。",
            "The file is incomplete or damaged and cannot be read to its end.",
        ),
        Text(
            "请在网络稳定时重新上传；仍不行请重新拍照。",
            "Upload again on a steady network; if that fails take the picture again.",
        ),
    ),
    "media_hash_mismatch": Said(
        Text(
            "收到的内容与手机计算的指纹不一致（收到 {value}）。",
            "What arrived does not have the hash that the phone computed (arrived: {value}).",
        ),
        Text(
            "传输中断或被改动，请重新上传。",
            "The transfer was cut or altered: upload again.",
        ),
    ),
    "position_out_of_range": Said(
        Text(
            "坐标 {value} 不在 {limit} 之内。",
            "The value {value} is not within {limit}.",
        ),
        Text(
            "请重新定位，或手工在地图上选点。",
            "Locate again or choose the point on the map.",
        ),
    ),
}

WARNINGS: Final[Mapping[str, Said]] = {
    "clock_ahead": Said(
        Text(
            "手机时钟比服务器快 {value} 分钟，以服务器收到时间为准。",
            "The phone's clock is {value} minutes ahead; the server's time of receipt counts.",
        ),
        Text("请在手机设置中打开自动对时。", "Let the phone set its time automatically."),
    ),
    "captured_long_ago": Said(
        Text(
            "拍摄时间在 {value} 小时之前，两个时间都已记录。",
            "Taken {value} hours ago; both times are kept.",
        ),
    ),
    "exif_time_differs": Said(
        Text(
            "照片内记录的拍摄时间与申报的相差 {value} 分钟。",
            "The time in the picture differs by {value} minutes from the one declared.",
        ),
    ),
    "exif_place_differs": Said(
        Text(
            "照片内记录的位置与申报的相距 {value} 米。",
            "The place in the picture is {value} m from the one declared.",
        ),
    ),
    "already_received": Said(
        Text(
            "同一张照片已于 {value} 收到过，可能被重复使用。",
            "The same picture was received on {value}; it may be used twice.",
        ),
    ),
    "no_chinese_font": Said(
        Text(
            "服务器没有中文字体，水印中的汉字显示为“?”。",
            'The server has no Chinese font: the watermark shows "?" for Chinese.',
        ),
        Text("请安装 fonts-wqy-microhei。", "Install fonts-wqy-microhei."),
    ),
}


def warning(code: str, *, value: str = "") -> Text:
    """The warning of this code, ready to show."""
    return WARNINGS[code].text.filled(value=value)
