"""Writes the CSV exports that a plant's EAM would write; marked as simulated in every row."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from anshu.demonstration.group import EQUIPMENT

FOLDER = "eam"


def write_exports(root: str, schema: str) -> Path:
    """equipment.csv and maintenance.csv in the tenant's own folder below `root`."""
    folder = Path(root) / schema / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    with (folder / "equipment.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["设备编号", "设备名称", "功能位置", "区域", "状态", "更新时间"])
        for place, (code, name, area) in enumerate(EQUIPMENT):
            changed = now - timedelta(days=place * 3)
            location = f"DEMO-{code}"
            writer.writerow([code, name, location, area, "在用", f"{changed:%Y-%m-%d %H:%M}"])
    with (folder / "maintenance.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["工单号", "设备编号", "类型", "完成时间", "描述"])
        for place, (code, name, _) in enumerate(EQUIPMENT):
            done = now - timedelta(days=20 + place * 9)
            number = f"WO-DEMO-{place + 1:03d}"
            text = f"{name}例行检修（模拟数据）"
            writer.writerow([number, code, "预防性", f"{done:%Y-%m-%d %H:%M}", text])
    return folder
