"""Folders of exports for the tests, with times that the tests name."""

import os
from datetime import UTC, datetime
from pathlib import Path

EQUIPMENT = """设备编码,设备名称,功能位置,区域,状态,最后修改时间
P-101,进料泵,1010-SPA-001,一车间,运行,2026-10-01 08:00:00
R-3,3号反应釜,1010-SPA-003,一车间,检修,2026-11-02
"""
MAINTENANCE = """工单号,设备编码,工单类型,完成时间,描述
4000001,P-101,PM,2026-09-01 17:30,更换密封
4000002,P-101,CM,2026-11-05 10:00,"轴承
更换"
4000003,R-3,PM,,未完成
4000004,R-3,PM,2026-03-05,年检
"""
WRITTEN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def write(
    folder: Path,
    *,
    equipment: str | bytes = EQUIPMENT,
    maintenance: str | bytes = MAINTENANCE,
    at: datetime = WRITTEN,
) -> None:
    """Both files, last changed at `at`."""
    folder.mkdir(exist_ok=True)
    for name, content in (("equipment.csv", equipment), ("maintenance.csv", maintenance)):
        body = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(body)
        os.utime(folder / name, (at.timestamp(), at.timestamp()))
